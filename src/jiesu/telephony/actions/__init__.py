"""Every write of telephony: seats, the log's lines, missed calls, recordings, what the switch is made of."""

from jiesu.telephony.actions.caller_lists import (
    decide_listing,
    end_listings,
    lift_listing,
    propose_listing,
)
from jiesu.telephony.actions.ledger import reconcile_calls, record_hold, take_lines
from jiesu.telephony.actions.missed import begin_returns, return_call
from jiesu.telephony.actions.outside import take_told
from jiesu.telephony.actions.recordings import listen_to, seal_recordings
from jiesu.telephony.actions.registering import take_call_appeal
from jiesu.telephony.actions.seats import end_overdue_work, move_seat, sign_in, signal_seat
from jiesu.telephony.actions.setting_up import save_line, save_queue, save_seat, save_trunk
from jiesu.telephony.actions.switch_tasks import (
    add_third,
    begin_tasks,
    monitor_seat,
    note_handover,
    rejoin_call,
)

__all__ = [
    "add_third",
    "begin_returns",
    "begin_tasks",
    "decide_listing",
    "end_listings",
    "end_overdue_work",
    "lift_listing",
    "listen_to",
    "monitor_seat",
    "move_seat",
    "note_handover",
    "propose_listing",
    "reconcile_calls",
    "record_hold",
    "rejoin_call",
    "return_call",
    "save_line",
    "save_queue",
    "save_seat",
    "save_trunk",
    "seal_recordings",
    "sign_in",
    "signal_seat",
    "take_call_appeal",
    "take_lines",
    "take_told",
]
