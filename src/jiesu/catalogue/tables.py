"""Tables that people keep in spreadsheets: topics and duties as CSV rows, with an error for each bad cell.

A topic row names up to three levels; a duty row names a topic (by code or by its names), an area, the unit
in charge, the assisting units and the legal basis.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jiesu.catalogue.codes import PATH_MARK, Path, is_topic_code
from jiesu.core.errors import InvalidInput
from jiesu.core.tables import MARK, Column

NAME_LENGTH = 60
BASIS_LENGTH = 2000
_AREA = re.compile(r"[0-9]{2}|[0-9]{4}|[0-9]{6}|[0-9]{9}|[0-9]{12}")
_SEPARATOR = re.compile(r"[、，,；;|\s]+")

_TOPIC_COLUMNS = {
    "level1": ("level1", "一级", "一级分类"),
    "level2": ("level2", "二级", "二级分类"),
    "level3": ("level3", "三级", "三级分类"),
}
_DUTY_COLUMNS = {
    "topic": ("topic", "topic_code", "事项", "事项分类", "事项代码"),
    "area_code": ("area_code", "area", "区划", "区划代码"),
    "lead": ("lead", "主办", "主办单位"),
    "assists": ("assists", "协办", "协办单位"),
    "legal_basis": ("legal_basis", "法律依据", "依据"),
}


TOPIC_TABLE = (
    Column("level1", ("一级", "一级分类", "level1"), needed=True),
    Column("level2", ("二级", "二级分类", "level2")),
    Column("level3", ("三级", "三级分类", "level3")),
    Column("code", ("代码", "code")),
)
DUTY_TABLE = (
    Column("topic", ("事项", "事项分类", "事项代码", "topic"), needed=True),
    Column("area_code", ("区划", "区划代码", "area_code", "area")),
    Column("lead", ("主办", "主办单位", "lead"), needed=True),
    Column("assists", ("协办", "协办单位", "assists")),
    Column("legal_basis", ("法律依据", "依据", "legal_basis")),
)
REASON_TABLE = (
    Column("code", ("代码", "code"), needed=True),
    Column("kind", ("用途", "kind"), needed=True),
    Column("title", ("名称", "title"), needed=True),
    Column("script", ("话术", "script")),
    Column("target_channel", ("引导渠道", "target_channel")),
    Column("is_active", ("启用", "is_active")),
)


@dataclass(frozen=True)
class RowError:
    """What is wrong with one cell; ``line`` is the line of the file or the place in the list, from 1."""

    line: int
    field: str
    zh: str
    en: str

    def message(self, language: str) -> str:
        """The sentence for people, in ``zh`` or ``en``."""
        if language == "en":
            return f"row {self.line}, {self.field}: {self.en}"
        return f"第{self.line}行{self.field}：{self.zh}"


@dataclass(frozen=True, kw_only=True)
class TopicRow:
    """One topic by its names; the levels below may be empty."""

    level1: str
    level2: str = ""
    level3: str = ""
    line: int = 0

    @property
    def path(self) -> Path:
        """The names that are given, from the first level down."""
        return tuple(name for name in (self.level1, self.level2, self.level3) if name)


@dataclass(frozen=True, kw_only=True)
class DutyRow:
    """One line of the duty catalogue 派单目录.

    Attributes:
        topic: code, or names joined by ``/``; empty for whatever no other line is about.
        area_code: the division it is for; empty for everywhere.
        lead, assists: code or name of the units.
        legal_basis: the law or the document that makes it their duty.
    """

    lead: str
    topic: str = ""
    area_code: str = ""
    assists: tuple[str, ...] = ()
    legal_basis: str = ""
    line: int = 0


def decode(data: bytes) -> str:
    """The text of a file in UTF-8 (with or without a mark) or GB 18030.

    Raises:
        InvalidInput: it is neither, or no text at all.
    """
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise InvalidInput(
        field="file",
        reason_zh="文件不是UTF-8或GBK编码的文本。",
        reason_en="The file is not text in UTF-8 or GBK.",
    )


def read_topics(text: str) -> list[TopicRow]:
    """Topic rows of a CSV file with a header.

    Raises:
        InvalidInput: the file cannot be read, or the first level has no column.
    """
    rows = _read(text, _TOPIC_COLUMNS, needed="level1")
    return [
        TopicRow(level1=row["level1"], level2=row["level2"], level3=row["level3"], line=line)
        for line, row in rows
    ]


def read_duties(text: str) -> list[DutyRow]:
    """Duty rows of a CSV file with a header.

    Raises:
        InvalidInput: the file cannot be read, or the unit in charge has no column.
    """
    return [
        DutyRow(
            topic=row["topic"],
            area_code=row["area_code"],
            lead=row["lead"],
            assists=tuple(name for name in _SEPARATOR.split(row["assists"]) if name),
            legal_basis=row["legal_basis"],
            line=line,
        )
        for line, row in _read(text, _DUTY_COLUMNS, needed="lead")
    ]


def topics_csv(paths: Iterable[Path]) -> str:
    """A CSV file that :func:`read_topics` reads, a row for each topic without topics below it."""
    given = list(paths)
    inner = {path[:depth] for path in given for depth in range(1, len(path))}
    return _csv(_TOPIC_COLUMNS, ([*path, "", ""][:3] for path in given if path not in inner))


def duties_csv(rows: Iterable[DutyRow]) -> str:
    """A CSV file that :func:`read_duties` reads."""
    return _csv(
        _DUTY_COLUMNS,
        ([row.topic, row.area_code, row.lead, "、".join(row.assists), row.legal_basis] for row in rows),
    )


def duty_cells(duty: DutyRow) -> dict[str, str]:
    """How a line of the duty catalogue stands in the table."""
    return {
        "topic": duty.topic,
        "area_code": duty.area_code,
        "lead": duty.lead,
        "assists": MARK.join(duty.assists),
        "legal_basis": duty.legal_basis,
    }


def check_topics(rows: Iterable[TopicRow]) -> list[RowError]:
    """What is wrong with topic rows: no first level, a level left out, a name too long, a row twice."""
    errors: list[RowError] = []
    seen: dict[Path, int] = {}
    for place, row in enumerate(rows, start=1):
        line = row.line or place
        if not row.level1 or (row.level3 and not row.level2):
            errors.append(RowError(line, "level1", "上级分类为空。", "an upper level is empty."))
        errors += [error for name in row.path for error in _check_name(line, name)]
        if row.path in seen:
            first = seen[row.path]
            errors.append(RowError(line, "level1", f"与第{first}行重复。", f"the same as row {first}."))
        seen.setdefault(row.path, line)
    return errors


def check_duties(rows: Iterable[DutyRow]) -> list[RowError]:
    """What is wrong with duty rows in themselves: form of the area, missing unit, length, a row twice."""
    errors: list[RowError] = []
    seen: dict[tuple[str, str], int] = {}
    for place, row in enumerate(rows, start=1):
        line = row.line or place
        errors += _check_duty(line, row)
        first = seen.setdefault((row.topic, row.area_code), line)
        if first != line:
            errors.append(RowError(line, "topic", f"与第{first}行重复。", f"the same as row {first}."))
    return errors


def _check_duty(line: int, row: DutyRow) -> Iterable[RowError]:
    if not row.lead:
        yield RowError(line, "lead", "缺少主办单位。", "the unit in charge is missing.")
    if not row.topic and not row.area_code:
        yield RowError(line, "topic", "事项和区划不能都为空。", "topic and area are both empty.")
    if row.area_code and not _AREA.fullmatch(row.area_code):
        yield RowError(line, "area_code", "区划代码应为2至12位数字。", "a division code has 2 to 12 digits.")
    if row.topic.isdecimal() and not is_topic_code(row.topic):
        yield RowError(line, "topic", "事项代码应为2、4或6位数字。", "a topic code has 2, 4 or 6 digits.")
    if len(set(row.assists)) < len(row.assists) or row.lead in row.assists:
        yield RowError(line, "assists", "单位重复。", "a unit is named twice.")
    if len(row.legal_basis) > BASIS_LENGTH or "\0" in row.legal_basis:
        zh, en = f"超过{BASIS_LENGTH}字或含有控制字符。", f"longer than {BASIS_LENGTH} or not text."
        yield RowError(line, "legal_basis", zh, en)


def _check_name(line: int, name: str) -> Iterable[RowError]:
    if len(name) > NAME_LENGTH:
        yield RowError(line, "level1", f"“{name[:10]}…”超过{NAME_LENGTH}字。", f"longer than {NAME_LENGTH}.")
    if PATH_MARK in name or not name.isprintable():
        yield RowError(line, "level1", "名称含有“/”或控制字符。", "a name has “/” or control characters.")


def _read(
    text: str, columns: Mapping[str, tuple[str, ...]], *, needed: str
) -> list[tuple[int, dict[str, str]]]:
    try:
        lines = list(_lines(text))
    except csv.Error as error:
        raise InvalidInput(
            field="file", reason_zh=f"文件不是有效的CSV：{error}", reason_en=f"The file is not CSV: {error}"
        ) from error
    header = [cell.strip() for cell in lines[0][1]] if lines else []
    places = {
        name: next((header.index(alias) for alias in aliases if alias in header), None)
        for name, aliases in columns.items()
    }
    if places[needed] is None:
        names = "、".join(columns[needed])
        raise InvalidInput(
            field="file", reason_zh=f"表头缺少列：{names}", reason_en=f"The header lacks a column: {names}"
        )
    return [
        (line, {name: _cell(cells, place) for name, place in places.items()}) for line, cells in lines[1:]
    ]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The records that are not blank, each with the line on which it begins."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    begins = 1
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield begins, cells
        begins = reader.line_num + 1


def _csv(columns: Iterable[str], rows: Iterable[list[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows([list(columns), *rows])
    return out.getvalue()


def _cell(cells: list[str], place: int | None) -> str:
    return cells[place].strip() if place is not None and place < len(cells) else ""
