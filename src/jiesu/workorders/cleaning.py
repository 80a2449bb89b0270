"""Making what people told fit to be kept: pure checks that name the field at fault."""

import math
import re
import unicodedata
from dataclasses import fields, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeVar

from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.core.errors import InvalidInput
from jiesu.workorders.errors import Missing
from jiesu.workorders.registration import CONTENT_LENGTH, CitizenDetails, Registration

TEXT_LENGTH = 20_000
"""The most characters of a reason, a note, an answer."""

_UNFIT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]")
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029]")
_PHONE_NOISE = re.compile(r"[\s\-‐-―()./]")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#)", re.IGNORECASE)
_COUNTRY = re.compile(r"(?:\+|00)86|86(?=1\d{10}$)")
_PHONE = re.compile(r"\d{3,20}(?:-\d{1,6})?")
_NUMBER = re.compile(r"[0-9]{1,24}")
_LIMITS = {
    "content": CONTENT_LENGTH, "address": 300, "area_code": 12, "cell_code": 15, "topic_code": 12,
}  # fmt: skip
_PERSON_LIMITS = {"name": 60, "phone": 30, "gender": 1, "identity": 30, "email": 120, "address": 200}
_CHOICES: dict[str, type[StrEnum]] = {"nature": Nature, "urgency": Urgency, "channel": Channel}
_LABELS = {
    "title": "标题", "content": "诉求内容", "address": "地址", "area_code": "区划", "cell_code": "网格",
    "topic_code": "事项分类", "nature": "诉求类型", "urgency": "紧急程度", "channel": "受理渠道",
    "lon": "经度", "lat": "纬度", "occurred_at": "事发时间", "is_confidential": "保密", "is_public": "可公开",
    "name": "姓名", "phone": "电话", "gender": "性别", "identity": "身份证号", "email": "邮箱",
}  # fmt: skip

D = TypeVar("D", Registration, CitizenDetails)


def clean_registration(registration: Registration) -> Registration:
    """The registration without control characters and outer blanks, every field of its kind and length.

    A confidential appeal is never public. A long title is cut: what it says stands in the content anyway.

    Raises:
        Missing: there is no content.
        InvalidInput: a field is too long, of the wrong kind, or a coordinate is not on the globe.
    """
    cleaned = _cleaned(registration, _LIMITS, {"title"})
    choices: dict[str, Any] = {name: _choice(name, getattr(cleaned, name)) for name in _CHOICES}
    cleaned = replace(cleaned, **choices)
    if not cleaned.content:
        raise Missing(field="content", what=_LABELS["content"])
    _check_facts(cleaned)
    return replace(
        cleaned,
        citizen=clean_person(cleaned.citizen),
        is_public=cleaned.is_public and not cleaned.is_confidential,
    )


def clean_person(person: CitizenDetails | None) -> CitizenDetails | None:
    """The person's details, cleaned; None when nothing is left.

    Raises:
        InvalidInput: a field is too long, or the phone is no number.
    """
    if person is None:
        return None
    cleaned = _cleaned(person, _PERSON_LIMITS, set())
    cleaned = replace(cleaned, phone=clean_phone(cleaned.phone))
    told = any(getattr(cleaned, field.name) for field in fields(cleaned))
    return cleaned if told else None


def clean_phone(text: str) -> str:
    """Digits of a telephone number, without blanks, brackets and the country code; an extension after ``-``.

    Raises:
        InvalidInput: there is no number in it.
    """
    bare = _EXTENSION.sub("~", unicodedata.normalize("NFKC", text))
    bare = _PHONE_NOISE.sub("", bare).replace("~", "-")
    bare = _COUNTRY.sub("", bare, count=1) if _COUNTRY.match(bare) else bare
    bare = bare.removeprefix("+")
    if not bare:
        return ""
    if _PHONE.fullmatch(bare) is None:
        raise _invalid("phone", "电话号码应为 3 至 20 位数字。", "A phone number has 3 to 20 digits.")
    return bare


def main_number(phone: str) -> str:
    """A cleaned phone number without its extension."""
    return phone.partition("-")[0]


def clean_text(
    value: str, field: str, label: str, *, required: bool = False, limit: int = TEXT_LENGTH
) -> str:
    """A text told with a verb, without control characters and outer blanks.

    Args:
        value: what was told.
        field: name of the field for machines.
        label: its name for people.
        required: whether an empty one is refused.
        limit: the most characters.

    Raises:
        Missing: it is empty and must not be.
        InvalidInput: it is too long, or no text.
    """
    cleaned = _fit(value, field, label, limit=limit)
    if required and not cleaned:
        raise Missing(field=field, what=label)
    return cleaned


def is_number(text: str) -> bool:
    """Whether this could be the number of an order: nothing else need be asked of the database."""
    return isinstance(text, str) and _NUMBER.fullmatch(text) is not None


def _cleaned(told: D, limits: dict[str, int], cut: set[str]) -> D:
    """All plain texts made fit; those named in ``cut`` may be of any length that is not absurd."""
    texts: dict[str, Any] = {
        name: _fit(getattr(told, name), name, _LABELS[name], limit=limits.get(name, CONTENT_LENGTH))
        for name in (*limits, *cut)
    }
    return replace(told, **texts)


def _fit(value: object, field: str, label: str, *, limit: int) -> str:
    if not isinstance(value, str):
        raise _invalid(field, f"“{label}”应为文字。", f"“{field}” must be text.")
    if len(value) > 4 * limit:  # not worth looking at: a file pasted into a field
        raise _too_long(field, label, limit=limit, length=len(value))
    cleaned = _UNFIT.sub("", _LINE_ENDS.sub("\n", value)).strip()
    if len(cleaned) > limit:
        raise _too_long(field, label, limit=limit, length=len(cleaned))
    return cleaned


def _choice(name: str, value: object) -> StrEnum:
    try:
        return _CHOICES[name](str(value))
    except ValueError:
        label = _LABELS[name]
        raise _invalid(name, f"“{label}”没有这个选项。", f"“{name}” has no such choice.") from None


def _check_facts(registration: Registration) -> None:
    for name, limit in (("lon", 180.0), ("lat", 90.0)):
        value = getattr(registration, name)
        if value is not None and not (_is_real(value) and abs(value) <= limit):
            raise _invalid(name, "坐标不在地球上。", "The coordinate is not on the globe.")
    for name in ("is_confidential", "is_public"):
        if not isinstance(getattr(registration, name), bool):
            raise _invalid(name, f"“{_LABELS[name]}”应为是或否。", f"“{name}” is yes or no.")
    moment = registration.occurred_at
    if moment is not None and not (isinstance(moment, datetime) and moment.tzinfo is not None):
        raise _invalid(
            "occurred_at", "事发时间应为带时区的时间。", "“occurred_at” is a moment with its time zone."
        )


def _is_real(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _too_long(field: str, label: str, *, limit: int, length: int) -> InvalidInput:
    return _invalid(
        field,
        f"“{label}”最多 {limit} 字，现有 {length} 字。",
        f"“{field}” is limited to {limit} characters; there are {length}.",
    )


def _invalid(field: str, zh: str, en: str) -> InvalidInput:
    return InvalidInput(field=field, reason_zh=zh, reason_en=en)
