"""Kinds of values that requests carry, each refusing what no action could use, with a word for the sender."""

from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from jiesu.core.clock import SHANGHAI

LONGEST_TEXT = 20_000
_EARLIEST, _LATEST = datetime(1900, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def _without_nul(value: str) -> str:
    if "\0" in value:
        raise PydanticCustomError("nul_character", "The text contains a NUL character")
    return value


def _moment(value: datetime) -> datetime:
    aware = value if value.tzinfo else value.replace(tzinfo=SHANGHAI)
    if not _EARLIEST <= aware < _LATEST:
        raise PydanticCustomError("out_of_time", "The year must lie between 1900 and 2099")
    return aware.astimezone(UTC)


def _day(value: date) -> date:
    if not _EARLIEST.date() <= value < _LATEST.date():
        raise PydanticCustomError("out_of_time", "The year must lie between 1900 and 2099")
    return value


def _spoken(value: object) -> object:
    """Numbers are not moments, whatever pydantic makes of them."""
    if isinstance(value, int | float):
        raise PydanticCustomError("datetime_parsing", "Input should be a date in ISO 8601")
    return value


Text = Annotated[str, Field(max_length=LONGEST_TEXT), AfterValidator(_without_nul)]
"""Free text; which of it may be empty, the action knows."""

Line = Annotated[str, Field(max_length=200), AfterValidator(_without_nul)]
"""A short text."""

Code = Annotated[str, Field(max_length=40, pattern=r"^[A-Za-z0-9_.\-]*$")]
"""A code: letters, digits, ``_ . -``."""

Moment = Annotated[datetime, BeforeValidator(_spoken), AfterValidator(_moment)]
"""A moment in ISO 8601; one without an offset is Shanghai time."""

Day = Annotated[date, BeforeValidator(_spoken), AfterValidator(_day)]
"""A day in ISO 8601."""

Key = Annotated[int, Field(ge=1, le=2**63 - 1)]
"""An id given by an earlier answer."""

Version = Annotated[
    int | None,
    Field(
        ge=0, le=2**31 - 1, description="the version that the sender saw; refused when it is not the newest"
    ),
]
"""The order's version that the sender saw."""


class Body(BaseModel):
    """A request's body: fields that nobody knows are refused, so that a misspelt one is not lost silently."""

    model_config = ConfigDict(extra="forbid")


class Document(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)
