"""Making a told appeal fit to be kept: pure checks that name the field at fault."""

import math
import re
from dataclasses import fields, replace
from typing import TypeVar

from jiesu.core.errors import InvalidInput
from jiesu.workorders.errors import Missing
from jiesu.workorders.registration import CONTENT_LENGTH, CitizenDetails, Registration

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_PHONE_NOISE = re.compile(r"[\s\-‐-―()（）+.]")
_PHONE = re.compile(r"(?:86)?(\d{3,20})")
_LIMITS = {"title": 200, "address": 300, "area_code": 12, "cell_code": 15, "topic_code": 12}
_PERSON_LIMITS = {"name": 60, "phone": 20, "gender": 1, "identity": 18, "email": 120, "address": 200}
_LABELS = {
    "title": "标题", "address": "地址", "area_code": "区划", "cell_code": "网格", "topic_code": "事项分类",
    "name": "姓名", "phone": "电话", "gender": "性别", "identity": "身份证号", "email": "邮箱", "content": "诉求内容",
}  # fmt: skip

D = TypeVar("D", Registration, CitizenDetails)


def clean_registration(registration: Registration) -> Registration:
    """The registration without control characters and outer blanks, its lengths and places checked.

    Raises:
        Missing: there is no content.
        InvalidInput: a field is too long, or a coordinate is not on the globe.
    """
    cleaned = _stripped(registration)
    if not cleaned.content:
        raise Missing(field="content", what="诉求内容")
    _check_length("content", cleaned.content, CONTENT_LENGTH)
    for name, limit in _LIMITS.items():
        if name != "title":  # a long title is cut, what it says stands in the content anyway
            _check_length(name, getattr(cleaned, name), limit)
    _check_place(cleaned)
    return replace(cleaned, citizen=_clean_person(cleaned.citizen))


def clean_phone(text: str) -> str:
    """Digits of a telephone number, without blanks, brackets and the country code.

    Raises:
        InvalidInput: there is no number in it.
    """
    bare = _PHONE_NOISE.sub("", text)
    if not bare:
        return ""
    match = _PHONE.fullmatch(bare)
    if match is None:
        raise InvalidInput(field="phone", reason_zh="电话号码应为 3 至 20 位数字。", reason_en="A phone number has 3 to 20 digits.")
    return match.group(1)


def _clean_person(person: CitizenDetails | None) -> CitizenDetails | None:
    if person is None:
        return None
    cleaned = _stripped(person)
    cleaned = replace(cleaned, phone=clean_phone(cleaned.phone))
    for name, limit in _PERSON_LIMITS.items():
        _check_length(name, getattr(cleaned, name), limit)
    empty = not any(getattr(cleaned, field.name) for field in fields(cleaned))
    return None if empty else cleaned


def _stripped(told: D) -> D:
    changes = {
        field.name: _CONTROL.sub("", value.replace("\r\n", "\n")).strip()
        for field in fields(told)
        if type(value := getattr(told, field.name)) is str
    }
    return replace(told, **changes)


def _check_length(name: str, value: str, limit: int) -> None:
    if len(value) > limit:
        raise InvalidInput(
            field=name,
            reason_zh=f"“{_LABELS[name]}”最多 {limit} 字，现有 {len(value)} 字。",
            reason_en=f"“{name}” is limited to {limit} characters; there are {len(value)}.",
        )


def _check_place(registration: Registration) -> None:
    for name, limit in (("lon", 180.0), ("lat", 90.0)):
        value = getattr(registration, name)
        if value is not None and not (math.isfinite(value) and abs(value) <= limit):
            raise InvalidInput(field=name, reason_zh="坐标不在地球上。", reason_en="The coordinate is not on the globe.")
