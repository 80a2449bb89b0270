"""Working calendars as JSON and back: the form in which they are stored and edited."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from jiesu.catalogue.calendar import Window, WorkingCalendar
from jiesu.core.errors import InvalidInput


def windows_out(calendar: WorkingCalendar) -> list[list[str]]:
    """``[["08:30", "12:00"], …]``; midnight at the end is ``24:00``."""
    return [[_out(window.start), _out(window.end, ends=True)] for window in calendar.windows]


def exceptions_out(calendar: WorkingCalendar) -> dict[str, bool]:
    """``{"2026-07-08": false}``: True works, False is off."""
    return {day.isoformat(): works for day, works in sorted(calendar.exceptions.items())}


def calendar_in(windows: Any, exceptions: Any, *, known_until: date | None = None) -> WorkingCalendar:  # noqa: ANN401 - JSON
    """The calendar of such JSON.

    Raises:
        InvalidInput: it is malformed, or the windows overlap or run backwards.
    """
    try:
        return WorkingCalendar(
            tuple(Window(_in(start), _in(end, ends=True)) for start, end in windows),
            {date.fromisoformat(day): _flag(works) for day, works in _mapping(exceptions).items()},
            known_until,
        )
    except (TypeError, ValueError) as error:
        raise InvalidInput(
            field="windows",
            reason_zh=f"工作日历格式有误：{error}",
            reason_en=f"The calendar is malformed: {error}",
        ) from error


def _mapping(value: object) -> Mapping[str, object]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r}")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r}")
    return value


def _out(moment: time, *, ends: bool = False) -> str:
    return "24:00" if ends and moment == time() else moment.isoformat("auto" if moment.second else "minutes")


def _in(text: str, *, ends: bool = False) -> time:
    return time() if ends and text == "24:00" else time.fromisoformat(text)
