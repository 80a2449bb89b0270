"""Every write of the oversight."""

from jiesu.oversight.actions.coaching import finish_coaching
from jiesu.oversight.actions.escalating import escalate_order
from jiesu.oversight.actions.hinting import note_reply_hints
from jiesu.oversight.actions.inspecting import (
    appeal_score,
    decide_score_appeal,
    score_inspection,
    take_inspection,
)
from jiesu.oversight.actions.ladders import publish_ladder
from jiesu.oversight.actions.ledgers import Plan, enter_ledger, plan_entry, review_entry, settle_entry
from jiesu.oversight.actions.sampling import PlanContent, draw_due_samples, draw_sample, save_sampling_plan
from jiesu.oversight.actions.score_forms import (
    install_score_forms,
    publish_score_form,
    start_score_form,
)
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
    "PlanContent",
    "accept_supervision",
    "answer_supervision",
    "appeal_score",
    "decide_score_appeal",
    "draw_due_samples",
    "draw_sample",
    "enter_ledger",
    "escalate_order",
    "finish_coaching",
    "install_score_forms",
    "issue_supervision",
    "note_reply_hints",
    "plan_entry",
    "publish_ladder",
    "publish_score_form",
    "review_entry",
    "save_sampling_plan",
    "score_inspection",
    "send_supervision_back",
    "settle_entry",
    "start_score_form",
    "sweep_watches",
    "take_inspection",
    "withdraw_supervision",
]
