"""Reads of the escalation: the ladder, its versions, and what a changed one would have done."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.packs import ClockKind
from jiesu.oversight.dryrun import Happened, Would, would_take
from jiesu.oversight.ladder_json import ladder_in
from jiesu.oversight.ladders import PRESET, Condition, Rung
from jiesu.oversight.models import EscalationStep, LadderVersion, Supervision
from jiesu.oversight.supervision import Colour, SupervisionState
from jiesu.workorders import records
from jiesu.workorders.states import OrderState, Verb

MOST_LISTED = 200


@dataclass(frozen=True)
class DryRun:
    """What a ladder would have done in a span, beside what was done.

    Attributes:
        by_rung: for each rung of the ladder, how many steps it would have taken.
        steps: the first of them, by moment.
        total: how many there would have been.
        urged, supervised, entered, named: of what sort.
        done: how many steps were really taken in the span.
    """

    by_rung: Sequence[tuple[Rung, int]]
    steps: Sequence[Would]
    total: int
    urged: int
    supervised: int
    entered: int
    named: int
    done: int


def current_ladder() -> tuple[LadderVersion | None, tuple[Rung, ...]]:
    """The version in force and its rungs; the ladder that ships where none was published."""
    version = LadderVersion.objects.filter(is_current=True).first()
    return version, ladder_in(version.rungs) if version else PRESET


def ladder_versions() -> list[LadderVersion]:
    """All versions, the newest first."""
    return list(LadderVersion.objects.order_by("-version"))


def dry_run(ladder: Sequence[Rung], *, since: datetime, until: datetime) -> DryRun:
    """What a ladder would have done with the orders of a span, had it been in force.

    It reads what happened: clocks that were over, reworks, returns, supervision orders not answered.
    Supervision orders that only this ladder would have issued are not followed further.
    """
    steps = sorted(
        would_take(ladder, _happened(ladder, since, until), since=since, until=until),
        key=lambda step: (step.due.moment, step.happened.number),
    )
    counts = Counter(step.due.place for step in steps)
    rungs = [step.due.rung for step in steps]
    return DryRun(
        by_rung=[(rung, counts[place]) for place, rung in enumerate(ladder)],
        steps=steps[:MOST_LISTED],
        total=len(steps),
        urged=sum(rung.urge for rung in rungs),
        supervised=sum(rung.colour is not None for rung in rungs),
        entered=sum(rung.ledger is not None for rung in rungs),
        named=sum(rung.bulletin for rung in rungs),
        done=EscalationStep.objects.filter(taken_at__gte=since, taken_at__lt=until)
        .exclude(condition=Condition.DECISION.value)
        .count(),
    )


def _happened(ladder: Sequence[Rung], since: datetime, until: datetime) -> Iterator[Happened]:
    kinds = {rung.clock for rung in ladder if rung.clock}
    for late in records.clocks_over([kind.value for kind in kinds], since=since, until=until):
        yield Happened(
            number=late.number,
            unit_id=late.unit_id,
            condition=Condition.OVERDUE,
            since=late.due_at,
            until=late.stopped_at,
            calendar=catalogue.calendar_of(late.calendar_id),
            clock=ClockKind(late.kind),
        )
    yield from _unanswered(since, until)
    yield from _counted((Condition.REWORKED,), Verb.REWORK, since, until)
    yield from _counted((Condition.RETURNED, Condition.SHIRKED), Verb.REQUEST_RETURN, since, until)


def _unanswered(since: datetime, until: datetime) -> Iterator[Happened]:
    rows = Supervision.objects.filter(feedback_due__lt=until).exclude(answered_at__lt=since)
    for row in rows.select_related("order").iterator():
        if row.state == SupervisionState.WITHDRAWN:
            continue
        yield Happened(
            number=row.order.number,
            unit_id=row.unit_id,
            condition=Condition.UNANSWERED,
            since=row.feedback_due,
            until=row.answered_at,
            calendar=catalogue.calendar_of(row.order.calendar_id),
            colour=Colour(row.colour),
        )


def _counted(  # noqa: PLR0917
    conditions: Sequence[Condition], verb: Verb, since: datetime, until: datetime
) -> Iterator[Happened]:
    """Each rework or return of the span, with the how-many-th of its order it was."""
    seen = {one.order_id for one in records.doings_between(verb, since=since, until=until)}
    calendars = {key: order.calendar_id for key, order in records.orders_by_key(seen).items()}
    lines = (line for line in records.doings_of(verb, order_ids=seen) if _is_whole(line))
    for order_id, group in groupby(lines, key=lambda line: line.order_id):
        yield from _numbered(conditions, group, calendars[order_id])


def _numbered(
    conditions: Sequence[Condition], lines: Iterable[records.Doing], calendar_id: int
) -> Iterator[Happened]:
    units: set[int | None] = set()
    for count, line in enumerate(lines, 1):
        new = line.unit_id not in units
        units.add(line.unit_id)
        for condition in conditions:
            if condition is Condition.SHIRKED and not new:
                continue
            yield Happened(
                number=line.number,
                unit_id=line.unit_id,
                condition=condition,
                since=line.at,
                calendar=catalogue.calendar_of(calendar_id),
                times=len(units) if condition is Condition.SHIRKED else count,
            )


def _is_whole(line: records.Doing) -> bool:
    """A return of the order as a whole, not of a part; reworks are always of the whole."""
    return line.to_state in (OrderState.RETURN_REQUESTED, OrderState.HANDLING)
