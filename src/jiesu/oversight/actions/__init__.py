"""Every write of the oversight."""

from jiesu.oversight.actions.escalating import escalate_order
from jiesu.oversight.actions.ladders import publish_ladder
from jiesu.oversight.actions.ledgers import Plan, enter_ledger, plan_entry, review_entry, settle_entry
from jiesu.oversight.actions.supervision import (
    accept_supervision,
    answer_supervision,
    issue_supervision,
    send_supervision_back,
    withdraw_supervision,
)
from jiesu.oversight.actions.sweeping import sweep_watches

__all__ = [
    "Plan",
    "accept_supervision",
    "answer_supervision",
    "enter_ledger",
    "escalate_order",
    "issue_supervision",
    "plan_entry",
    "publish_ladder",
    "review_entry",
    "send_supervision_back",
    "settle_entry",
    "sweep_watches",
    "withdraw_supervision",
]
