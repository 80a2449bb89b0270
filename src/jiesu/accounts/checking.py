"""Checking a row before it is written, so that bad input is a refusal which names the field."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation

from jiesu.accounts.errors import AlreadyTaken
from jiesu.core.errors import InvalidInput

_LINE_BREAKS = str.maketrans("", "", "\r\n\t")


def check(row: models.Model) -> None:
    """Check the fields of ``row`` and that its unique ones are free.

    Raises:
        InvalidInput: a value is missing, too long, not a choice, or holds control characters.
        AlreadyTaken: a unique value is there already.
    """
    _check_characters(row)
    relations = {field.name for field in _fields(row) if field.is_relation}
    _refusing(lambda: row.clean_fields(exclude=relations))
    try:
        row.validate_unique()
    except ValidationError as error:
        field = next(iter(error.message_dict))
        raise AlreadyTaken(field=field, what=getattr(row, field, "")) from error


def save(row: models.Model, *, new: bool = False) -> None:
    """Check and write ``row``; ``new`` when it was given its key but is not stored yet.

    Raises:
        InvalidInput, AlreadyTaken: see :func:`check`; also when somebody else was faster.
    """
    check(row)
    try:
        with transaction.atomic():
            row.save(force_insert=new)
    except IntegrityError as error:
        raise AlreadyTaken(what=str(row)) from error


def validated(field: str, validate: Callable[[], None]) -> None:
    """Run one of Django's validators and refuse in our way.

    Raises:
        InvalidInput: what it found, blamed on ``field``.
    """
    _refusing(validate, field=field)


def _refusing(validate: Callable[[], None], *, field: str | None = None) -> None:
    try:
        validate()
    except ValidationError as error:
        name = field or next(iter(error.message_dict))
        raise InvalidInput(
            field=name, reason_zh=_said(error, "zh-hans"), reason_en=_said(error, "en")
        ) from error


def _said(error: ValidationError, language: str) -> str:
    with translation.override(language):
        return " ".join(error.messages)


def _check_characters(row: models.Model) -> None:
    for field in _fields(row):
        value = field.value_from_object(row)
        if isinstance(value, str) and value and not value.translate(_LINE_BREAKS).isprintable():
            _refuse_characters(field)


def _refuse_characters(field: "models.Field[Any, Any]") -> None:
    raise InvalidInput(
        field=field.name,
        reason_zh=f"“{field.verbose_name}”含有不可见的控制字符。",
        reason_en=f"“{field.name}” contains control characters.",
    )


def _fields(row: models.Model) -> "Iterable[models.Field[Any, Any]]":
    fields = row._meta.concrete_fields  # noqa: SLF001 - the documented way to a model's fields
    return [field for field in fields if not field.generated]
