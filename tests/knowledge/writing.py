"""Word documents as units write them, made from their text alone."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def paragraph(text: str) -> str:
    runs = "<w:br/>".join(f"<w:t>{escape(line)}</w:t>" for line in text.split("\n"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


def document(*parts: str, before: str = "") -> bytes:
    """The bytes of a document with these paragraphs and tables."""
    xml = f'{before}<w:document xmlns:w="{_SPACE}"><w:body>{"".join(parts)}</w:body></w:document>'
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", xml)
    return file.getvalue()
