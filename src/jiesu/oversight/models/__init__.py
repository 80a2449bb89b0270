"""Tables of the oversight."""

from jiesu.oversight.models.bulletin import Bulletin, BulletinReceipt, Handover
from jiesu.oversight.models.callbacks import (
    CallbackAnswer,
    CallbackAttempt,
    CallbackConsent,
    CallbackLink,
    CallbackPlanVersion,
    CallbackTask,
)
from jiesu.oversight.models.escalation import EscalationStep, LadderVersion, Watch
from jiesu.oversight.models.field_checks import FieldCheck, FieldPhoto
from jiesu.oversight.models.instruction import (
    Instruction,
    InstructionFile,
    InstructionLine,
    InstructionTask,
    LookBack,
)
from jiesu.oversight.models.ledger import LedgerEntry, LedgerLine
from jiesu.oversight.models.noticing import NoticeRuleRow
from jiesu.oversight.models.quality import (
    Coaching,
    Inspection,
    InspectionMark,
    ReplyHint,
    SamplingPlan,
    SamplingRun,
    ScoreAppeal,
    ScoreForm,
    ScoreItem,
)
from jiesu.oversight.models.supervision import Supervision, SupervisionLine
from jiesu.oversight.models.urging import Urging

__all__ = [
    "Bulletin",
    "BulletinReceipt",
    "CallbackAnswer",
    "CallbackAttempt",
    "CallbackConsent",
    "CallbackLink",
    "CallbackPlanVersion",
    "CallbackTask",
    "Coaching",
    "EscalationStep",
    "FieldCheck",
    "FieldPhoto",
    "Handover",
    "Inspection",
    "InspectionMark",
    "Instruction",
    "InstructionFile",
    "InstructionLine",
    "InstructionTask",
    "LadderVersion",
    "LedgerEntry",
    "LedgerLine",
    "LookBack",
    "NoticeRuleRow",
    "ReplyHint",
    "SamplingPlan",
    "SamplingRun",
    "ScoreAppeal",
    "ScoreForm",
    "ScoreItem",
    "Supervision",
    "SupervisionLine",
    "Urging",
    "Watch",
]
