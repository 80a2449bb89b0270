"""The shipped rules of notices, and the events of which nobody is told, with the reason. Plain tables.

A test walks all events of the work orders and of the oversight: each stands in one of the two.
"""

from jiesu.messaging.channels import MessageChannel as C
from jiesu.messaging.channels import MessageUrgency as U
from jiesu.oversight.noticing import NoticeRule
from jiesu.oversight.noticing import Recipient as To

_IN, _BOTH = (C.INBOX.value,), (C.INBOX.value, C.SMS.value)
_LOUD = (C.INBOX.value, C.PUSH.value, C.SMS.value)
_SEEN = (C.INBOX.value, C.PUSH.value)
_OUT = (C.SMS.value, C.WECHAT.value)
_WORK = ("sign", "first_contact", "handle", "rework")


_URGENT = {"urgency": U.URGENT.value}


def _of(code: str, event: str, to: To, *how: object, **more: object) -> NoticeRule:
    """A row: of which event, to whom; the template and the channels; what narrows it."""
    template, channels = how
    name = event if "." in event else f"workorders.{event}"
    return NoticeRule(code=code, event=name, to=to, template=template, channels=channels, **more)  # type: ignore[arg-type]


def _ours(code: str, event: str, to: To, *how: object, **more: object) -> NoticeRule:
    return _of(code, f"oversight.{event}", to, *how, **more)


# fmt: off
RULES: tuple[NoticeRule, ...] = (
    _of("registered.citizen", "OrderRegistered", To.CITIZEN, "citizen.registered", _OUT),
    _of("dispatched.clerks", "OrderDispatched", To.LEAD_CLERKS, "order.dispatched", _LOUD),
    _of("dispatched.assisting", "OrderDispatched", To.SHARE_CLERKS, "order.dispatched", _IN),
    _of("dispatched.before", "OrderDispatched", To.ENDED_CLERKS, "order.taken_away", _IN),
    _of("dispatched.citizen", "OrderDispatched", To.CITIZEN, "citizen.dispatched", _OUT),
    _of("delegated.clerks", "OrderChanged", To.SHARE_CLERKS, "order.delegated", _SEEN, only=("delegate",)),
    _of("taken_back.clerks", "OrderChanged", To.ENDED_CLERKS, "order.taken_away", _IN,
        only=("withdraw_share",)),
    _of("replied.leaders", "OrderChanged", To.LEAD_LEADERS, "order.to_approve", _SEEN, only=("reply",)),
    _of("rejected.clerks", "OrderChanged", To.SHARE_CLERKS, "order.sent_back", _SEEN, only=("reject_reply",)),
    _of("added.clerks", "OrderChanged", To.LEAD_CLERKS, "order.added", _IN, only=("annotate.citizen",)),
    _of("convened.chiefs", "OrderChanged", To.DUTY_CHIEFS, "order.conference", _IN,
        only=("convene", "object")),
    _of("returning.dispatchers", "ReturnRequested", To.DISPATCHERS, "order.return_requested", _IN),
    _of("applied.chiefs", "ApplicationFiled", To.DUTY_CHIEFS, "order.applied", _IN),
    _of("decided.clerks", "ApplicationDecided", To.SHARE_CLERKS, "order.decided", _BOTH),
    _of("decided.citizen", "ApplicationDecided", To.CITIZEN, "citizen.delayed", _OUT,
        only=("approve_extension",)),
    _of("accepted.citizen", "ReplyAccepted", To.CITIZEN, "citizen.answered", _OUT),
    _of("sent_back.clerks", "OrderSentBack", To.SHARE_CLERKS, "order.sent_back", _LOUD),
    _of("reworked.clerks", "OrderReworked", To.LEAD_CLERKS, "order.dissatisfied", _LOUD, **_URGENT),
    _of("reworked.leaders", "OrderReworked", To.LEAD_LEADERS, "order.dissatisfied", _BOTH),
    _of("reworked.citizen", "OrderReworked", To.CITIZEN, "citizen.reworked", _OUT),
    _of("problem.supervisors", "OrderBecameProblem", To.SUPERVISORS, "order.problem", _SEEN),
    _of("problem.leaders", "OrderBecameProblem", To.LEAD_LEADERS, "order.problem", _BOTH),
    _of("resumed.clerks", "OrderResumed", To.LEAD_CLERKS, "order.resumed", _BOTH),
    _of("closed.withdrawn", "OrderClosed", To.ENDED_CLERKS, "order.withdrawn", _IN, only=("withdraw",)),
    _of("closed.citizen", "OrderClosed", To.CITIZEN, "citizen.closed", _OUT, only=("close",)),
    _of("reopened.clerks", "OrderReopened", To.LEAD_CLERKS, "order.reopened", _BOTH),
    _of("reopened.dispatchers", "OrderReopened", To.DISPATCHERS, "order.reopened", _IN),
    _of("warned.clerks", "DeadlineWarned", To.SHARE_CLERKS, "clock.warned", _LOUD, only=_WORK),
    _of("warned.dispatchers", "DeadlineWarned", To.DISPATCHERS, "clock.warned", _IN, only=("dispatch",)),
    _of("warned.reviewers", "DeadlineWarned", To.REVIEWERS, "clock.warned", _IN, only=("review",)),
    _of("warned.callback", "DeadlineWarned", To.CALLBACK_STAFF, "clock.warned", _IN, only=("callback",)),
    _of("warned.chiefs", "DeadlineWarned", To.DUTY_CHIEFS, "clock.warned", _IN, only=("suspension",)),
    _of("missed.clerks", "DeadlineMissed", To.SHARE_CLERKS, "clock.missed", _LOUD, only=_WORK, **_URGENT),
    _of("missed.leaders", "DeadlineMissed", To.SHARE_LEADERS, "clock.missed", _BOTH, only=_WORK, **_URGENT),
    _of("missed.dispatchers", "DeadlineMissed", To.DISPATCHERS, "clock.missed", _SEEN, only=("dispatch",)),
    _of("missed.reviewers", "DeadlineMissed", To.REVIEWERS, "clock.missed", _SEEN, only=("review",)),
    _of("missed.callback", "DeadlineMissed", To.CALLBACK_STAFF, "clock.missed", _SEEN, only=("callback",)),
    _of("missed.chiefs", "DeadlineMissed", To.DUTY_CHIEFS, "clock.missed", _SEEN, only=("suspension",)),
    _ours("urged.clerks", "OrderUrged", To.UNIT_CLERKS, "order.urged", _LOUD, **_URGENT),
    _ours("urged.leaders", "OrderUrged", To.UNIT_LEADERS, "order.urged", _IN, only=("written", "citizen")),
    _ours("urged.dispatchers", "OrderUrged", To.DISPATCHERS, "order.urged", _IN, only=("centre",)),
    _ours("urged.citizen", "OrderUrged", To.CITIZEN, "citizen.urged", _OUT, only=("citizen",)),
    _ours("acknowledged.person", "UrgingAcknowledged", To.PERSON, "order.urging_answered", _IN),
    _ours("escalated.leaders", "OrderEscalated", To.UNIT_LEADERS, "order.escalated", _BOTH, **_URGENT),
    _ours("escalated.supervisors", "OrderEscalated", To.SUPERVISORS, "order.escalated", _IN),
    _ours("supervised.clerks", "SupervisionIssued", To.UNIT_CLERKS, "supervision.issued", _LOUD, **_URGENT),
    _ours("supervised.leaders", "SupervisionIssued", To.UNIT_LEADERS, "supervision.issued", _BOTH, **_URGENT),

             _ours("supervised.answer", "SupervisionAnswered", To.SUPERVISORS, "supervision.moved", _IN),
    _ours("supervision_back.clerks", "SupervisionSentBack", To.UNIT_CLERKS, "supervision.issued", _LOUD),
    _ours("supervision_ended.clerks", "SupervisionEnded", To.UNIT_CLERKS, "supervision.moved", _IN),
    _ours("ledger.leaders", "OrderEnteredLedger", To.UNIT_LEADERS, "oversight.noted", _IN),
    _ours("ledger_due.supervisors", "LedgerReviewDue", To.SUPERVISORS, "oversight.noted", _SEEN),
    _ours("bulletin.leaders", "BulletinIssued", To.UNIT_LEADERS, "oversight.general", _BOTH),
    _ours("inspection.leaders", "HandedToInspection", To.UNIT_LEADERS, "oversight.noted", _IN),
    _ours("perfunctory.supervisors", "PerfunctoryReplyFound", To.SUPERVISORS, "oversight.noted", _IN),
    _ours("scored.person", "InspectionScored", To.PERSON, "oversight.general", _IN),
    _ours("appealed.judges", "ScoreAppealed", To.APPEAL_JUDGES, "oversight.general", _IN),
    _ours("appeal_decided.person", "ScoreAppealDecided", To.PERSON, "oversight.general", _IN),
    _ours("differed.supervisors", "CallbackDiffered", To.SUPERVISORS, "oversight.noted", _IN),
    _ours("unreasonable.clerks", "UnreasonableDemandNamed", To.UNIT_CLERKS, "oversight.noted", _IN),
    _ours("check.clerks", "FieldCheckOrdered", To.UNIT_CLERKS, "check.ordered", _IN),
    _ours("check.person", "FieldCheckOrdered", To.PERSON, "check.ordered", _LOUD),
    _ours("checked.person", "FieldCheckMade", To.PERSON, "oversight.noted", _IN),
    _ours("false.leaders", "FalseCompletionFound", To.UNIT_LEADERS, "oversight.noted", _BOTH, **_URGENT),
    _ours("false.supervisors", "FalseCompletionFound", To.SUPERVISORS, "oversight.noted", _SEEN),
    _ours("instructed.clerks", "InstructionAssigned", To.UNIT_CLERKS, "instruction.assigned", _LOUD,
          **_URGENT),
    _ours("instructed.leaders", "InstructionAssigned", To.UNIT_LEADERS, "instruction.assigned", _BOTH,
          **_URGENT),

             _ours("instructed.answer", "InstructionAnswered", To.KEEPERS, "instruction.moved", _SEEN),
    _ours("instruction_back.clerks", "InstructionSentBack", To.UNIT_CLERKS, "instruction.assigned", _LOUD),
    _ours("instruction_due.clerks", "InstructionDue", To.UNIT_CLERKS, "instruction.due", _LOUD),
    _ours("instruction_late.leaders", "InstructionOverdue", To.UNIT_LEADERS, "instruction.overdue", _BOTH,
          **_URGENT),

             _ours("instruction_late.keepers", "InstructionOverdue", To.KEEPERS, "instruction.overdue", _IN),
    _ours("look_back.keepers", "LookBackDue", To.KEEPERS, "instruction.look_back", _SEEN),
)
# fmt: on
"""The shipped rules."""

UNTOLD: dict[str, str] = {
    "workorders.OrderReplied": "it stands in the reviewers' queue, and its clock warns them",
    "workorders.CalledBack": "the citizen took part in it, and a rework or the closing is told by itself",
    "oversight.SupervisionChanged": "the common part of other events; never announced itself",
    "oversight.InspectionEvent": "the common part of other events; never announced itself",
    "oversight.InstructionChanged": "the common part of other events; never announced itself",
    "oversight.InstructionClosed": "whoever keeps instructions did it, and the units have answered",
}
"""Events of which nobody is told, and why."""

UNTOLD_VERBS: dict[str, str] = {
    "save_draft": "only its writer knows of it",
    "amend": "whoever opens the order sees it; the clocks go on",
    "annotate": "notes are read with the order; a citizen's own are told",
    "attach": "files are read with the order",
    "sign": "the citizen was told of the dispatch",
    "contact": "the citizen was spoken to",
    "collect": "the unit's part is done",
    "review_suspension": "the next review has a clock of its own",
    "archive": "nothing is to be done any more",
}
"""Verbs that announce no more than ``OrderChanged`` and of which nobody is told, and why."""
