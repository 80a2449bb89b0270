"""Checking a row before it is written, so that bad input is a refusal which names the field."""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import translation
from psycopg.errors import UniqueViolation

from jiesu.accounts.errors import AlreadyTaken
from jiesu.core.errors import InvalidInput

_LINE_BREAKS = str.maketrans("", "", "\r\n\t")


def check(row: models.Model) -> None:
    """Check the fields of ``row`` and that its unique ones are free.

    Raises:
        InvalidInput: a value is missing, too long, not a choice, or holds control characters.
        AlreadyTaken: a unique value is there already.
    """
    for field in _fields(row):
        _check_value(field, field.value_from_object(row))
    unasked = {field.name for field in _fields(row) if field.is_relation or _is_allowed_null(row, field)}
    _refusing(lambda: row.clean_fields(exclude=unasked))
    try:
        row.validate_unique()
    except ValidationError as error:
        raise _taken(row, next(iter(error.message_dict))) from error


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
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise _taken(row, _field_of(row, error.__cause__.diag.constraint_name)) from error


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
            field=name, reason_zh=_said(validate, "zh-hans"), reason_en=_said(validate, "en")
        ) from error


def _said(validate: Callable[[], None], language: str) -> str:
    """What the validator says in a language; some of Django's speak at once and not when asked."""
    with translation.override(language):
        try:
            validate()
        except ValidationError as error:
            return " ".join(error.messages)
    return ""


def _check_value(field: "models.Field[Any, Any]", value: object) -> None:
    if value is None and not field.null and not field.primary_key:
        raise InvalidInput(
            field=field.name,
            reason_zh=f"“{field.verbose_name}”不能为空。",
            reason_en=f"“{field.name}” is missing.",
        )
    if isinstance(value, str) and value and not value.translate(_LINE_BREAKS).isprintable():
        raise InvalidInput(
            field=field.name,
            reason_zh=f"“{field.verbose_name}”含有不可见的控制字符。",
            reason_en=f"“{field.name}” contains control characters.",
        )


def _taken(row: models.Model, field: str | None) -> AlreadyTaken:
    return AlreadyTaken(field=field, what=getattr(row, field) if field else row)


def _field_of(row: models.Model, constraint: str | None) -> str | None:
    """The first field of a unique constraint by its name in the database."""
    for known in row._meta.constraints:  # noqa: SLF001 - the documented way to a model's constraints
        if isinstance(known, models.UniqueConstraint) and known.name == constraint:
            return known.fields[0]
    return None


def _is_allowed_null(row: models.Model, field: "models.Field[Any, Any]") -> bool:
    return field.null and field.value_from_object(row) is None


def _fields(row: models.Model) -> "Iterable[models.Field[Any, Any]]":
    fields = row._meta.concrete_fields  # noqa: SLF001 - the documented way to a model's fields
    return [field for field in fields if not field.generated]
