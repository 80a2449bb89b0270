"""Articles out of a Word document, however a unit has written its questions and answers down. Pure rules.

Three ways are read, and may stand in one document: a table with a label beside each text (标准问题 | …), a
table with the labels in its first row, and lines that begin with a label (``标准问题：…``, ``问：…``,
``答：…``); without labels, a short line that ends with a question mark begins an article, and what follows
is its answer. Only ``word/document.xml`` is opened, nothing that it points to.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as ET

from jiesu.knowledge.contents import CONTENT_LABELS
from jiesu.knowledge.tables import NUMBER, OWNER, BadRow, Row, read_rows

MOST_BYTES = 20 * 1024 * 1024
"""Of the document's text once unpacked."""

LONGEST_QUESTION = 60
"""Characters of a line that may be a question without a label."""

_QUESTION, _SPOKEN, _ANSWER = CONTENT_LABELS["question"], CONTENT_LABELS["spoken"], CONTENT_LABELS["answer"]
_LABELS = {
    **{label: label for label in (NUMBER, OWNER, *CONTENT_LABELS.values())},
    **dict.fromkeys(("问", "问题", "事项", "咨询问题"), _QUESTION),
    **dict.fromkeys(("答", "答复", "回答", "标准答案", "答复内容"), _ANSWER),
    **dict.fromkeys(("简短答复", "简答", "短答"), _SPOKEN),
    "责任单位": OWNER,
    "依据": CONTENT_LABELS["basis"],
}
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_LABELLED = re.compile(r"^\s*[【\[]?([一-龥]{1,6})[】\]]?\s*[：:]\s*(.*)$", re.DOTALL)
_COUNTED = re.compile(
    r"^\s*(?:第?[一二三四五六七八九十百\d]+[、.．)）条]|[（(][一二三四五六七八九十\d]+[)）])\s*"
)

Cells = dict[str, str]


class NoDocument(ValueError):
    """The bytes are no Word document that can be read."""


def read_document(body: bytes) -> list[Row | BadRow]:
    """The articles of a document in their order; ``line`` counts them from one.

    Raises:
        NoDocument: it cannot be read.
    """
    found = [cells for cells in _articles(_body_of(body)) if cells.get(_QUESTION)]
    rows: list[Row | BadRow] = []
    for place, cells in enumerate(found, start=1):
        (row,) = read_rows(list(cells), [list(cells.values())])
        kind = type(row)
        rows.append(kind(**{**vars(row), "line": place}))
    return rows


def _body_of(body: bytes) -> ET.Element:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive, archive.open("word/document.xml") as part:
            text = part.read(MOST_BYTES + 1)
    except (zipfile.BadZipFile, KeyError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        raise NoDocument from error
    if len(text) > MOST_BYTES or b"<!DOCTYPE" in text:
        raise NoDocument
    try:
        found = ET.fromstring(text).find(f"{_W}body")  # noqa: S314 - bounded, and without a document type
    except ET.ParseError as error:
        raise NoDocument from error
    if found is None:
        raise NoDocument
    return found


def _articles(body: ET.Element) -> Iterator[Cells]:
    lines: list[str] = []
    for part in body:
        if part.tag == f"{_W}p":
            lines.append(_text(part))
        elif part.tag == f"{_W}tbl":
            yield from _by_lines(lines)
            lines = []
            yield from _by_table(part)
    yield from _by_lines(lines)


def _by_lines(lines: Sequence[str]) -> Iterator[Cells]:
    """Articles out of lines; a question begins the next one."""
    said = [line.strip() for line in lines if line.strip()]
    labelled = any((_labelled(line) or ("", ""))[0] == _QUESTION for line in said)
    article: Cells = {}
    field = ""
    for line in said:
        label, text = _labelled(line) or ("", line)
        if not label and not labelled and (bare := _bare_question(line)):
            label, text = _QUESTION, bare
        if label == _QUESTION and article.get(_QUESTION):
            yield article
            article = {}
        field = label or field
        if field:
            article[field] = "\n".join(filter(None, (article.get(field, ""), text)))
        if label == _QUESTION and text:
            field = _ANSWER
    yield article


def _bare_question(line: str) -> str:
    """A line that is a question by itself, without its number; empty when it is none."""
    bare = _COUNTED.sub("", line)
    return bare if len(bare) <= LONGEST_QUESTION and bare.endswith(("？", "?")) else ""


def _labelled(line: str) -> tuple[str, str] | None:
    found = _LABELLED.match(_COUNTED.sub("", line))
    label = _LABELS.get(found[1]) if found else None
    return (label, found[2].strip()) if found and label else None


def _by_table(table: ET.Element) -> Iterator[Cells]:
    rows = [
        [
            "\n".join(filter(None, (_text(line) for line in cell.iter(f"{_W}p"))))
            for cell in row.iter(f"{_W}tc")
        ]
        for row in table.iter(f"{_W}tr")
    ]
    head = [_LABELS.get(cell.strip("：: \n"), "") for cell in rows[0]] if rows else []
    if sum(map(bool, head)) > 1:
        for row in rows[1:]:
            yield {label: cell for label, cell in zip(head, row, strict=False) if label and cell}
        return
    pairs = [(_LABELS.get(cells[0].strip("：: \n")), cells[1]) for cells in rows if len(cells) > 1]
    yield from _by_lines([f"{label}：{text}" for label, text in pairs if label])


def _text(paragraph: ET.Element) -> str:
    said = {f"{_W}br": "\n", f"{_W}tab": " "}
    return "".join(
        (node.text or "") if node.tag == f"{_W}t" else said.get(node.tag, "") for node in paragraph.iter()
    )
