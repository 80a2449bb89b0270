"""Working calendars as tables: windows, exceptions with their reasons, and since when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from jiesu.catalogue.calendar import WorkingCalendar
from jiesu.catalogue.calendar_json import calendar_in, exceptions_out, windows_out
from jiesu.core.errors import InvalidInput, Refusal
from jiesu.core.tables import Column, TableRow, day_in, flag_in, flag_out, one_of

WINDOW, EXCEPTION, UNTIL, SINCE = "时段", "例外", "节假日已知至", "施行日期"
PARTS = {part: part for part in (WINDOW, EXCEPTION, UNTIL, SINCE)}
COLUMNS = (
    Column("part", ("类别", "part"), needed=True),
    Column("start", ("日期或开始", "start"), needed=True),
    Column("end", ("结束", "end")),
    Column("works", ("上班", "works")),
    Column("remark", ("原因", "remark")),
)


@dataclass(frozen=True)
class CalendarTable:
    """A calendar, the reasons of its exceptions by ISO day, and since when it applies."""

    calendar: WorkingCalendar
    remarks: Mapping[str, str]
    effective_from: date | None = None


def calendar_rows(table: CalendarTable) -> list[dict[str, str]]:
    """The calendar's rows by column."""
    calendar = table.calendar
    rows = [{"part": WINDOW, "start": start, "end": end} for start, end in windows_out(calendar)]
    rows += [
        {"part": EXCEPTION, "start": day, "works": flag_out(works), "remark": table.remarks.get(day, "")}
        for day, works in exceptions_out(calendar).items()
    ]
    if calendar.known_until:
        rows.append({"part": UNTIL, "start": calendar.known_until.isoformat()})
    if table.effective_from:
        rows.append({"part": SINCE, "start": table.effective_from.isoformat()})
    return rows


def read_calendar(rows: Sequence[TableRow]) -> tuple[CalendarTable | None, list[tuple[TableRow, Refusal]]]:
    """The calendar of such rows, or what is wrong with them.

    Raises:
        InvalidInput: the rows are sound, but the windows together are not.
    """
    faults: list[tuple[TableRow, Refusal]] = []
    windows: list[tuple[str, str]] = []
    days: dict[str, tuple[bool, str]] = {}
    single: dict[str, date] = {}
    for row in rows:
        try:
            _read(row, windows=windows, days=days, single=single)
        except InvalidInput as refusal:
            faults.append((row, refusal))
    if faults:
        return None, faults
    exceptions = {day: works for day, (works, _) in days.items()}
    calendar = calendar_in(windows, exceptions, known_until=single.get(UNTIL))
    remarks = {day: remark for day, (_, remark) in days.items() if remark}
    return CalendarTable(calendar, remarks, single.get(SINCE)), []


def _read(
    row: TableRow,
    *,
    windows: list[tuple[str, str]],
    days: dict[str, tuple[bool, str]],
    single: dict[str, date],
) -> None:
    part = one_of(row.given("part"), PARTS, field="part")
    if part == WINDOW:
        window = (_moment(row.given("start"), "start"), _moment(row.given("end"), "end"))
        calendar_in([window], {})
        windows.append(window)
        return
    day = day_in(row.given("start"), field="start")
    if day is None:
        raise InvalidInput(field="start", reason_zh="缺少日期。", reason_en="The day is missing.")
    if part != EXCEPTION:
        single[part] = day
        return
    if day.isoformat() in days:
        raise InvalidInput(field="start", reason_zh="日期重复。", reason_en="The day is there twice.")
    if not row.given("works"):
        raise InvalidInput(
            field="works", reason_zh="请写明“是”或“否”。", reason_en="Say whether people work."
        )
    days[day.isoformat()] = (flag_in(row.given("works"), field="works", default=True), row.given("remark"))


def _moment(text: str, name: str) -> str:
    """``8:30`` and ``08:30:00`` are ``08:30``."""
    parts = text.strip().replace("：", ":").split(":")
    if len(parts) not in (2, 3) or not all(part.isdecimal() and len(part) <= 2 for part in parts):
        raise InvalidInput(
            field=name,
            reason_zh=f"“{text[:20]}”不是时刻，应如 08:30。",
            reason_en=f"“{text[:20]}” is no time such as 08:30.",
        )
    hours, minutes = (int(part) for part in parts[:2])
    return f"{hours:02d}:{minutes:02d}"
