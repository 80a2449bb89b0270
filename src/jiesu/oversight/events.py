"""Facts that the oversight announces."""

from dataclasses import dataclass
from datetime import date, datetime

from jiesu.core.events import Event


@dataclass(frozen=True)
class OrderEscalated(Event):
    """A step of the ladder was taken, or somebody decided to; ``subject`` is the order's number.

    Attributes:
        order_id, step_id: which order, which step.
        level: to whom it goes.
        unit_id: the unit whose delay it is about; None for the centre or no unit.
        why: the reason in words.
        acts: what was done, in words.
        urged: whether the unit is urged by it.
    """

    order_id: int
    step_id: int
    level: str
    unit_id: int | None
    why: str
    acts: tuple[str, ...]
    urged: bool = False


@dataclass(frozen=True)
class SupervisionChanged(Event):
    """Something was done with a supervision order; ``subject`` is the order's number.

    Attributes:
        order_id, supervision_id, unit_id: which order, which supervision order, which unit.
        number: the supervision order's own number.
        colour, level: how grave, and on which level.
        feedback_due: by when the unit is to answer.
    """

    order_id: int
    supervision_id: int
    unit_id: int
    number: str
    colour: str
    level: str
    feedback_due: datetime


@dataclass(frozen=True)
class SupervisionIssued(SupervisionChanged):
    """A unit got a supervision order."""


@dataclass(frozen=True)
class SupervisionAnswered(SupervisionChanged):
    """The unit answered a supervision order."""


@dataclass(frozen=True)
class SupervisionSentBack(SupervisionChanged):
    """The unit's answer was not enough: it has to answer again."""


@dataclass(frozen=True)
class SupervisionEnded(SupervisionChanged):
    """A supervision order was closed or withdrawn."""


@dataclass(frozen=True)
class OrderEnteredLedger(Event):
    """An order was entered into a ledger of problems; ``subject`` is its number."""

    order_id: int
    entry_id: int
    ledger: str
    unit_id: int | None


@dataclass(frozen=True)
class LedgerReviewDue(Event):
    """The day has come on which an entry is to be looked at again; ``subject`` is the order's number."""

    order_id: int
    entry_id: int
    ledger: str
    unit_id: int | None
    review_on: date


@dataclass(frozen=True)
class BulletinIssued(Event):
    """A bulletin was issued; ``subject`` is its number."""

    bulletin_id: int
    title: str
    unit_ids: tuple[int, ...]


@dataclass(frozen=True)
class HandedToInspection(Event):
    """An order's file was handed to discipline inspection; ``subject`` is the order's number."""

    order_id: int
    handover_id: int
    unit_id: int | None


@dataclass(frozen=True)
class PerfunctoryReplyFound(Event):
    """The rules find a reply that was sent to be perfunctory 敷衍; ``subject`` is the order's number.

    Attributes:
        order_id, reply_id, unit_id: which order, which reply, whose.
        score: of the reply, 0 to 100.
        words: the words that led to it.
    """

    order_id: int
    reply_id: int
    unit_id: int
    score: int
    words: tuple[str, ...]


@dataclass(frozen=True)
class InspectionEvent(Event):
    """Something about an inspection; ``subject`` is the order's number, or the inspection.

    Attributes:
        inspection_id, order_id: which inspection, of which order.
        person_id, inspector_id: who was scored, and who scored.
        unit_id: the unit of the person scored; None for the centre.
        score, passed: what came of it, as it stands now.
    """

    inspection_id: int
    order_id: int | None
    person_id: int
    inspector_id: int | None
    unit_id: int | None
    score: int
    passed: bool


@dataclass(frozen=True)
class InspectionScored(InspectionEvent):
    """A score was given; the person scored hears of it."""


@dataclass(frozen=True)
class ScoreAppealed(InspectionEvent):
    """The person scored appealed against a score."""


@dataclass(frozen=True)
class ScoreAppealDecided(InspectionEvent):
    """An appeal against a score was decided; ``upheld`` when the score was changed."""

    upheld: bool = False


@dataclass(frozen=True)
class OrderUrged(Event):
    """A unit was urged about an order; ``subject`` is the order's number.

    Attributes:
        order_id, urging_id: which order, which urging.
        unit_id: the unit that was urged; None for the centre.
        kind: how, a member of ``UrgingKind``, or ``centre`` where no unit has the order.
        words: what was said.
    """

    order_id: int
    urging_id: int
    unit_id: int | None
    kind: str
    words: str = ""


@dataclass(frozen=True)
class UrgingAcknowledged(Event):
    """A unit said that it has heard; ``user_id`` is who had urged, None when it was no member of staff."""

    order_id: int
    urging_id: int
    unit_id: int | None
    user_id: int | None
    words: str = ""


@dataclass(frozen=True)
class InstructionChanged(Event):
    """Something about a leader's instruction; ``subject`` is its number.

    Attributes:
        instruction_id, task_id: which instruction; which unit's part, None for the whole.
        unit_id: that unit.
        due_on: the day it is about.
        words: what was said.
    """

    instruction_id: int
    task_id: int | None = None
    unit_id: int | None = None
    due_on: date | None = None
    words: str = ""


@dataclass(frozen=True)
class InstructionAssigned(InstructionChanged):
    """A unit was given an instruction, or another deadline."""


@dataclass(frozen=True)
class InstructionAnswered(InstructionChanged):
    """A unit answered an instruction."""


@dataclass(frozen=True)
class InstructionSentBack(InstructionChanged):
    """A unit's answer was not enough."""


@dataclass(frozen=True)
class InstructionDue(InstructionChanged):
    """A unit's answer is due within three days."""


@dataclass(frozen=True)
class InstructionOverdue(InstructionChanged):
    """A unit's answer is overdue."""


@dataclass(frozen=True)
class LookBackDue(InstructionChanged):
    """The day has come on which the result is looked at again."""


@dataclass(frozen=True)
class InstructionClosed(InstructionChanged):
    """An instruction was closed."""


@dataclass(frozen=True)
class CallbackDiffered(Event):
    """Two people called the same citizen and heard different things; ``subject`` is the order's number.

    Attributes:
        order_id, task_id: which order, which recheck.
        first_by_id, second_by_id: who called first, and who checked.
    """

    order_id: int
    task_id: int
    first_by_id: int | None
    second_by_id: int | None


@dataclass(frozen=True)
class UnreasonableDemandNamed(Event):
    """A callback found a demand unreasonable: the unit may apply for exclusion; ``subject`` is the number.

    Attributes:
        order_id, unit_id: which order, whose.
        why: what was explained to the citizen.
    """

    order_id: int
    unit_id: int | None
    why: str


@dataclass(frozen=True)
class FieldCheckOrdered(Event):
    """Somebody is to look at a place; ``subject`` is the order's number.

    Attributes:
        order_id, check_id: which order, which check.
        unit_id, checker_id: whose people may do it, and the person named, if one was.
        due_at: by when.
    """

    order_id: int
    check_id: int
    unit_id: int
    checker_id: int | None
    due_at: datetime


@dataclass(frozen=True)
class FieldCheckMade(Event):
    """A place was looked at; ``subject`` is the order's number, ``verdict`` what was found there."""

    order_id: int
    check_id: int
    verdict: str
    ordered_by_id: int | None


@dataclass(frozen=True)
class FalseCompletionFound(Event):
    """虚假办结: said to be done, and is not; ``subject`` is the order's number.

    Attributes:
        order_id, check_id: which order, which check.
        unit_id: the lead unit that said so.
        note: what was found.
    """

    order_id: int
    check_id: int
    unit_id: int | None
    note: str
