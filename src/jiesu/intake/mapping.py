"""Which column fills which field: guessed from names and values, overridden by people, explained."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from jiesu.intake import words
from jiesu.intake.errors import HeaderAmbiguous, NoContentColumn, TargetTwice, UnknownColumn, UnknownTarget
from jiesu.intake.layouts import Layout, first_name
from jiesu.intake.moments import looks_like_moment
from jiesu.intake.tables.rows import Record, Row
from jiesu.intake.targets import KNOWN_NAMES, TARGET_LABELS, Target
from jiesu.intake.values import (
    Unusable,
    clean,
    is_nothing,
    looks_like_phone,
    normal,
    read_confidential,
    read_public,
)

_MOSTLY = 0.8
_OTHERS = re.compile(
    "被|截止|期限|办|派|处|回|反馈|答|单位|部门|due|deadline|assign|handle|done|close|unit|dept",
    re.IGNORECASE,
)
"""In names of columns about those who deal with the appeal, not about the citizen and the day."""

_LONG_TEXT = 40  # characters on average from which a column may be the content
IGNORED = ("", "-", "ignore")
"""What a column is mapped to when it is to be left alone."""


class Basis(StrEnum):
    """Why a column fills a field."""

    TOLD = "told"
    NAME = "name"
    VALUES = "values"


BASIS_LABELS: dict[Basis, str] = {Basis.TOLD: "指定", Basis.NAME: "列名", Basis.VALUES: "内容"}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One column that fills a field.

    Attributes:
        column: its place, from 0.
        name: what it is called.
        basis: why it was chosen.
    """

    column: int
    name: str
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class ColumnMapping:
    """The fields of a table and the columns they are read from; all other columns are kept with the contact.

    Attributes:
        columns: names of all columns.
        choices: the column of each field that has one.
        remarks: what a person should know, as (code, column).
    """

    columns: tuple[str, ...]
    choices: Mapping[Target, Choice]
    remarks: tuple[str, ...] = ()

    def column_of(self, target: Target) -> int | None:
        """The place of the column that fills a field."""
        choice = self.choices.get(target)
        return None if choice is None else choice.column

    def as_told(self) -> dict[str, str]:
        """The mapping in the form in which it can be given again."""
        return {choice.name: target.value for target, choice in self.choices.items()}

    def explained(self) -> list[tuple[str, str, str]]:
        """For each column its name, the field's label ("" for one that is only kept) and the reason."""
        by_column = {choice.column: (target, choice) for target, choice in self.choices.items()}
        lines = []
        for place, name in enumerate(self.columns):
            target, choice = by_column.get(place, (None, None))
            label = TARGET_LABELS[target] if target else ""
            lines.append((name, label, BASIS_LABELS[choice.basis] if choice else ""))
        return lines


def map_columns(
    layout: Layout, sample: Sequence[Record], *, told: Mapping[str, str] | None = None
) -> ColumnMapping:
    """Choose a column for each field.

    Args:
        layout: the table's columns.
        sample: its first rows, by whose values doubtful columns are judged.
        told: fields by column name (or number), as a person wants them; ``ignore`` leaves a column alone.

    Raises:
        UnknownColumn: a column that was told does not exist.
        UnknownTarget: a field that was told does not exist.
        TargetTwice: two columns were told for one field.
        HeaderAmbiguous: two columns bear the name that a field was recognised by.
        NoContentColumn: no column can be the content.
    """
    guess = _Guess(layout, _values(layout, sample))
    guess.take_told(told or {})
    guess.take_names()
    guess.take_values()
    if not {Target.CONTENT, Target.TITLE} & guess.choices.keys():
        raise NoContentColumn(columns="、".join(layout.columns))
    return ColumnMapping(columns=layout.columns, choices=guess.choices, remarks=tuple(guess.remarks))


def read_told(pairs: Sequence[str]) -> dict[str, str]:
    """``内容=content`` or ``content=内容``, as given on the command line: fields by column.

    Raises:
        UnknownTarget: neither side is a field.
    """
    told = {}
    for pair in pairs:
        name, _, target = (part.strip() for part in pair.rpartition("="))
        first, _, rest = (part.strip() for part in pair.partition("="))
        if name and _is_target(target):
            told[name] = target
        elif rest and _is_target(first):
            told[rest] = first
        else:
            raise UnknownTarget(field="columns", name=pair, known=_all_targets())
    return told


def _values(layout: Layout, sample: Sequence[Record]) -> list[list[str]]:
    """The values of each column that say something."""
    rows = [row for row in sample[layout.height :] if isinstance(row, Row)]
    columns: list[list[str]] = [[] for _ in layout.columns]
    for row in rows:
        for place, cell in enumerate(row.cells[: len(columns)]):
            value = clean(cell)
            if not is_nothing(value):
                columns[place].append(value)
    return columns


@dataclass
class _Guess:
    layout: Layout
    values: list[list[str]]
    choices: dict[Target, Choice] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    left_alone: set[int] = field(default_factory=set)

    def take_told(self, told: Mapping[str, str]) -> None:
        """What a person said goes first."""
        for name, wanted in told.items():
            place = _place_of(self.layout, name)
            if wanted.casefold() in IGNORED:
                self.left_alone.add(place)
                continue
            target = _target_of(wanted)
            if target in self.choices:
                both = f"{self.choices[target].name}、{self.layout.columns[place]}"
                raise TargetTwice(field="columns", name=target.value, columns=both)
            self._choose(target, place, Basis.TOLD)

    def take_names(self) -> None:
        """Then the names, the best of each field first, as long as the values do not speak against it."""
        ranked = []
        for place in self._open_columns():
            known = KNOWN_NAMES.get(normal(first_name(self.layout.columns[place])))
            if known is not None:
                ranked.append((known[1], place, known[0]))
        for _, place, target in sorted(ranked):
            if target in self.choices:
                continue
            if not _fits(target, self.values[place]):
                self.remarks.append(
                    f"“{self.layout.columns[place]}”的内容不像{TARGET_LABELS[target]}，未采用。"
                )
                continue
            count = self.layout.count_of(self.layout.columns[place])
            if count > 1:
                name = first_name(self.layout.columns[place])
                raise HeaderAmbiguous(count=count, name=name, target=target.value)
            self._choose(target, place, Basis.NAME)

    def take_values(self) -> None:
        """Last the values of columns whose names say nothing."""
        if Target.CONTENT not in self.choices:
            longest = max(self._open_columns(), key=self._length, default=None)
            if longest is not None and self._length(longest) >= _LONG_TEXT:
                self._choose(Target.CONTENT, longest, Basis.VALUES)
        for target, looks_right in (
            (Target.PHONE, looks_like_phone),
            (Target.RECEIVED_AT, looks_like_moment),
        ):
            if target not in self.choices:
                fitting = (p for p in self._appellant_columns() if _mostly(looks_right, self.values[p]))
                place = next(fitting, None)
                if place is not None:
                    self._choose(target, place, Basis.VALUES)

    def _choose(self, target: Target, place: int, basis: Basis) -> None:
        self.choices[target] = Choice(column=place, name=self.layout.columns[place], basis=basis)

    def _open_columns(self) -> list[int]:
        taken = {choice.column for choice in self.choices.values()} | self.left_alone
        return [place for place in range(len(self.layout.columns)) if place not in taken]

    def _appellant_columns(self) -> list[int]:
        return [place for place in self._open_columns() if not _OTHERS.search(self.layout.columns[place])]

    def _length(self, place: int) -> float:
        values = self.values[place]
        return sum(map(len, values)) / len(values) if values else 0.0


def _place_of(layout: Layout, name: str) -> int:
    if name in layout.columns:
        return layout.columns.index(name)
    alike = [place for place, column in enumerate(layout.columns) if normal(column) == normal(name)]
    if len(alike) == 1:
        return alike[0]
    if name.isascii() and name.isdigit() and 1 <= int(name) <= len(layout.columns):
        return int(name) - 1
    raise UnknownColumn(field="columns", name=name, columns="、".join(layout.columns))


def _is_target(word: str) -> bool:
    return word.casefold() in {*IGNORED, *Target, *TARGET_LABELS.values()}


def _target_of(wanted: str) -> Target:
    for target, label in TARGET_LABELS.items():
        if wanted.casefold() in (target.value, label):
            return target
    raise UnknownTarget(field="columns", name=wanted, known=_all_targets())


def _all_targets() -> str:
    return "、".join(f"{target.value}（{label}）" for target, label in TARGET_LABELS.items())


_READERS: dict[Target, Callable[[str], object]] = {
    Target.NATURE: words.nature_of,
    Target.CHANNEL: words.channel_of,
    Target.URGENCY: words.urgency_of,
    Target.CONFIDENTIAL: read_confidential,
    Target.PUBLIC: read_public,
}


def _fits(target: Target, values: Sequence[str]) -> bool:
    """Whether most values can be read as what the name promises."""
    reader = _READERS.get(target)
    if reader is None or not values:
        return True

    def can_be_read(value: str) -> bool:
        try:
            return reader(value) is not None
        except Unusable:
            return False

    return _mostly(can_be_read, values)


def _mostly(test: Callable[[str], bool], values: Sequence[str]) -> bool:
    return bool(values) and sum(map(test, values)) >= _MOSTLY * len(values)
