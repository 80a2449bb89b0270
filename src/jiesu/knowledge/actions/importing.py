"""Importing a table of articles: each sound row becomes a draft, or a draft of a new version."""

from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO

from django.db import transaction
from python_calamine import CalamineError, CalamineWorkbook

from jiesu.core.errors import Refusal
from jiesu.knowledge.actions.writing import edit_article, revise_article, start_article
from jiesu.knowledge.errors import UnusableTable
from jiesu.knowledge.models import ArticleVersion
from jiesu.knowledge.states import ArticleState
from jiesu.knowledge.tables import OWNER, BadRow, Row, read_rows
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor


@dataclass(frozen=True)
class Imported:
    """What came of an import: numbers of new and of changed articles, and the rows that were not taken."""

    started: tuple[str, ...]
    revised: tuple[str, ...]
    bad: tuple[BadRow, ...]


def import_articles(file: BinaryIO, *, name: str, by: Actor, at: datetime | None = None) -> Imported:
    """导入知识: the first sheet of a workbook; each row is taken or turned away for itself.

    A row with an article's number changes what is being written of it, or begins a new version; one without
    begins an article. Nothing is published: rows pass the same people as anything written by hand.

    Raises:
        UnusableTable: it is no workbook, or has no row.
    """
    started: list[str] = []
    revised: list[str] = []
    bad: list[BadRow] = []
    for row in _rows(file, name):
        if isinstance(row, BadRow):
            bad.append(row)
            continue
        try:
            with transaction.atomic():
                number = _take(row, by=by, at=at)
        except Refusal as refusal:
            bad.append(BadRow(row.line, refusal.field or "", refusal.message("zh"), refusal.message("en")))
            continue
        (revised if row.number else started).append(number)
    return Imported(tuple(started), tuple(revised), tuple(bad))


def _rows(file: BinaryIO, name: str) -> list[Row | BadRow]:
    try:
        lines = CalamineWorkbook.from_filelike(file).get_sheet_by_index(0).to_python()
    except (CalamineError, OSError, ValueError) as error:
        raise _unusable(name, "不是 xlsx 工作簿。", "it is no workbook.") from error
    rows = list(read_rows(lines[0], lines[1:])) if lines else []
    if not rows:
        raise _unusable(name, "没有任何行。", "it has no rows.")
    return rows


def _take(row: Row, *, by: Actor, at: datetime | None) -> str:
    if row.number:
        edited = ArticleVersion.objects.filter(article__number=row.number, state=ArticleState.DRAFT.value)
        change = edit_article if edited.exists() else revise_article
        return change(row.number, row.content, by=by, at=at).article.number
    return start_article(row.content, owner_id=_owner(row.owner, by=by), by=by, at=at).article.number


def _owner(name: str, *, by: Actor) -> int:
    """The unit that a row names; the person's own where it names none."""
    if not name and len(by.unit_ids) == 1:
        return next(iter(by.unit_ids))
    units = organisations.units_named(name)
    if len(units) != 1:
        text = f"没有或不止一个单位叫“{name}”。"
        raise UnusableTable(
            field=OWNER, file=name, why_zh=text, why_en=f"there is not exactly one unit “{name}”."
        )
    return units[0].pk


def _unusable(name: str, why_zh: str, why_en: str) -> UnusableTable:
    return UnusableTable(field="file", file=name, why_zh=why_zh, why_en=why_en)
