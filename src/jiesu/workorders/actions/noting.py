"""Notes and files on an order."""

import hashlib
import uuid
from datetime import datetime
from typing import Any, BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from jiesu.core import audit
from jiesu.core.errors import NotFound
from jiesu.core.filetypes import TAKEN_TYPES, kind_of, safe_name
from jiesu.organisations.actors import Actor
from jiesu.workorders import choosing
from jiesu.workorders.actions.moves import begin, told
from jiesu.workorders.cleaning import is_number
from jiesu.workorders.errors import BadAttachment, NotForCitizens
from jiesu.workorders.models import Assignment, Attachment, WorkOrder
from jiesu.workorders.states import Verb, Visibility

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 50


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
    """备注: a line in the timeline, for the centre alone, for the units too, or for the citizen.

    Raises:
        NotForCitizens: a unit writes for others than those who handle the order.
    """
    move = begin(number, Verb.ANNOTATE, by=by, at=at, version=version)
    _check_visibility(visibility, by=by)
    note = told(note, "note", "备注")
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
        NotForCitizens: a unit gives it to others than those who handle the order.
    """
    move = begin(number, Verb.ATTACH, by=by, at=at)
    _check_visibility(visibility, by=by)
    body = file.read(MAX_BYTES + 1)
    kind = _checked_kind(body)
    if Attachment.objects.filter(order=move.order).count() >= MAX_FILES:
        raise _bad(f"每件工单最多 {MAX_FILES} 个附件。", f"an order has at most {MAX_FILES} files.")
    key = default_storage.save(f"{move.at:%Y/%m/%d}/{uuid.uuid4().hex}.{kind}", ContentFile(body))
    attachment = Attachment.objects.create(
        order=move.order,
        key=key,
        name=safe_name(name, kind),
        content_type=TAKEN_TYPES[kind],
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
def open_attachment(number: str, attachment_id: int, *, by: Actor) -> tuple[Attachment, "File[Any]"]:
    """The file's row and its content, for somebody who may see it; a recorded action if it is confidential.

    Raises:
        NotFound: no such order or file for this person, or the file is gone from the storage.
    """
    order = WorkOrder.objects.filter(number=number).first() if is_number(number) else None
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


def _checked_kind(body: bytes) -> str:
    if not body:
        raise _bad("文件是空的。", "it is empty.")
    if len(body) > MAX_BYTES:
        raise _bad("文件超过 20 MB。", "it is larger than 20 MiB.")
    kind = kind_of(body)
    if kind is None:
        raise _bad("内容不是可接收的文件类型。", "its content is of no kind that is taken.")
    return kind


def _check_visibility(visibility: Visibility, *, by: Actor) -> None:
    if visibility is not Visibility.UNIT and not (by.is_centre or by.is_system):
        raise NotForCitizens


def _bad(why_zh: str, why_en: str) -> BadAttachment:
    return BadAttachment(field="file", why_zh=why_zh, why_en=why_en)
