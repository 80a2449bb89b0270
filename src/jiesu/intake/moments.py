"""Dates and times as people and programs write them, read as moments.

What names no zone is Shanghai time. A date that the calendar does not have, or whose order of day and month
cannot be known, is refused rather than guessed.
"""

import re
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_FIRST_YEAR, _LAST_YEAR = 1950, 2100
_SERIAL = re.compile(r"\d{5}(\.\d+)?")
_EXCEL_EPOCH = datetime(1899, 12, 30, tzinfo=_SHANGHAI)
_SERIALS = range(20_000, 80_000)  # 1954 to 2119
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:[T ]?(\d{2})(\d{2})(\d{2})?)?")
_DATE = r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
_HALF = r"(上午|下午|晚上|凌晨|中午|早上|AM|PM)?"
_SECOND = r"(?:[:\s]*(\d{1,2})(?:\.(\d{1,9}))?\s*秒?)?"
_TIME = rf"{_HALF}\s*(\d{{1,2}})\s*[:时点]\s*(?:(\d{{1,2}})\s*分?)?{_SECOND}\s*{_HALF}"
_ZONE = r"(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
_REST = rf"\s*{_TIME})?\s*{_ZONE}"
_WHOLE = re.compile(rf"{_DATE}(?:[T,\s]*(?:星期.|周.)?{_REST}", re.IGNORECASE)
_YEAR_LAST = re.compile(rf"(\d{{1,2}})[-/.](\d{{1,2}})[-/.](\d{{4}})(?:[T,\s]+{_REST}", re.IGNORECASE)
_EPOCH = re.compile(r"1\d{9}(\d{3})?")
_AFTER_NOON = ("下午", "晚上", "PM")


class NotAMoment(ValueError):
    """The text is no moment that could be told for sure; why, in Chinese and English."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh = zh
        self.en = en
        super().__init__(en)


def read_moment(text: str) -> datetime:
    """The moment that a text names, in UTC; a date alone is its first moment in Shanghai.

    Raises:
        NotAMoment: there is no such day, the order of day and month is open, or this is no date at all.
    """
    bare = unicodedata.normalize("NFKC", text).strip()
    if found := _WHOLE.fullmatch(bare):
        year, month, day, *rest = found.groups()
        return _moment(int(year), int(month), int(day), rest=rest)
    if found := _YEAR_LAST.fullmatch(bare):
        first, second, year, *rest = found.groups()
        month, day = _month_and_day(int(first), int(second))
        return _moment(int(year), month, day, rest=rest)
    return _numeric(bare)


def looks_like_moment(text: str) -> bool:
    """Whether a text is written as a date; a bare number is not."""
    bare = unicodedata.normalize("NFKC", text).strip()
    return bool(_WHOLE.fullmatch(bare) or _YEAR_LAST.fullmatch(bare))


def _numeric(bare: str) -> datetime:
    """A date without separators, a serial day of Excel, seconds or milliseconds since 1970."""
    if not bare.isascii():
        raise NotAMoment("不是日期", "not a date")
    if _EPOCH.fullmatch(bare):
        return datetime.fromtimestamp(int(bare[:10]), tz=UTC)
    if found := _COMPACT.fullmatch(bare):
        year, month, day, hour, minute, second = found.groups()
        return _moment(int(year), int(month), int(day), rest=[None, hour, minute, second, None, None, None])
    if _SERIAL.fullmatch(bare) and int(float(bare)) in _SERIALS:
        seconds = round(float(bare) * 86400)
        return (_EXCEL_EPOCH + timedelta(days=seconds // 86400, seconds=seconds % 86400)).astimezone(UTC)
    raise NotAMoment("不是日期", "not a date")


def _month_and_day(first: int, second: int) -> tuple[int, int]:
    if first <= 12 and second <= 12 and first != second:
        raise NotAMoment("分不清日和月的先后", "it is not clear which is the day and which the month")
    return (second, first) if first > 12 else (first, second)


def _moment(year: int, month: int, day: int, *, rest: list[str | None]) -> datetime:
    before, hour, minute, second, fraction, after, zone = rest
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise NotAMoment(f"年份 {year:04d} 不可能", f"the year {year:04d} is impossible")
    try:
        return datetime(
            year,
            month,
            day,
            _hour(int(hour or 0), before or after or ""),
            int(minute or 0),
            int(second or 0),
            int((fraction or "0").ljust(6, "0")[:6]),
            tzinfo=_zone(zone),
        ).astimezone(UTC)
    except ValueError as error:
        raise NotAMoment("没有这一天或这一时刻", "there is no such day or time") from error


def _hour(hour: int, half: str) -> int:
    if not half or hour > 12:
        return hour
    if half == "晚上" and hour == 12:
        return 24  # of which day cannot be known; no such hour
    if half.upper() in _AFTER_NOON:
        return hour % 12 + 12
    if half == "中午":
        return hour if hour >= 10 else hour + 12
    return hour % 12


def _zone(name: str | None) -> timezone | ZoneInfo:
    if not name:
        return _SHANGHAI
    if name[0] not in "+-":
        return UTC
    digits = name[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(offset if name[0] == "+" else -offset)
