"""Notes and files on an order."""

import hashlib
import uuid
from datetime import datetime
from pathlib import PurePath
from typing import BinaryIO

import puremagic
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from jiesu.core import audit
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.workorders import choosing
from jiesu.workorders.actions.moves import begin, need
from jiesu.workorders.errors import BadAttachment
from jiesu.workorders.models import Assignment, Attachment, WorkOrder
from jiesu.workorders.states import Verb, Visibility

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 50
TAKEN_TYPES: dict[str, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "txt": "text/plain",
}
"""Kinds of files that are taken, by what their content says; the sender's name for them is not believed."""

_SAME_KIND = {"jpeg": "jpg", "jfif": "jpg", "m4v": "mp4"}
_OFFICE = {"docx", "xlsx", "zip"}


@transaction.atomic
def annotate_order(
    number: str,
    *,
    note: str,
    by: Actor,
    visibility: Visibility = Visibility.UNIT,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """备注: a line in the timeline, for the centre alone, for the units too, or for the citizen."""
    move = begin(number, Verb.ANNOTATE, by=by, at=at, version=version)
    need(note, "note", "备注")
    return move.complete(note=note, visibility=visibility)


@transaction.atomic
def attach_file(
    number: str,
    *,
    name: str,
    file: BinaryIO,
    by: Actor,
    visibility: Visibility = Visibility.UNIT,
    at: datetime | None = None,
) -> Attachment:
    """上传附件: kept outside the web root under a name of ours, with the type that its content shows.

    A file whose transaction rolls back stays in the storage without a row; ``jiesu doctor`` counts those.

    Raises:
        BadAttachment: empty, larger than 20 MiB, one too many, or of a kind that is not taken.
    """
    move = begin(number, Verb.ATTACH, by=by, at=at)
    body = file.read(MAX_BYTES + 1)
    extension = _kind_of(body, name)
    if Attachment.objects.filter(order=move.order).count() >= MAX_FILES:
        raise _bad(f"每件工单最多 {MAX_FILES} 个附件。", f"an order has at most {MAX_FILES} files.")
    key = default_storage.save(f"{move.at:%Y/%m/%d}/{uuid.uuid4().hex}.{extension}", ContentFile(body))
    attachment = Attachment.objects.create(
        order=move.order,
        key=key,
        name=_clean_name(name, extension),
        content_type=TAKEN_TYPES[extension],
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
        visibility=visibility.value,
        uploaded_at=move.at,
        uploaded_by_id=by.user_id,
        uploaded_by_name=by.name,
    )
    move.data["attachment"] = attachment.pk
    move.complete(note=attachment.name, visibility=visibility)
    return attachment


@transaction.atomic
def open_attachment(number: str, attachment_id: int, *, by: Actor) -> tuple[Attachment, BinaryIO]:
    """The file's row and its content, for somebody who may see it; of a confidential order, a recorded action.

    Raises:
        NotFound: no such order or file for this person, or the file is gone from the storage.
    """
    order = WorkOrder.objects.filter(number=number).first()
    if order is None:
        raise NotFound(what="工单 order")
    choosing.check_sight(order, Assignment.objects.filter(order=order), by=by)
    row = Attachment.objects.filter(order=order, pk=attachment_id).first()
    hidden = row is None or (row.visibility == Visibility.INTERNAL and not (by.is_centre or by.is_system))
    if row is None or hidden or not default_storage.exists(row.key):
        raise NotFound(what="附件 attachment")
    if order.is_confidential:
        audit.record("open_attachment", subject=number, by=by, attachment=row.pk, name=row.name)
    return row, default_storage.open(row.key)


def _kind_of(body: bytes, name: str) -> str:
    if not body:
        raise _bad("文件是空的。", "it is empty.")
    if len(body) > MAX_BYTES:
        raise _bad("文件超过 20 MB。", "it is larger than 20 MiB.")
    claimed = PurePath(name).suffix.lower().lstrip(".")
    found = {_SAME_KIND.get(kind, kind) for kind in _sniff(body)}
    claimed = _SAME_KIND.get(claimed, claimed)
    if claimed in found & set(TAKEN_TYPES):
        return claimed
    taken = sorted(found & set(TAKEN_TYPES) - _OFFICE) or sorted(found & _OFFICE)
    if taken:
        return taken[0]
    if claimed == "txt" and _is_text(body):
        return "txt"
    raise _bad(f"不支持这种文件（{claimed or '未知'}）。", f"files of this kind ({claimed or 'unknown'}) are not taken.")


def _sniff(body: bytes) -> set[str]:
    try:
        return {match.extension.lstrip(".") for match in puremagic.magic_string(body)}
    except puremagic.PureError:
        return set()


def _is_text(body: bytes) -> bool:
    try:
        return "\x00" not in body.decode("utf-8")
    except UnicodeDecodeError:
        return False


def _clean_name(name: str, extension: str) -> str:
    stem = "".join(ch for ch in PurePath(name.replace("\\", "/")).stem if ch.isprintable())
    return f"{stem[:150] or 'file'}.{extension}"


def _bad(why_zh: str, why_en: str) -> BadAttachment:
    return BadAttachment(field="file", why_zh=why_zh, why_en=why_en)
