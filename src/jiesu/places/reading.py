"""Reading a table of divisions: rows ``code,name,level,parent`` checked one by one, in plain Python."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from jiesu.places.errors import UnreadableDivisions
from jiesu.places.levels import RANK, DivisionLevel, is_division_code

COLUMNS = ("code", "name", "level", "parent")
LONGEST_NAME = 100


@dataclass(frozen=True, kw_only=True)
class DivisionRow:
    """One division as a row gives it; ``parent`` is a code or empty, ``line`` counts from 1."""

    line: int
    code: str
    name: str
    level: DivisionLevel
    parent: str


@dataclass(frozen=True, kw_only=True)
class RejectedRow:
    """A row that could not be taken, and why."""

    line: int
    code: str
    reason_zh: str
    reason_en: str


def rows_of(data: bytes) -> Iterator[dict[str, str]]:
    """The rows of a CSV file in UTF-8 or GB 18030 (which covers GBK).

    Raises:
        UnreadableDivisions: neither encoding fits, a column is missing, or it is not CSV.
    """
    reader = csv.DictReader(io.StringIO(_decoded(data), newline=""), strict=True)
    try:
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or ())]
        if missing:
            names = ", ".join(missing)
            raise UnreadableDivisions(reason_zh=f"缺少列 {names}", reason_en=f"no column {names}")
        for row in reader:
            yield {column: row[column] or "" for column in COLUMNS}
    except csv.Error as error:
        line = reader.line_num + 1  # the reader counts the rows that it has finished
        raise UnreadableDivisions(
            reason_zh=f"第{line}行格式有误", reason_en=f"line {line}: {error}"
        ) from error


def sorted_out(rows: Iterable[Mapping[str, str]]) -> tuple[list[DivisionRow], list[RejectedRow]]:
    """The rows that are sound, the larger divisions first, and those that are not."""
    sound: dict[str, DivisionRow] = {}
    rejected: list[RejectedRow] = []
    for line, row in enumerate(rows, start=1):
        values = {column: str(row.get(column) or "").strip() for column in COLUMNS}
        fault = _fault(values, sound)
        if fault:
            rejected.append(rejection(line, values["code"], fault))
        else:
            sound[values["code"]] = _row(line, values)
    return sorted(sound.values(), key=lambda row: RANK[row.level]), rejected


def rejection(line: int, code: str, reason: tuple[str, str]) -> RejectedRow:
    """A rejected row; ``reason`` is the sentence in Chinese and in English."""
    return RejectedRow(line=line, code=code[:20], reason_zh=reason[0], reason_en=reason[1])


def _row(line: int, values: Mapping[str, str]) -> DivisionRow:
    level = DivisionLevel(values["level"])
    return DivisionRow(
        line=line, code=values["code"], name=values["name"], level=level, parent=values["parent"]
    )


def _fault(values: Mapping[str, str], seen: Mapping[str, DivisionRow]) -> tuple[str, str] | None:
    code, name, level = values["code"], values["name"], values["level"]
    if not is_division_code(code):
        return "代码应为2至12位数字", "the code is not 2 to 12 digits"
    if code in seen:
        return f"代码与第{seen[code].line}行重复", f"the code repeats row {seen[code].line}"
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        return "名称为空、过长或含有控制字符", "the name is empty, too long or has control characters"
    if level not in list(DivisionLevel):
        known = ", ".join(DivisionLevel)
        return f"层级应为 {known} 之一", f"the level is not one of {known}"
    return None


def _decoded(data: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableDivisions(
        reason_zh="编码既不是UTF-8也不是GB 18030", reason_en="neither UTF-8 nor GB 18030"
    )
