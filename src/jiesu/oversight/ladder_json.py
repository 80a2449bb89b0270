"""A ladder as it is stored: JSON and back."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.catalogue.packs import ClockKind
from jiesu.oversight.ladders import Condition, Level, Rung
from jiesu.oversight.problems import Ledger
from jiesu.oversight.supervision import Colour


def ladder_out(ladder: Sequence[Rung]) -> list[dict[str, Any]]:
    """The rungs as JSON."""
    return [_rung_out(rung) for rung in ladder]


def ladder_in(data: Sequence[Mapping[str, Any]]) -> tuple[Rung, ...]:
    """The rungs that were stored."""
    return tuple(_rung_in(row) for row in data)


def _rung_out(rung: Rung) -> dict[str, Any]:
    return {
        "condition": rung.condition.value,
        "clock": rung.clock.value if rung.clock else None,
        "of": rung.of.value if rung.of else None,
        "after": _limit_out(rung.after),
        "times": rung.times,
        "level": rung.level.value,
        "urge": rung.urge,
        "colour": rung.colour.value if rung.colour else None,
        "feedback": _limit_out(rung.feedback),
        "ledger": rung.ledger.value if rung.ledger else None,
        "bulletin": rung.bulletin,
        "confer": rung.confer,
    }


def _rung_in(row: Mapping[str, Any]) -> Rung:
    return Rung(
        condition=Condition(row["condition"]),
        clock=ClockKind(row["clock"]) if row["clock"] else None,
        of=Colour(row["of"]) if row["of"] else None,
        after=_limit_in(row["after"]),
        times=int(row["times"]),
        level=Level(row["level"]),
        urge=bool(row["urge"]),
        colour=Colour(row["colour"]) if row["colour"] else None,
        feedback=_limit_in(row["feedback"]),
        ledger=Ledger(row["ledger"]) if row["ledger"] else None,
        bulletin=bool(row["bulletin"]),
        confer=bool(row["confer"]),
    )


def _limit_out(limit: TimeLimit | None) -> dict[str, str] | None:
    return {"amount": str(limit.amount), "measure": limit.measure.value} if limit else None


def _limit_in(data: Mapping[str, str] | None) -> TimeLimit | None:
    return TimeLimit(Decimal(data["amount"]), Measure(data["measure"])) if data else None
