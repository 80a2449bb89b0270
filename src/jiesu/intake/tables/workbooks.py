"""The parts of a workbook that its sheets need: names, shared texts, which formats are dates."""

import posixpath
import re
from dataclasses import dataclass, field

from jiesu.intake.errors import NoSuchSheet, NotATable
from jiesu.intake.tables.formats import is_date_format
from jiesu.intake.tables.packages import Attributes, Package, Parser, attribute, parse_part
from jiesu.intake.tables.rows import MAX_RECORD

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_TRUE = ("1", "true", "on")


@dataclass
class Workbook:
    """What is known of a workbook before a sheet is read.

    Attributes:
        package: the open archive.
        sheets: the part of each sheet by its name, the visible ones first.
        texts: the shared texts.
        date_styles: numbers of the cell styles that show dates.
        since_1904: whether days are counted from 1904 (old Macintosh).
    """

    package: Package
    sheets: dict[str, str] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    date_styles: frozenset[int] = frozenset()
    since_1904: bool = False

    def sheet(self, wanted: str | None) -> tuple[str, str]:
        """Name and part of the sheet with this name or number; the first when none is wanted.

        Raises:
            NoSuchSheet: the workbook has none such.
        """
        names = list(self.sheets)
        if not names:
            raise NotATable(why_zh="工作簿里没有工作表", why_en="the workbook has no sheets")
        name = wanted or names[0]
        if name not in self.sheets and name.isdecimal() and 1 <= int(name) <= len(names):
            name = names[int(name) - 1]
        if name not in self.sheets:
            raise NoSuchSheet(field="sheet", name=name, known="、".join(names))
        return name, self.sheets[name]


def open_workbook(package: Package) -> Workbook:
    """Read everything but the sheets.

    Raises:
        NotATable: the archive is not a workbook.
        SuspiciousArchive: a part is far too large.
    """
    main = _targets(package, "_rels/.rels", base="", kind="officeDocument")
    name = next(iter(main.values()), "xl/workbook.xml")
    if name not in package:
        raise NotATable(why_zh="压缩包里没有工作簿", why_en="the archive holds no workbook")
    folder, file = posixpath.split(name)
    relations = f"{folder}/_rels/{file}.rels"
    book = Workbook(package)
    _read_names(book, name, parts=_targets(package, relations, base=folder, kind="worksheet"))
    for part in _targets(package, relations, base=folder, kind="sharedStrings").values():
        book.texts = _shared_texts(package, part)
    for part in _targets(package, relations, base=folder, kind="styles").values():
        book.date_styles = _date_styles(package, part)
    return book


def unescaped(text: str) -> str:
    """Text in which ``_x000D_`` stands for a character."""
    return _ESCAPED.sub(lambda found: chr(int(found.group(1), 16)), text) if "_x" in text else text


def _targets(package: Package, name: str, *, base: str, kind: str) -> dict[str, str]:
    """The parts of one kind that a list of relations names, by relation."""
    found: dict[str, str] = {}

    def begin(element: str, attributes: Attributes) -> None:
        if element == "Relationship" and attributes.get("Type", "").endswith(f"/{kind}"):
            path = posixpath.join("/", base, attributes.get("Target", ""))
            found[attributes.get("Id", "")] = posixpath.normpath(path).lstrip("/")

    if name in package:
        parse_part(package, name, Parser(begin=begin, end=_nothing, text=_nothing))
    return {key: part for key, part in found.items() if part in package}


def _read_names(book: Workbook, name: str, *, parts: dict[str, str]) -> None:
    hidden: dict[str, str] = {}

    def begin(element: str, attributes: Attributes) -> None:
        if element == "workbookPr":
            book.since_1904 = attributes.get("date1904", "").lower() in _TRUE
        part = parts.get(attribute(attributes, "id")) if element == "sheet" else None
        if part is not None:
            shown = attributes.get("state", "visible") == "visible"
            (book.sheets if shown else hidden)[attributes.get("name", "")] = part

    parse_part(book.package, name, Parser(begin=begin, end=_nothing, text=_nothing))
    book.sheets |= hidden


def _shared_texts(package: Package, name: str) -> list[str]:
    """The shared texts; of formatted ones the plain text, without the readings above Japanese words."""
    texts: list[str] = []
    pieces: list[str] = []
    inside: list[str] = []

    def begin(element: str, _: Attributes) -> None:
        inside.append(element)

    def end(element: str) -> None:
        inside.pop()
        if element == "si":
            texts.append(unescaped("".join(pieces)[: MAX_RECORD + 1]))
            pieces.clear()

    def text(piece: str) -> None:
        if inside[-1] == "t" and "rPh" not in inside:
            pieces.append(piece)

    parse_part(package, name, Parser(begin=begin, end=end, text=text))
    return texts


def _date_styles(package: Package, name: str) -> frozenset[int]:
    codes: dict[int, str] = {}
    formats: list[int] = []
    inside: list[str] = []

    def begin(element: str, attributes: Attributes) -> None:
        if element == "numFmt":
            codes[_number(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif element == "xf" and inside[-1:] == ["cellXfs"]:
            formats.append(_number(attributes.get("numFmtId")))
        inside.append(element)

    def end(_: str) -> None:
        inside.pop()

    parse_part(package, name, Parser(begin=begin, end=end, text=_nothing))
    dates = {number for number in set(formats) if is_date_format(number, codes.get(number))}
    return frozenset(style for style, number in enumerate(formats) if number in dates)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0


def _nothing(*_: object) -> None:
    pass
