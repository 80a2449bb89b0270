"""Facts that the oversight announces."""

from dataclasses import dataclass

from jiesu.core.events import Event


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
