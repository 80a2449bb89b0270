"""How suggestions fared against what people chose: shares, confusion, belief in chances. Pure arithmetic.

Every share is given with its numerator and denominator.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

_BINS = 10


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share; None of nothing."""
        return self.part / self.whole if self.whole else None

    @property
    def rest(self) -> "Share":
        """The others of as many."""
        return Share(self.whole - self.part, self.whole)


@dataclass(frozen=True)
class Line:
    """How suggestions fared for one week, topic, unit or person: left as they were, of all that were made."""

    name: str
    taken: Share


@dataclass(frozen=True)
class Bin:
    """Suggestions of about one chance: how sure they were on average, and how many were right."""

    low: float
    mean_chance: float
    right: Share


@dataclass(frozen=True)
class Confused:
    """A value that was suggested where people chose another, and how often."""

    suggested: str
    chosen: str
    count: int


@dataclass(frozen=True)
class Confusion:
    """The commonest values against each other: ``rows[i][j]`` were suggested as ``i`` and chosen as ``j``.

    The last row and column, where ``is_cut``, stand for all other values together.
    """

    values: tuple[str, ...]
    rows: tuple[tuple[int, ...], ...]
    is_cut: bool


@dataclass(frozen=True)
class Fared:
    """One suggestion and what became of it; ``suggested`` is empty where nothing was suggested."""

    suggested: str
    chance: float
    chosen: str
    topic: str
    week: date
    unit: int | None = None
    operator: int | None = None

    @property
    def is_right(self) -> bool:
        """Whether people left it as it was."""
        return self.chosen == self.suggested


def share_taken(rows: Sequence[Fared]) -> Share:
    """How many were left as they were."""
    return Share(sum(row.is_right for row in rows), len(rows))


def lines(named: Iterable[tuple[str, Fared]]) -> tuple[Line, ...]:
    """How suggestions fared by a name, in the order of the names; those without a name left out."""
    whole: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for name, row in named:
        if name:
            whole[name] += 1
            right[name] += row.is_right
    return tuple(Line(name, Share(right[name], whole[name])) for name in sorted(whole))


def most_changed(found: Iterable[Line], *, most: int) -> tuple[Line, ...]:
    """Where people changed most: by the number of changes, then by their share."""
    changed = [line for line in found if line.taken.rest.part]
    return tuple(
        sorted(changed, key=lambda line: (-line.taken.rest.part, line.taken.whole, line.name))[:most]
    )


def bins(rows: Iterable[Fared]) -> tuple[Bin, ...]:
    """The suggestions in tenths of their chances."""
    parts: dict[int, list[Fared]] = {}
    for row in rows:
        parts.setdefault(min(int(row.chance * _BINS), _BINS - 1), []).append(row)
    return tuple(
        Bin(number / _BINS, sum(row.chance for row in part) / len(part), share_taken(part))
        for number, part in sorted(parts.items())
    )


def calibration_error(found: Sequence[Bin]) -> float | None:
    """Mean distance between chance and share right, weighted; None of nothing."""
    total = sum(one.right.whole for one in found)
    if not total:
        return None
    return sum(abs(one.mean_chance * one.right.whole - one.right.part) for one in found) / total


def confused(rows: Iterable[Fared], *, most: int) -> tuple[Confused, ...]:
    """The commonest changes."""
    counts = Counter((row.suggested, row.chosen) for row in rows if not row.is_right)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Confused(told, chosen, count) for (told, chosen), count in ranked[:most])


def confusion(rows: Sequence[Fared], *, most: int) -> Confusion:
    """The ``most`` commonest values against each other, the others together at the end."""
    counts = Counter(row.chosen for row in rows) + Counter(row.suggested for row in rows)
    values = sorted(sorted(counts), key=lambda value: -counts[value])
    shown = tuple(sorted(values[:most]))
    place = {value: at for at, value in enumerate(shown)}
    is_cut = len(values) > most
    size = len(shown) + is_cut
    table = [[0] * size for _ in range(size)]
    for row in rows:
        table[place.get(row.suggested, size - 1)][place.get(row.chosen, size - 1)] += 1
    return Confusion(shown, tuple(tuple(line) for line in table), is_cut)
