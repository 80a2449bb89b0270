"""Checks in the field: ordered, done with photos from the place, withdrawn; the order is told the result."""

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock, events
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.filetypes import TAKEN_TYPES, kind_of
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.oversight import field_rules as rules
from jiesu.oversight.errors import CheckedByItself, CheckGoingOn, CheckNotOpen
from jiesu.oversight.events import FalseCompletionFound, FieldCheckMade, FieldCheckOrdered
from jiesu.oversight.field_states import FIELD_VERDICT_LABELS, FieldState, FieldVerdict
from jiesu.oversight.models import FieldCheck, FieldPhoto
from jiesu.oversight.photo_notes import notes_of
from jiesu.oversight.selectors.field_checks import claims_done
from jiesu.workorders.actions import annotate_order
from jiesu.workorders.selectors import get_order, shares_of

FARTHEST = timedelta(days=30)
"""So far ahead the end of a check may lie (ours)."""

EARLIEST = timedelta(days=7)
"""A visit so long ago can still be handed in, from a telephone that had no network (ours)."""


@dataclass(frozen=True, kw_only=True)
class FieldResult:
    """What a checker tells.

    Attributes:
        verdict, note: what was found, and in words.
        seen_at: when they were there; now when not told.
        lon, lat, accuracy: where, in degrees, and how many metres that may be off.
        key: made with the form; a result sent twice is kept once.
    """

    verdict: FieldVerdict
    note: str
    seen_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None
    accuracy: int | None = None
    key: str = ""


@transaction.atomic
def order_field_check(
    number: str,
    *,
    task: str,
    unit_id: int,
    due_at: datetime,
    by: Actor,
    checker_id: int | None = None,
    at: datetime | None = None,
) -> FieldCheck:
    """派发现场核查: a person, or anybody of a unit, is to look at the order's place.

    Raises:
        NotAllowed, NotFound: the person orders no checks, or may not know of the order.
        CheckedByItself: the unit handles the order.
        CheckGoingOn: one is going on already.
        InvalidInput: no words, a moment that is over, or a person who makes no checks at that unit.
    """
    require(by, Permission.ORDER_FIELD_CHECK)
    at = at or clock.now()
    order = get_order(number, for_user=by)
    task = task.strip()
    if not task or len(task) > 500:
        raise _wrong("task", "请写明要核查什么（500 字以内）。", "Say what is to be looked at.")
    if not at < due_at <= at + FARTHEST:
        raise _wrong("due_at", "期限须在今后 30 天内。", "It is to be done within the next 30 days.")
    unit = organisations.unit_by_id(unit_id)
    if any(share.unit_id == unit_id for share in shares_of(order)):
        raise CheckedByItself(field="who", unit=str(unit))
    if FieldCheck.objects.filter(order=order, state=FieldState.ORDERED.value).exists():
        raise CheckGoingOn
    check = FieldCheck.objects.create(
        order=order,
        state=FieldState.ORDERED.value,
        task=task,
        title="" if order.is_confidential else order.title,
        address=order.address,
        lon=order.lon,
        lat=order.lat,
        unit=unit,
        checker_id=checker_id,
        checker_name=_checker_name(unit_id, checker_id),
        ordered_at=at,
        ordered_by_id=by.user_id,
        ordered_by_name=by.name,
        due_at=due_at,
    )
    _publish(
        FieldCheckOrdered,
        check,
        at=at,
        unit_id=unit_id,
        checker_id=checker_id,
        due_at=due_at,
    )
    return check


@transaction.atomic
def make_field_check(
    check_id: int,
    *,
    result: FieldResult,
    photos: Sequence[bytes],
    by: Actor,
    at: datetime | None = None,
) -> FieldCheck:
    """现场核查: what was found, with photos; their own notes are read and compared with what is claimed.

    A result that is sent twice is kept once. The order's timeline tells it; 虚假办结 is announced.

    Raises:
        NotFound, NotAllowed: it is not this person's to do.
        CheckNotOpen: it was done or withdrawn.
        InvalidInput: a verdict that does not fit, no words, no photo, or one that is none.
    """
    require(by, Permission.CHECK_IN_FIELD)
    at = at or clock.now()
    check = _locked(check_id, by=by)
    if check.state == FieldState.DONE and result.key and check.key == result.key:
        return check
    if check.state != FieldState.ORDERED:
        raise CheckNotOpen(state=check.get_state_display())
    if not _is_theirs(check, by):
        raise NotAllowed(permission="现场核查")
    _check_result(check, result, photos, at=at)
    kinds = [_checked_kind(body) for body in photos]
    seen_at = result.seen_at or at
    claimed, ordered = rules.place_of(result.lon, result.lat), rules.place_of(check.lon, check.lat)
    for name, value in {
        "state": FieldState.DONE.value,
        "verdict": result.verdict.value,
        "note": result.note.strip(),
        "seen_at": seen_at,
        "found_lon": result.lon,
        "found_lat": result.lat,
        "accuracy": result.accuracy,
        "distance": rules.distance(claimed, ordered),
        "key": result.key,
        "ended_at": at,
        "ended_by_id": by.user_id,
        "ended_by_name": by.name,
    }.items():
        setattr(check, name, value)
    check.save()
    for body, kind in zip(photos, kinds, strict=True):
        _keep(check, body, kind, at=at)
    _tell(check, by=by, at=at)
    return check


@transaction.atomic
def withdraw_field_check(check_id: int, *, reason: str, by: Actor, at: datetime | None = None) -> FieldCheck:
    """撤回现场核查.

    Raises:
        NotFound, NotAllowed: not for this person.
        CheckNotOpen: it was done or withdrawn already.
        InvalidInput: no reason.
    """
    require(by, Permission.ORDER_FIELD_CHECK)
    check = _locked(check_id, by=by)
    if check.state != FieldState.ORDERED:
        raise CheckNotOpen(state=check.get_state_display())
    if not reason.strip():
        raise _wrong("reason", "请写明撤回原因。", "Say why.")
    check.state, check.ending = FieldState.WITHDRAWN.value, reason.strip()[:200]
    check.ended_at, check.ended_by_id, check.ended_by_name = at or clock.now(), by.user_id, by.name
    check.save(update_fields=["state", "ending", "ended_at", "ended_by_id", "ended_by_name"])
    return check


def open_field_photo(check_id: int, photo_id: int, *, by: Actor) -> "tuple[FieldPhoto, File[Any]]":
    """A photo and its content, for who may see the check or its order; recorded if it is confidential.

    Raises:
        NotFound: there is none for this person, or it is gone from the storage.
    """
    photo = FieldPhoto.objects.select_related("check_made__order").filter(pk=photo_id).first()
    if photo is None or photo.check_made_id != check_id or not default_storage.exists(photo.key):
        raise NotFound(what="照片 photo")
    order = photo.check_made.order
    if not FieldCheck.objects.visible_to(by).filter(pk=check_id).exists():
        get_order(order.number, for_user=by)
    if order.is_confidential:
        audit.record("open_field_photo", subject=order.number, by=by, photo=photo.pk)
    return photo, default_storage.open(photo.key)


def _locked(check_id: int, *, by: Actor) -> FieldCheck:
    rows = FieldCheck.objects.visible_to(by).select_related("order").select_for_update(of=("self",))
    check = rows.filter(pk=check_id).first()
    if check is None:
        raise NotFound(what="现场核查 check")
    return check


def _is_theirs(check: FieldCheck, by: Actor) -> bool:
    if check.checker_id is not None:
        return check.checker_id == by.user_id
    return check.unit_id in by.unit_ids


def _checker_name(unit_id: int, checker_id: int | None) -> str:
    if checker_id is None:
        return ""
    people = organisations.holders_at(unit_id, Permission.CHECK_IN_FIELD)
    found = next((user for user in people if user.pk == checker_id), None)
    if found is None:
        raise _wrong("who", "此人不是该单位的核查人员。", "This person makes no checks at that unit.")
    return found.name


def _check_result(check: FieldCheck, result: FieldResult, photos: Sequence[bytes], *, at: datetime) -> None:
    if result.verdict not in rules.verdicts_for(claimed_done=claims_done(check.order)):
        raise _wrong(
            "verdict", "这个结论与单位的反馈不符，请重新选择。", "This verdict does not fit; choose again."
        )
    if not result.note.strip():
        raise _wrong("note", "请写明现场情况。", "Say what you saw.")
    if result.seen_at is not None and not at - EARLIEST <= result.seen_at <= at + timedelta(minutes=5):
        raise _wrong("seen_at", "到场时间须在最近 7 天内。", "The visit lies within the last 7 days.")
    if not photos and result.verdict is not FieldVerdict.NOT_TO_TELL:
        raise _wrong("photos", "请至少拍一张现场照片。", "At least one photo is needed.")
    if len(photos) > rules.MOST_PHOTOS:
        raise _wrong("photos", f"最多 {rules.MOST_PHOTOS} 张照片。", f"At most {rules.MOST_PHOTOS} photos.")


def _checked_kind(body: bytes) -> str:
    kind = kind_of(body) if 0 < len(body) <= rules.MOST_BYTES else None
    if kind not in rules.PHOTO_KINDS:
        raise _wrong(
            "photos", "有的文件不是照片，或超过 15 MB。", "A file is no photo, or larger than 15 MB."
        )
    return kind


def _keep(check: FieldCheck, body: bytes, kind: str, *, at: datetime) -> FieldPhoto:
    digest, notes = hashlib.sha256(body).hexdigest(), notes_of(body)
    taken = rules.place_of(notes.lon, notes.lat)
    claimed = rules.place_of(check.found_lon, check.found_lat)
    ordered = rules.place_of(check.lon, check.lat)
    findings = rules.findings_of(
        notes,
        seen_at=check.seen_at or at,
        claimed=claimed,
        accuracy=check.accuracy,
        ordered=ordered,
        known=FieldPhoto.objects.filter(sha256=digest).exists(),
    )
    key = default_storage.save(f"field/{at:%Y/%m/%d}/{uuid.uuid4().hex}.{kind}", ContentFile(body))
    return FieldPhoto.objects.create(
        check_made=check,
        key=key,
        content_type=TAKEN_TYPES[kind],
        size=len(body),
        sha256=digest,
        taken_at=notes.taken_at,
        lon=notes.lon,
        lat=notes.lat,
        from_claim=rules.distance(taken, claimed),
        from_order=rules.distance(taken, ordered),
        findings=[finding.value for finding in findings],
    )


def _tell(check: FieldCheck, *, by: Actor, at: datetime) -> None:
    """The order's timeline says what was found, and who hears of it is told."""
    verdict = FieldVerdict(check.verdict)
    note = f"现场核查（{by.name}）：{FIELD_VERDICT_LABELS[verdict]}。{check.note}"
    annotate_order(check.order.number, note=note, by=SYSTEM, at=at)
    _publish(FieldCheckMade, check, at=at, verdict=verdict.value, ordered_by_id=check.ordered_by_id)
    if verdict is FieldVerdict.SAID_DONE:
        _publish(FalseCompletionFound, check, at=at, unit_id=check.order.lead_unit_id, note=check.note)


def _publish(kind: type[events.Event], check: FieldCheck, *, at: datetime, **rest: object) -> None:
    given: dict[str, Any] = {"order_id": check.order_id, "check_id": check.pk, **rest}
    events.publish(kind(subject=check.order.number, occurred_at=at, **given))


def _wrong(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(field=field, reason_zh=zh, reason_en=en)
