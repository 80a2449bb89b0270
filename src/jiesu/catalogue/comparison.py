"""What differs between two packs, line by line, side by side."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from jiesu.catalogue.natures import NATURE_LABELS, URGENCY_LABELS
from jiesu.catalogue.pack_tables import FACTS, RULES, limit_out, rule_out, warn_out
from jiesu.catalogue.packs import CLOCK_LABELS, ClockKind, LimitRow, Pack
from jiesu.core.tables import MARK, Outcome

ORDER = "时限的先后"
_Key = tuple[ClockKind, frozenset[object], frozenset[object]]


@dataclass(frozen=True)
class ComparedLine:
    """One line of two packs.

    Attributes:
        what: the clock, the rule or the fact.
        natures, urgencies: whom a limit is for; empty for everyone.
        old, new: how it stands in each; empty where it is not there.
        outcome: added, removed, changed or the same.
    """

    what: str
    natures: str
    urgencies: str
    old: str
    new: str
    outcome: Outcome


def compare_packs(old: Pack, new: Pack) -> list[ComparedLine]:
    """All lines of both packs: the facts, the limits by clock, the rules."""
    return [*_facts(old, new), *_limits(old, new), *_rules(old, new)]


def differences(old: Pack, new: Pack) -> list[ComparedLine]:
    """The lines that are not the same."""
    return [line for line in compare_packs(old, new) if line.outcome is not Outcome.SAME]


def limit_told(row: LimitRow) -> str:
    """A limit in a cell: ``15工作日 · 预警 80%``."""
    warn = f"预警 {warn_out(row.warn)}" if row.warn else ""
    return " · ".join(part for part in (limit_out(row.limit), warn, "补充" if row.ours else "") if part)


def _facts(old: Pack, new: Pack) -> Iterator[ComparedLine]:
    for name, label in FACTS.items():
        yield _line(label, str(getattr(old, name)), str(getattr(new, name)))


def _rules(old: Pack, new: Pack) -> Iterator[ComparedLine]:
    for name, label in RULES.items():
        yield _line(label, rule_out(old, name), rule_out(new, name))


def _limits(old: Pack, new: Pack) -> Iterator[ComparedLine]:
    before = {_key(row): limit_told(row) for row in old.limits}
    after = {_key(row): limit_told(row) for row in new.limits}
    keys = sorted({**before, **after}, key=lambda key: list(ClockKind).index(key[0]))
    for key in keys:
        clock, natures, urgencies = key
        yield _line(
            CLOCK_LABELS[clock],
            before.get(key, ""),
            after.get(key, ""),
            natures=MARK.join(label for nature, label in NATURE_LABELS.items() if nature in natures),
            urgencies=MARK.join(label for urgency, label in URGENCY_LABELS.items() if urgency in urgencies),
        )
    shared = [key for key in before if key in after]
    if shared != [key for key in after if key in before]:
        yield _line(ORDER, _sequence(old.limits), _sequence(new.limits))


def _line(what: str, old: str, new: str, *, natures: str = "", urgencies: str = "") -> ComparedLine:
    if old == new:
        outcome = Outcome.SAME
    else:
        outcome = Outcome.CHANGED if old and new else Outcome.ADDED if new else Outcome.REMOVED
    return ComparedLine(what, natures, urgencies, old, new, outcome)


def _sequence(limits: Sequence[LimitRow]) -> str:
    return " → ".join(str(row) for row in limits)


def _key(row: LimitRow) -> _Key:
    return row.clock, frozenset(row.natures), frozenset(row.urgencies)
