"""Files of articles: looked through, then each sound row becomes a draft, or a draft of a new version."""

import hashlib
import io
from collections.abc import Sequence
from datetime import datetime
from typing import IO

from django.db import transaction
from python_calamine import CalamineError, CalamineWorkbook

from jiesu.accounts.permissions import Permission, require
from jiesu.accounts.selectors import user_by_id
from jiesu.core import audit, clock
from jiesu.core.errors import NotFound, Refusal
from jiesu.knowledge.actions.writing import check_content, edit_article, revise_article, start_article
from jiesu.knowledge.documents import NoDocument, read_document
from jiesu.knowledge.errors import SameQuestion, UnusableTable
from jiesu.knowledge.models import ArticleImport, ArticleImportRow, ArticleVersion
from jiesu.knowledge.states import LIVE, WORKING, ArticleState, ImportState, RowState
from jiesu.knowledge.tables import OWNER, BadRow, Row, cells_of, content_in, read_rows
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor

MAX_BYTES = 20 * 1024 * 1024
_THERE = [state.value for state in LIVE | WORKING]


@transaction.atomic
def read_import(file: IO[bytes], *, name: str, by: Actor, at: datetime | None = None) -> ArticleImport:
    """读取知识文件: a workbook or a Word document is looked through; nothing is written as an article yet.

    Every row is kept with what can be said of it now. The same file brought again by the same person is the
    import that it was, with what became of it.

    Raises:
        NotAllowed: the person may not write articles.
        UnusableTable: it can be read neither as a workbook nor as a document, is too large, or has no row.
    """
    require(by, Permission.EDIT_ARTICLE)
    body = file.read(MAX_BYTES + 1)
    if len(body) > MAX_BYTES:
        raise _unusable(name, "文件超过 20 MB。", "it is larger than 20 MiB.")
    digest = hashlib.sha256(body).hexdigest()
    before = ArticleImport.objects.filter(digest=digest, brought_by_id=by.user_id).first()
    if before is not None:
        return before
    rows = _rows(body, name)
    brought = ArticleImport.objects.create(
        digest=digest,
        name=name[:200],
        state=ImportState.READ.value,
        brought_at=at or clock.now(),
        brought_by_id=by.user_id,
        brought_by_name=by.name[:100],
    )
    ArticleImportRow.objects.bulk_create([_kept(brought, row, by=by) for row in rows])
    return brought


@transaction.atomic
def take_import(import_id: int, *, by: Actor) -> ArticleImport:
    """确认导入: the sound rows are taken in the background; asked for again, it goes on where it stopped.

    Raises:
        NotFound: the person brought no such file.
    """
    brought = ArticleImport.objects.select_for_update().filter(pk=import_id, brought_by_id=by.user_id).first()
    if brought is None:
        raise NotFound(what="导入 import")
    if brought.state == ImportState.DONE:
        return brought
    from jiesu.knowledge.tasks import run  # noqa: PLC0415 - tasks need the application registry

    if brought.state == ImportState.READ:
        audit.record("import_articles", subject=brought.name, by=by, rows=brought.rows.count())
    brought.state = ImportState.TAKING.value
    brought.save(update_fields=["state"])
    run.defer(import_id=brought.pk)
    return brought


def run_import(import_id: int, *, at: datetime | None = None) -> tuple[int, int]:
    """Take the rows that wait, each for itself; how many were taken and turned away. Safe to run twice.

    A worker that dies has taken whole rows; the next one goes on with the others.
    """
    brought = ArticleImport.objects.filter(pk=import_id, state=ImportState.TAKING.value).first()
    if brought is None or brought.brought_by_id is None:
        return 0, 0
    by = organisations.actor_for(user_by_id(brought.brought_by_id))
    waiting = ArticleImportRow.objects.filter(taken_from=brought, state=RowState.READY.value)
    came = [_take_row(row, by=by, at=at) for row in waiting.order_by("line").values_list("pk", flat=True)]
    ArticleImport.objects.filter(pk=import_id).update(state=ImportState.DONE.value)
    return came.count(True), came.count(False)


@transaction.atomic
def _take_row(row_id: int, *, by: Actor, at: datetime | None) -> bool | None:
    row = ArticleImportRow.objects.select_for_update().get(pk=row_id)
    if row.state != RowState.READY:
        return None
    told = Row(row.line, row.number, row.owner, content_in(row.cells))
    try:
        with transaction.atomic():
            version = _take(told, by=by, at=at)
    except Refusal as refusal:
        _refused(row, BadRow(row.line, refusal.field or "", refusal.message("zh"), refusal.message("en")))
    else:
        row.state = (RowState.REVISED if row.number else RowState.STARTED).value
        row.article_id, row.number = version.article_id, version.article.number
    row.save()
    return row.state != RowState.REFUSED


def _rows(body: bytes, name: str) -> Sequence[Row | BadRow]:
    try:
        rows = _by_kind(body)
    except (CalamineError, NoDocument, OSError, ValueError) as error:
        why = ("既不是 xlsx 工作簿，也不是 docx 文档。", "it is neither a workbook nor a document.")
        raise _unusable(name, *why) from error
    if not rows:
        raise _unusable(name, "没有找到任何知识。", "no article was found in it.")
    return rows


def _by_kind(body: bytes) -> Sequence[Row | BadRow]:
    if b"word/document.xml" in body:
        return read_document(body)
    lines = CalamineWorkbook.from_filelike(io.BytesIO(body)).get_sheet_by_index(0).to_python()
    return list(read_rows(lines[0], lines[1:])) if lines else []


def _kept(brought: ArticleImport, row: Row | BadRow, *, by: Actor) -> ArticleImportRow:
    if isinstance(row, BadRow):
        named = ArticleImportRow(taken_from=brought, line=row.line, question=row.question[:200])
        return _refused(named, row)
    kept = ArticleImportRow(
        taken_from=brought,
        line=row.line,
        state=RowState.READY.value,
        number=row.number[:20],
        owner=row.owner[:100],
        question=row.content.question[:200],
        cells={name: text for name, text in cells_of(row.content).items() if text},
    )
    try:
        _check(row, by=by)
    except Refusal as refusal:
        told = BadRow(row.line, refusal.field or "", refusal.message("zh"), refusal.message("en"))
        return _refused(kept, told)
    return kept


def _refused(kept: ArticleImportRow, bad: BadRow) -> ArticleImportRow:
    kept.state, kept.field = RowState.REFUSED.value, bad.field[:40]
    kept.zh, kept.en = bad.zh[:300], bad.en[:300]
    return kept


def _check(row: Row, *, by: Actor) -> None:
    """What can be said of a row before it is taken."""
    check_content(row.content)
    if row.number:
        if not ArticleVersion.objects.filter(article__number=row.number).exists():
            raise NotFound(what=f"知识 {row.number}")
        return
    owner = _owner(row.owner, by=by)
    same = ArticleVersion.objects.filter(
        article__owner_id=owner, question=row.content.question, state__in=_THERE
    ).first()
    if same is not None:
        raise SameQuestion(field="question", number=same.article.number)


def _take(row: Row, *, by: Actor, at: datetime | None) -> ArticleVersion:
    _check(row, by=by)
    if row.number:
        edited = ArticleVersion.objects.filter(article__number=row.number, state=ArticleState.DRAFT.value)
        change = edit_article if edited.exists() else revise_article
        return change(row.number, row.content, by=by, at=at)
    return start_article(row.content, owner_id=_owner(row.owner, by=by), by=by, at=at)


def _owner(name: str, *, by: Actor) -> int:
    """The unit that a row names; the person's own where it names none."""
    if not name and len(by.unit_ids) == 1:
        return next(iter(by.unit_ids))
    units = organisations.units_named(name)
    if len(units) != 1:
        text = f"没有或不止一个单位叫“{name}”。"
        why_en = f"there is not exactly one unit “{name}”."
        raise UnusableTable(field=OWNER, file=name, why_zh=text, why_en=why_en)
    return units[0].pk


def _unusable(name: str, why_zh: str, why_en: str) -> UnusableTable:
    return UnusableTable(field="file", file=name, why_zh=why_zh, why_en=why_en)
