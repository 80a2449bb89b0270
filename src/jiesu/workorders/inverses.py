"""Steps that can be taken back just after they were done, and how their values are put back.

Only steps whose inverse the workflow has: a correction is corrected back, a share that was delegated is
withdrawn. Everything else is undone, if at all, by somebody who decides so and says why.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from jiesu.workorders.states import Verb

UNDO_WITHIN = timedelta(seconds=30)
"""Longer than the offer is shown (8 seconds), short enough that nobody has built on the step."""

UNDOABLE = frozenset({Verb.AMEND, Verb.DELEGATE})


def can_be_undone(verb: str, *, done_by: int | None, by: int | None, done_at: datetime, at: datetime) -> bool:
    """Whether a step can be taken back by a person at a moment: only one's own, and at once."""
    return verb in UNDOABLE and done_by == by and by is not None and at - done_at <= UNDO_WITHIN


def values_before(changes: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """What a correction replaced, as values: the timeline keeps them as text."""
    return {name: _READ.get(name, str)(old) for name, (old, _new) in changes.items()}


def _moment(text: str) -> datetime | None:
    return None if text == "None" else datetime.fromisoformat(text)


def _number(text: str) -> float | None:
    return None if text == "None" else float(text)


_READ: dict[str, Callable[[str], Any]] = {
    "occurred_at": _moment,
    "lon": _number,
    "lat": _number,
    "is_confidential": "True".__eq__,
    "is_public": "True".__eq__,
}
