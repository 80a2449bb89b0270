"""Papers as PDF: a bulletin, and the complete file of an order with its attachments inside.

Chinese is set in STSong-Light, a font that PDF readers bring themselves, so nothing is embedded. Pictures are
shown on pages of their own; every attachment, whatever it is, also lies in the file as it was given.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape

from pypdf import PdfReader, PdfWriter
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Image, PageBreak, Paragraph, SimpleDocTemplate, Table

FONT = "STSong-Light"
PICTURES = frozenset({"image/png", "image/jpeg"})
_WIDTH, _HEIGHT = A4[0] - 40 * mm, A4[1] - 60 * mm
_TEXT = ParagraphStyle("text", fontName=FONT, fontSize=10.5, leading=17, wordWrap="CJK")
_SMALL = ParagraphStyle("small", parent=_TEXT, fontSize=9, leading=13, textColor=HexColor("#555555"))
_TITLE = ParagraphStyle("title", parent=_TEXT, fontSize=18, leading=28, alignment=TA_CENTER, spaceAfter=8)
_HEAD = ParagraphStyle(
    "head", parent=_TEXT, fontSize=13, leading=22, spaceBefore=10, textColor=HexColor("#1d4f91")
)


@dataclass(frozen=True)
class Enclosure:
    """A file that goes into the paper: its name, type, bytes and digest."""

    name: str
    content_type: str
    body: bytes
    sha256: str


@dataclass(frozen=True)
class Section:
    """A part of a paper: a heading, lines of plain text, and rows of two columns where there are any."""

    heading: str
    lines: Sequence[str] = ()
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Paper:
    """What is to be printed.

    Attributes:
        title, number: at its head.
        foot: at the foot of each page.
        sections: its parts.
        enclosures: files that lie inside.
    """

    title: str
    number: str
    foot: str
    sections: Sequence[Section]
    enclosures: Sequence[Enclosure] = field(default_factory=tuple)


def printed(paper: Paper) -> bytes:
    """The paper as a PDF file."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        pagesize=A4,
        leftMargin=20 * mm,
        rightMargin=20 * mm,
        topMargin=22 * mm,
        bottomMargin=22 * mm,
        title=paper.title,
        author=paper.foot,
    )
    document.build(_story(paper), onFirstPage=_foot(paper), onLaterPages=_foot(paper))
    return _enclosed(target, paper.enclosures)


def _story(paper: Paper) -> list[Flowable]:
    story: list[Flowable] = [_said(paper.title, _TITLE)]
    if paper.number:
        story.append(_said(paper.number, ParagraphStyle("number", parent=_SMALL, alignment=TA_CENTER)))
    for section in paper.sections:
        story.append(_said(section.heading, _HEAD))
        if section.facts:
            story.append(_facts(section.facts))
        story += [_said(line, _TEXT) for line in section.lines]
    for enclosure in paper.enclosures:
        if enclosure.content_type in PICTURES and (picture := _picture(enclosure)):
            story += [PageBreak(), _said(f"附件：{enclosure.name}", _HEAD), picture]
    return story


def _said(text: str, style: ParagraphStyle) -> Paragraph:
    return Paragraph(escape(text).replace("\n", "<br/>") or "&nbsp;", style)


def _facts(facts: Sequence[tuple[str, str]]) -> Table:
    rows = [[_said(name, _SMALL), _said(value, _TEXT)] for name, value in facts]
    table = Table(rows, colWidths=[28 * mm, _WIDTH - 28 * mm])
    table.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (0, -1), 0)])
    return table


def _picture(enclosure: Enclosure) -> Image | None:
    """The picture, fitted to a page; None when it cannot be read: the file is enclosed all the same."""
    try:
        width, height = ImageReader(io.BytesIO(enclosure.body)).getSize()
    except Exception:  # noqa: BLE001 - a broken picture must not hold back a file for inspection
        return None
    share = min(_WIDTH / width, _HEIGHT / height, 1)
    return Image(io.BytesIO(enclosure.body), width * share, height * share)


def _foot(paper: Paper) -> Callable[[Canvas, SimpleDocTemplate], None]:
    def draw(canvas: Canvas, document: SimpleDocTemplate) -> None:
        canvas.setFont(FONT, 8)
        canvas.drawString(20 * mm, 12 * mm, paper.foot)
        canvas.drawRightString(A4[0] - 20 * mm, 12 * mm, f"第 {document.page} 页")

    return draw


def _enclosed(target: io.BytesIO, enclosures: Sequence[Enclosure]) -> bytes:
    if not enclosures:
        return target.getvalue()
    target.seek(0)
    writer = PdfWriter(clone_from=PdfReader(target))
    for place, enclosure in enumerate(enclosures, 1):
        writer.add_attachment(f"{place:02d}-{enclosure.name}", enclosure.body)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()
