"""Files of an article: added to and taken from what is being written, given to those who may have them."""

import hashlib
import uuid
from datetime import datetime
from typing import IO, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from jiesu.core.errors import NotFound
from jiesu.core.filetypes import TAKEN_TYPES, kind_of, safe_name
from jiesu.knowledge.actions.steps import begin
from jiesu.knowledge.errors import BadArticleFile
from jiesu.knowledge.models import ArticleFile, ArticleVersion
from jiesu.knowledge.selectors.reading import visible_versions
from jiesu.knowledge.states import ArticleVerb
from jiesu.organisations.actors import Actor

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 20


@transaction.atomic
def attach_to_article(
    number: str,
    *,
    name: str,
    file: IO[bytes],
    by: Actor,
    is_public: bool = False,
    at: datetime | None = None,
) -> ArticleFile:
    """上传知识附件: a file of the version that is being written; the same file again changes who may have it.

    Raises:
        WrongArticleState, NotAllowed, NotYourArticle: the person may not edit what is being written.
        BadArticleFile: empty, larger than 20 MiB, one too many, or of a kind that is not taken.
    """
    step = begin(number, ArticleVerb.EDIT, by=by, at=at)
    body = file.read(MAX_BYTES + 1)
    kind, digest = _checked_kind(body), hashlib.sha256(body).hexdigest()
    files = ArticleFile.objects.filter(version=step.version)
    row = files.filter(sha256=digest).first()
    if row is None:
        if files.count() >= MAX_FILES:
            raise _bad(f"每条知识最多 {MAX_FILES} 个附件。", f"an article has at most {MAX_FILES} files.")
        key = default_storage.save(f"knowledge/{step.at:%Y/%m}/{uuid.uuid4().hex}.{kind}", ContentFile(body))
        row = ArticleFile(version=step.version, key=key, content_type=TAKEN_TYPES[kind], sha256=digest)
    row.name, row.size, row.is_public = safe_name(name, kind), len(body), is_public
    row.uploaded_at, row.uploaded_by_id, row.uploaded_by_name = step.at, by.user_id, by.name[:100]
    row.save()
    step.complete(note=row.name)
    return row


@transaction.atomic
def detach_from_article(number: str, *, file_id: int, by: Actor, at: datetime | None = None) -> None:
    """移除知识附件: from the version that is being written; what earlier versions show stays.

    Raises:
        NotFound: what is being written has no such file.
    """
    step = begin(number, ArticleVerb.EDIT, by=by, at=at)
    row = ArticleFile.objects.filter(version=step.version, pk=file_id).first()
    if row is None:
        raise NotFound(what="附件 attachment")
    row.delete()
    if not ArticleFile.objects.filter(key=row.key).exists():
        transaction.on_commit(lambda: default_storage.delete(row.key))
    step.complete(note=row.name)


def take_over_files(last: ArticleVersion, new: ArticleVersion) -> None:
    """A new version begins with the files of the one before; part of a larger action."""
    rows = ArticleFile.objects.filter(version=last).order_by("pk")
    for row in rows:
        row.pk, row.version = None, new
    ArticleFile.objects.bulk_create(rows)


def open_article_file(number: str, file_id: int, *, by: Actor | None) -> tuple[ArticleFile, "File[Any]"]:
    """A file and its content: for staff who may read its version, for citizens (None) when it is public.

    Raises:
        NotFound: there is none that this person may have, or it is gone from the storage.
    """
    rows = ArticleFile.objects.filter(pk=file_id, version__article__number=number)
    if by is None:
        rows = rows.filter(is_public=True, version__in=ArticleVersion.objects.live())
    else:
        rows = rows.filter(version__in=visible_versions(for_user=by))
    row = rows.first() if number.isprintable() else None
    if row is None or not default_storage.exists(row.key):
        raise NotFound(what="附件 attachment")
    return row, default_storage.open(row.key)


def _checked_kind(body: bytes) -> str:
    if not body:
        raise _bad("文件是空的。", "it is empty.")
    if len(body) > MAX_BYTES:
        raise _bad("文件超过 20 MB。", "it is larger than 20 MiB.")
    kind = kind_of(body)
    if kind is None:
        raise _bad("内容不是可接收的文件类型。", "its content is of no kind that is taken.")
    return kind


def _bad(why_zh: str, why_en: str) -> BadArticleFile:
    return BadArticleFile(field="file", why_zh=why_zh, why_en=why_en)
