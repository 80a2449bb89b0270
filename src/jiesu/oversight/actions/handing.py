"""Handing an order to discipline inspection, with its complete file."""

import hashlib
import uuid
from collections.abc import Iterator
from datetime import datetime
from typing import IO, TYPE_CHECKING, Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS, Channel, Nature, Urgency
from jiesu.core import audit, clock, events
from jiesu.core.errors import NotFound, Refusal
from jiesu.organisations.actors import Actor
from jiesu.oversight.events import HandedToInspection
from jiesu.oversight.models import Handover
from jiesu.oversight.papers import Enclosure, Paper, Section, printed
from jiesu.oversight.selectors.supervision import Beside, beside_order
from jiesu.workorders import records, selectors
from jiesu.workorders.actions import open_attachment
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.states import (
    APPLICATION_LABELS,
    SHARE_LABELS,
    STATE_LABELS,
    VERB_LABELS,
    ApplicationKind,
    OrderState,
    Share,
    Verb,
)

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


@transaction.atomic
def hand_to_inspection(
    number: str, *, recipient: str, reason: str, by: Actor, at: datetime | None = None
) -> Handover:
    """移送纪检监察: print the complete file, keep it, and write it down in the audit log.

    The file holds the appeal, units and replies, the whole timeline, callbacks, applications, the record of
    supervision and every attachment. The citizen stays masked.

    Raises:
        NotFound: no such order for this person.
        NotAllowed: the person may not hand over.
        Missing: no recipient or no reason.
    """
    require(by, Permission.HAND_TO_INSPECTION)
    at = at or clock.now()
    order = selectors.get_order(number, for_user=by)
    recipient = clean_text(recipient, "recipient", "接收机关", required=True, limit=100)
    reason = clean_text(reason, "reason", "移送事由", required=True)
    body = printed(_paper(order, recipient, reason, by, at))
    key = default_storage.save(f"{at:%Y/%m/%d}/{uuid.uuid4().hex}.pdf", ContentFile(body))
    row = Handover.objects.create(
        order=order,
        unit_id=order.lead_unit_id,
        recipient=recipient,
        reason=reason,
        handed_at=at,
        handed_by_id=by.user_id,
        handed_by_name=by.name,
        key=key,
        size=len(body),
        sha256=hashlib.sha256(body).hexdigest(),
    )
    audit.record(
        "hand_to_inspection",
        subject=number,
        by=by,
        reason=reason,
        recipient=recipient,
        sha256=row.sha256,
    )
    events.publish(
        HandedToInspection(
            subject=number, occurred_at=at, order_id=order.pk, handover_id=row.pk, unit_id=row.unit_id
        )
    )
    return row


@transaction.atomic
def open_handover(handover_id: int, *, by: Actor) -> tuple[Handover, "File[Any] | IO[bytes]"]:
    """The file that was handed over, for who may hand over; a recorded action.

    Raises:
        NotFound: there is none, or its file is gone from the storage.
        NotAllowed: the person may not hand over.
    """
    require(by, Permission.HAND_TO_INSPECTION)
    row = Handover.objects.select_related("order").filter(pk=handover_id).first()
    if row is None or not default_storage.exists(row.key):
        raise NotFound(what="案卷 file")
    selectors.get_order(row.order.number, for_user=by)
    audit.record("open_handover", subject=row.order.number, by=by, sha256=row.sha256)
    return row, default_storage.open(row.key)


def _paper(order: "WorkOrder", recipient: str, reason: str, by: Actor, at: datetime) -> Paper:  # noqa: PLR0917
    beside = beside_order(order, for_user=by)
    enclosures = list(_enclosures(order, by))
    listed = [f"{place}. {one.name}　SHA-256 {one.sha256}" for place, one in enumerate(enclosures, 1)]
    return Paper(
        title="移送纪检监察案卷",
        number=f"工单 {order.number}",
        foot=f"工单 {order.number} · {by.name} · {_moment(at)} 生成",
        sections=(
            Section("移送", facts=(("接收机关", recipient), ("移送事由", reason), ("移送人", by.name))),
            Section("诉求", facts=tuple(_appeal(order, by))),
            Section("承办单位", lines=_shares(order)),
            Section("单位反馈", lines=_replies(order)),
            Section("回访", lines=_callbacks(order)),
            Section("申请与决定", lines=_applications(order)),
            Section("督办记录", lines=_supervision(beside)),
            Section("办理经过", lines=_timeline(order, by)),
            Section("附件", lines=listed or ["无"]),
        ),
        enclosures=enclosures,
    )


def _appeal(order: "WorkOrder", by: Actor) -> Iterator[tuple[str, str]]:
    citizen = selectors.citizen_of(order, for_user=by)
    yield "标题", order.title
    yield "内容", order.content
    yield (
        "类型",
        " · ".join(
            (
                NATURE_LABELS[Nature(order.nature)],
                URGENCY_LABELS[Urgency(order.urgency)],
                CHANNEL_LABELS[Channel(order.channel)],
            )
        ),
    )
    yield "地址", order.address or "—"
    yield "诉求人", f"{citizen.masked_name} {citizen.masked_phone}" if citizen else "匿名或保密"
    yield "登记", _moment(order.registered_at)
    yield "状态", STATE_LABELS[OrderState(order.state)]
    yield "重办、退单", f"重办 {order.rework_count} 次，退单 {order.return_count} 次"


def _shares(order: "WorkOrder") -> list[str]:
    return [
        f"{SHARE_LABELS[Share(share.kind)]} {share.unit}（{share.get_state_display()}），"
        f"交办 {_moment(share.assigned_at)}，"
        + (f"签收 {_moment(share.signed_at)}" if share.signed_at else "未签收")
        for share in selectors.shares_of(order, current=False)
    ] or ["未派单"]


def _replies(order: "WorkOrder") -> list[str]:
    return [
        f"{reply.assignment.unit} {reply.created_by_name} {_moment(reply.created_at)}：{reply.handling}\n"
        f"公开答复：{reply.public_answer or '—'}"
        for reply in records.replies_of(order)
    ] or ["无"]


def _callbacks(order: "WorkOrder") -> list[str]:
    return [
        f"{_moment(call.at)} {call.by_name}：{'接通' if call.reached else '未接通'} "
        f"{call.get_satisfaction_display() or ''} {call.get_resolution_display() or ''} {call.reason}"
        for call in records.callbacks_of(order)
    ] or ["无"]


def _applications(order: "WorkOrder") -> list[str]:
    return [
        f"{_moment(row.asked_at)} {row.asked_by_name} "
        f"申请{APPLICATION_LABELS[ApplicationKind(row.kind)]}：{row.reason}"
        + (f"；{row.decided_by_name} 决定：{row.decision or '同意'}" if row.decided_at else "")
        for row in selectors.applications_of(order)
    ] or ["无"]


def _supervision(beside: Beside) -> list[str]:
    issued = [
        f"{row.number} {row.get_colour_display()}（{row.get_level_display()}）{row.unit}：{row.reason}；签发 "
        f"{_moment(row.issued_at)} {row.issued_by_name}，反馈期限 {_moment(row.feedback_due)}，"
        f"{row.get_state_display()}；反馈：{row.answer or '—'}"
        for row in beside.supervisions
    ]
    steps = [
        f"{_moment(step.taken_at)} 提至{step.get_level_display()}：{step.why}（{'、'.join(step.acts)}）"
        for step in beside.steps
    ]
    entries = [
        f"{_moment(row.entered_at)} 列入{row.get_ledger_display()}台账：{row.reason}"
        for row in beside.entries
    ]
    return [*issued, *steps, *entries] or ["无"]


def _timeline(order: "WorkOrder", by: Actor) -> list[str]:
    return [
        f"{line.seq}. {_moment(line.at)} {line.actor_name} {VERB_LABELS[Verb(line.verb)]} {line.note}"
        for line in selectors.timeline_of(order, for_user=by)
    ]


def _enclosures(order: "WorkOrder", by: Actor) -> Iterator[Enclosure]:
    for row in selectors.attachments_of(order, for_user=by):
        try:
            _, file = open_attachment(order.number, row.pk, by=by)
        except Refusal:  # gone from the storage: its digest is told all the same
            yield Enclosure(f"{row.name}（文件缺失）", "", b"", row.sha256)
            continue
        with file:
            yield Enclosure(row.name, row.content_type, file.read(), row.sha256)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}"
