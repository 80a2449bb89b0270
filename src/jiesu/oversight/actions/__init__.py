"""Every write of the oversight."""

from jiesu.oversight.actions.coaching import finish_coaching
from jiesu.oversight.actions.hinting import note_reply_hints
from jiesu.oversight.actions.inspecting import appeal_score, decide_score_appeal, score_inspection
from jiesu.oversight.actions.sampling import PlanContent, draw_due_samples, draw_sample, save_sampling_plan
from jiesu.oversight.actions.score_forms import install_score_forms, publish_score_form

__all__ = [
    "PlanContent",
    "appeal_score",
    "decide_score_appeal",
    "draw_due_samples",
    "draw_sample",
    "finish_coaching",
    "install_score_forms",
    "note_reply_hints",
    "publish_score_form",
    "save_sampling_plan",
    "score_inspection",
]
