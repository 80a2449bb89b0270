"""Articles as a table: the columns, and how a row becomes what an article says."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from jiesu.knowledge.contents import CONTENT_FIELDS, CONTENT_LABELS, Content, LegalBasis

NUMBER, OWNER = "编号", "维护单位"
HEADINGS: tuple[str, ...] = (NUMBER, OWNER, *(CONTENT_LABELS[name] for name in CONTENT_FIELDS))

_LISTS = ("askings", "areas", "links")
_DAYS = ("valid_from", "valid_until", "review_by")
_PARTS = re.compile(r"[\n|；;]+")
_BASIS = re.compile(r"^《?([^》]+)》?\s*(第[^\s（(]+)?\s*(?:[（(]至\s*(\d{4}-\d{2}-\d{2})[)）])?$")


@dataclass(frozen=True)
class Row:
    """One line of a table: the article's number (empty for a new one), the owner's name, what it says."""

    line: int
    number: str
    owner: str
    content: Content


@dataclass(frozen=True)
class BadRow:
    """A line that cannot be taken, where, and why in both languages; its question, as far as it has one."""

    line: int
    field: str
    zh: str
    en: str
    question: str = ""


def read_rows(header: Sequence[object], lines: Iterable[Sequence[object]]) -> Iterator[Row | BadRow]:
    """The rows of a table by its headings; unknown columns are left out, missing ones are empty.

    Lists within a cell are separated by line breaks, semicolons or ``|``; a legal basis is written
    ``《办法》第三条（至 2027-01-01）``.
    """
    fields = {label: name for name, label in CONTENT_LABELS.items()}
    names = [str(cell or "").strip() for cell in header]
    for line, cells in enumerate(lines, start=2):
        row = {name: cell for name, cell in zip(names, cells, strict=False) if cell not in (None, "")}
        if not row:
            continue
        given = {fields[name]: cell for name, cell in row.items() if name in fields}
        try:
            content = content_in(given)
        except ValueError as error:
            field, value = error.args
            zh, en = f"不能识别“{value}”。", f"“{value}” is not understood."
            yield BadRow(line, field, zh, en, str(given.get("question", "")))
            continue
        yield Row(line, str(row.get(NUMBER, "")).strip(), str(row.get(OWNER, "")).strip(), content)


def written(number: str, owner: str, content: Content) -> list[str]:
    """A row as it can be read again."""
    return [number, owner, *cells_of(content).values()]


def cells_of(content: Content) -> dict[str, str]:
    """The texts of the fields, as :func:`content_in` reads them."""
    return {name: _cell(name, getattr(content, name)) for name in CONTENT_FIELDS}


def content_in(given: Mapping[str, object]) -> Content:
    """What an article says, from the texts of its fields; raises ``ValueError(field, value)``."""
    values: dict[str, object] = {}
    for name, cell in given.items():
        text = str(cell).strip()
        if name in _DAYS:
            values[name] = _day(name, cell)
        elif name == "basis":
            values[name] = tuple(_legal_basis(part.strip()) for part in _PARTS.split(text) if part.strip())
        elif name in _LISTS:
            values[name] = tuple(part.strip() for part in _PARTS.split(text) if part.strip())
        else:
            values[name] = text
    return Content(**{"question": "", **values})  # type: ignore[arg-type]


def _day(name: str, cell: object) -> date:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = re.sub(r"[./年月]", "-", str(cell).strip().rstrip("日"))
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()  # noqa: DTZ007 - a day has no zone
    except ValueError as error:
        raise ValueError(name, str(cell)) from error


def _legal_basis(text: str) -> LegalBasis:
    found = _BASIS.match(text)
    if found is None:
        raise ValueError("basis", text)
    title, article, ends = found.groups()
    try:
        return LegalBasis(
            title=title.strip(), article=article or "", ends_on=date.fromisoformat(ends) if ends else None
        )
    except ValueError as error:
        raise ValueError("basis", text) from error


def _cell(name: str, value: object) -> str:
    if name == "basis" and isinstance(value, tuple):
        return "\n".join(f"{each}（至 {each.ends_on}）" if each.ends_on else str(each) for each in value)
    if isinstance(value, tuple):
        return "\n".join(value)
    return "" if value is None else str(value)
