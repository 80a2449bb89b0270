"""A row becomes an appeal, or is turned away with every reason there is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from jiesu.catalogue.natures import NATURE_LABELS, URGENCY_LABELS, Channel
from jiesu.core.errors import InvalidInput
from jiesu.intake import values, words
from jiesu.intake.mapping import ColumnMapping
from jiesu.intake.moments import NotAMoment, read_moment
from jiesu.intake.tables.rows import FLAW_LABELS, KEPT_OF_BAD, BadRow, Record, Row
from jiesu.intake.targets import TARGET_LABELS, Target
from jiesu.workorders.cleaning import clean_registration
from jiesu.workorders.registration import CitizenDetails, Registration

KEY_LENGTH = 100
_CLOCKS_DIFFER_BY = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One reason to turn a row away.

    Attributes:
        code: stable word for programs.
        target: the field at fault; "" for the row as a whole.
        zh: the reason for people.
    """

    code: str
    target: str
    zh: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Rejection:
    """A row that was not taken: where it stands, why, and what it says."""

    line: int
    problems: tuple[Problem, ...]
    cells: tuple[str, ...]

    @property
    def reason(self) -> str:
        """All reasons as one sentence."""
        return "；".join(problem.zh for problem in self.problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class Appeal:
    """A row that can be registered.

    Attributes:
        line: where it stands in the file.
        registration: what is registered.
        external_id: the sender's number; "" where it has none.
        received_at: when it was received by those who sent the file.
        extra: reply, replied_at (ISO 8601), satisfaction and unit as the file has them.
        cells: the row as it stands in the file.
        unmatched: fields whose value the catalogue does not know; they stay open, the value is kept.
    """

    line: int
    registration: Registration
    external_id: str
    received_at: datetime | None
    extra: Mapping[str, str]
    cells: tuple[str, ...]
    unmatched: tuple[Target, ...]


Find = Callable[[str], str | None]


def no_code(_: str) -> None:
    """Knows no codes."""


@dataclass(frozen=True, kw_only=True)
class RowReader:
    """Reads the rows of one table.

    Attributes:
        mapping: the columns of the fields.
        least_width: cells that a row has to have.
        now: moments after this one are in the future.
        find_topic, find_area: the code of a topic or a division by its code or name, None when unknown.
    """

    mapping: ColumnMapping
    least_width: int
    now: datetime
    find_topic: Find = no_code
    find_area: Find = no_code

    def read(self, record: Record) -> Appeal | Rejection:
        """The appeal that a row holds, or why it holds none."""
        if isinstance(record, BadRow):
            return Rejection(line=record.line, problems=(_flaw(record),), cells=record.cells)
        problem = self._width_problem(record)
        if problem is not None:
            return Rejection(line=record.line, problems=(problem,), cells=record.cells)
        return _Reading(self, record).result()

    def _width_problem(self, row: Row) -> Problem | None:
        columns, width = len(self.mapping.columns), len(row.cells)
        if width < self.least_width:
            return Problem(code="too_few_columns", target="", zh=f"应有 {columns} 列，只有 {width} 列")
        if any(map(str.strip, row.cells[columns:])):
            return Problem(code="too_many_columns", target="", zh=f"应有 {columns} 列，却有 {width} 列")
        return None


@dataclass
class _Reading:
    """The work on one row."""

    reader: RowReader
    row: Row
    problems: list[Problem] = field(default_factory=list)
    unmatched: list[Target] = field(default_factory=list)

    def result(self) -> Appeal | Rejection:
        told = {
            target: self._value(target, choice.column)
            for target, choice in self.reader.mapping.choices.items()
        }
        found = {target: value for target, value in told.items() if value is not None}
        registration = self._registration(found)
        if self.problems or registration is None:
            return Rejection(line=self.row.line, problems=tuple(self.problems), cells=self.row.cells)
        received_at = found.get(Target.RECEIVED_AT)
        return Appeal(
            line=self.row.line,
            registration=registration,
            external_id=str(found.get(Target.EXTERNAL_ID, "")),
            received_at=received_at if isinstance(received_at, datetime) else None,
            extra={target.value: _plain(found[target]) for target in _EXTRA if target in found},
            cells=self.row.cells,
            unmatched=tuple(self.unmatched),
        )

    def _value(self, target: Target, column: int) -> object:
        """The value of a field; None when the cell says that there is nothing, or cannot be used."""
        cell = values.clean(self.row.cells[column]) if column < len(self.row.cells) else ""
        if values.is_nothing(cell):
            return None
        try:
            if values.is_error(cell):
                raise values.Unusable(f"的公式没有结果（{cell[:40]}）", "the formula has no result")
            return self._read(target, cell)
        except (values.Unusable, NotAMoment) as error:
            zh = f"“{TARGET_LABELS[target]}”{error.zh}"
            if isinstance(error, NotAMoment):
                zh += f"：{cell[:40]}"
            self.problems.append(Problem(code=f"bad_{target}", target=target.value, zh=zh))
            return None

    def _read(self, target: Target, cell: str) -> object:
        if target in _MOMENTS:
            return self._moment(cell)
        if target in _FOREIGN:
            return self._known(target, cell)
        read = _READ.get(target)
        return cell if read is None else read(cell)

    def _moment(self, cell: str) -> datetime:
        moment = read_moment(cell)
        if moment > self.reader.now + _CLOCKS_DIFFER_BY:
            raise NotAMoment("在将来", "in the future")
        return moment

    def _known(self, target: Target, cell: str) -> str | None:
        """What our catalogue calls it; a word that it does not know leaves the field open."""
        known = _FOREIGN[target](self.reader)(cell)
        if known is None:
            self.unmatched.append(target)
        return known

    def _registration(self, found: dict[Target, object]) -> Registration | None:
        fields = {_FIELD.get(target, target.value): found[target] for target in _APPEAL if target in found}
        fields.setdefault("content", fields.get("title", ""))
        fields.setdefault("channel", Channel.IMPORT)
        person = {_PERSON[target]: found[target] for target in _PERSON if target in found}
        try:
            citizen = CitizenDetails(**person) if person else None  # type: ignore[arg-type]
            return clean_registration(Registration(citizen=citizen, **fields))  # type: ignore[arg-type]
        except InvalidInput as error:
            if not self.problems or error.code != "missing":
                name = error.field or ""
                self.problems.append(
                    Problem(code=error.code, target=name, zh=error.message("zh").rstrip("。"))
                )
            return None


_FOREIGN: dict[Target, Callable[[RowReader], Find]] = {
    Target.TOPIC_CODE: lambda reader: reader.find_topic,
    Target.AREA_CODE: lambda reader: reader.find_area,
    Target.CHANNEL: lambda _: words.channel_of,
}
_APPEAL = (
    Target.TITLE, Target.CONTENT, Target.NATURE, Target.TOPIC_CODE, Target.CHANNEL, Target.URGENCY,
    Target.ADDRESS, Target.AREA_CODE, Target.CELL_CODE, Target.LON, Target.LAT, Target.CONFIDENTIAL,
    Target.PUBLIC, Target.OCCURRED_AT,
)  # fmt: skip
_FIELD = {Target.CONFIDENTIAL: "is_confidential", Target.PUBLIC: "is_public"}
_PERSON = {
    Target.NAME: "name", Target.PHONE: "phone", Target.IDENTITY: "identity", Target.GENDER: "gender",
    Target.EMAIL: "email", Target.HOME: "address",
}  # fmt: skip
_EXTRA = (Target.REPLY, Target.REPLIED_AT, Target.SATISFACTION, Target.UNIT)
_MOMENTS = (Target.RECEIVED_AT, Target.OCCURRED_AT, Target.REPLIED_AT)


def _worded(known: StrEnum | None, cell: str, labels: Iterable[str]) -> StrEnum:
    if known is None:
        zh = f"没有“{cell[:30]}”这一种，可填：{'、'.join(labels)}"
        raise values.Unusable(zh, f"there is no such word: {cell[:30]}")
    return known


def _key(cell: str) -> str:
    if len(cell) > KEY_LENGTH:
        raise values.Unusable(f"超过 {KEY_LENGTH} 字", f"longer than {KEY_LENGTH} characters")
    return cell


def _email(cell: str) -> str:
    if "@" not in cell[1:-1]:
        raise values.Unusable(f"“{cell[:30]}”不是邮箱地址", f"“{cell[:30]}” is not an address")
    return cell


_READ: dict[Target, Callable[[str], object]] = {
    Target.EXTERNAL_ID: _key,
    Target.NATURE: lambda cell: _worded(words.nature_of(cell), cell, NATURE_LABELS.values()),
    Target.URGENCY: lambda cell: _worded(words.urgency_of(cell), cell, URGENCY_LABELS.values()),
    Target.PHONE: values.read_phone,
    Target.IDENTITY: values.read_identity,
    Target.GENDER: values.read_gender,
    Target.EMAIL: _email,
    Target.CONFIDENTIAL: values.read_confidential,
    Target.PUBLIC: values.read_public,
    Target.LON: lambda cell: values.read_degrees(cell, most=180.0),
    Target.LAT: lambda cell: values.read_degrees(cell, most=90.0),
}


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def _flaw(record: BadRow) -> Problem:
    zh = FLAW_LABELS[record.flaw]
    if record.length > KEPT_OF_BAD:
        zh += f"（全长 {record.length:,} 字，这里只留开头）"
    return Problem(code=record.flaw.value, target="", zh=zh)
