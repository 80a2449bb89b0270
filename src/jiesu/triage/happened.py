"""When something happened, from how people say it: 昨天下午三点, 3月1日, 上周五晚上, 两小时前.

Only what lies before the moment of telling is taken; of several times the first that is exact enough counts.
Whatever cannot be read is left alone.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_DIGITS = {ord(char): str(number) for number, char in enumerate("零一二三四五六七八九")} | {
    ord("〇"): "0",
    ord("两"): "2",
}
_N = r"[\d零〇一二两三四五六七八九十]{1,4}"
_PARTS = {
    "凌晨": (2, 0),
    "清晨": (6, 0),
    "早上": (8, 0),
    "早晨": (7, 0),
    "上午": (10, 0),
    "中午": (12, 0),
    "下午": (15, 0),
    "傍晚": (18, 0),
    "晚上": (20, 0),
    "夜里": (22, 0),
    "半夜": (0, 30),
    "深夜": (23, 0),
}
_LATE = frozenset({"下午", "傍晚", "晚上", "夜里", "深夜"})
_DAY = re.compile(
    rf"(?:(?P<year>\d{{4}})[年./-])?(?P<month>{_N})[月./-](?P<day>{_N})[日号]?|(?P<near>今天|今日|今早|今晚|昨天|昨日|昨晚|昨夜|前天|大前天)"
    rf"|(?P<week>上周|上个?星期|上礼拜|本周|这周|周|星期|礼拜)(?P<weekday>[一二三四五六日天末])"
    rf"|(?P<ago>{_N}|半)(?:个)?(?P<unit>分钟|小时|钟头|天|日|周|星期|月)(?:之|以)?前|(?P<now>刚才|刚刚|现在|正在)"
)
_CLOCK = re.compile(
    rf"(?:的|，|,|\s)?(?P<part>{'|'.join(_PARTS)})?(?:的)?(?:(?P<hour>{_N})(?:点钟?|时|[:：])(?P<half>半)?(?:(?P<minute>{_N})分?)?)?"
)
_BACK = {"今": 0, "昨": 1, "前": 2, "大": 3}
_UNITS = {
    "分钟": timedelta(minutes=1),
    "小时": timedelta(hours=1),
    "钟头": timedelta(hours=1),
    "天": timedelta(days=1),
    "日": timedelta(days=1),
    "周": timedelta(weeks=1),
    "星期": timedelta(weeks=1),
    "月": timedelta(days=30),
}
_LONGEST = 4000


@dataclass(frozen=True)
class Happened:
    """A moment, the words for it, and whether the hour was told (else it is the usual one of the day)."""

    at: datetime
    words: str
    is_exact: bool


def happened_in(text: str, *, told_at: datetime) -> Happened | None:
    """The first moment in the text that lies before ``told_at`` (with a time zone), or None."""
    for match in _DAY.finditer(text[:_LONGEST]):
        try:
            found = _read(match, text, told_at)
        except (ValueError, OverflowError):
            continue
        if found is not None and found.at <= told_at:
            return found
    return None


def _read(match: re.Match[str], text: str, told_at: datetime) -> Happened | None:
    if match["now"]:
        return Happened(told_at, match.group(), is_exact=True)
    if match["ago"]:
        return _ago(match, told_at)
    day = _day_of(match, told_at.date())
    if day is None:
        return None
    clock = _CLOCK.match(text, match.end())
    hour, is_exact = _hour_of(clock, match["near"] or "")
    words = match.group() + (clock.group().rstrip("的，, ") if clock else "")
    moment = datetime.combine(day, hour, tzinfo=told_at.tzinfo)
    return Happened(
        min(moment, told_at) if day == told_at.date() and not is_exact else moment, words, is_exact
    )


def _ago(match: re.Match[str], told_at: datetime) -> Happened | None:
    unit = _UNITS[match["unit"]]
    count = 0.5 if match["ago"] == "半" else float(_number(match["ago"]))
    return Happened(told_at - count * unit, match.group(), is_exact=unit <= timedelta(hours=1))


def _day_of(match: re.Match[str], today: date) -> date | None:
    readers: tuple[tuple[str, Callable[[re.Match[str], date], date]], ...] = (
        ("near", lambda one, day: day - timedelta(days=_BACK[one["near"][0]])),
        ("weekday", _weekday),
        ("month", _dated),
    )
    return next((read(match, today) for group, read in readers if match[group]), None)


def _weekday(match: re.Match[str], today: date) -> date:
    wanted = "一二三四五六日".find(match["weekday"].translate({ord("天"): "日", ord("末"): "六"}))
    monday = today - timedelta(days=today.weekday())
    day = monday + timedelta(days=wanted)
    if match["week"].startswith("上") or day > today:
        day -= timedelta(weeks=1)
    return day


def _dated(match: re.Match[str], today: date) -> date:
    month, day = _number(match["month"]), _number(match["day"])
    if match["year"]:
        return date(int(match["year"]), month, day)
    told = date(today.year, month, day)
    return told if told <= today else date(today.year - 1, month, day)


def _hour_of(clock: re.Match[str] | None, near: str) -> tuple[time, bool]:
    part = (clock and clock["part"]) or {"早": "早上", "晚": "晚上", "夜": "夜里"}.get(near[-1:], "")
    if clock is None or not clock["hour"]:
        return time(*_PARTS.get(part, (12, 0))), False
    hour = _number(clock["hour"])
    if (part in _LATE and hour < 12) or (part == "中午" and hour < 3):
        hour += 12
    minute = 30 if clock["half"] else _number(clock["minute"]) if clock["minute"] else 0
    return time(hour % 24, minute), True


def _number(written: str) -> int:
    """``23``, ``二十三``, ``十`` as a number."""
    if written.isdecimal() and written.isascii():
        return int(written)
    tens, ten, ones = written.partition("十")
    if ten:
        return 10 * (_number(tens) if tens else 1) + (_number(ones) if ones else 0)
    return int(written.translate(_DIGITS))
