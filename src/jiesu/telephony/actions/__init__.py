"""Every write of telephony: seats, the log's lines, missed calls, recordings, what the switch is made of."""

from jiesu.telephony.actions.ledger import reconcile_calls, record_hold, take_lines
from jiesu.telephony.actions.missed import begin_returns, return_call
from jiesu.telephony.actions.recordings import listen_to, seal_recordings
from jiesu.telephony.actions.seats import end_overdue_work, move_seat, sign_in, signal_seat
from jiesu.telephony.actions.setting_up import save_line, save_queue, save_seat, save_trunk

__all__ = [
    "begin_returns",
    "end_overdue_work",
    "listen_to",
    "move_seat",
    "reconcile_calls",
    "record_hold",
    "return_call",
    "save_line",
    "save_queue",
    "save_seat",
    "save_trunk",
    "seal_recordings",
    "sign_in",
    "signal_seat",
    "take_lines",
]
