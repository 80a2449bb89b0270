"""The time-limit packs that ship: six places' figures as their documents give them, gaps filled and marked.

A source says what it says about ordinary appeals; what it leaves out comes from the default pack, and each
such line is marked ``ours`` and listed in the pack's note. Urgent appeals run in natural hours everywhere.
Where a source gives only a year or a month, ``effective_from`` is its first day.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.catalogue.natures import Nature, Urgency
from jiesu.catalogue.packs import (
    ClockKind,
    ExtensionRule,
    LimitRow,
    Pack,
    reach_of,
)

DEFAULT_CODE = "default"

_WARN = Decimal("0.8")
_NORMAL, _URGENT, _CRITICAL = Urgency.NORMAL, Urgency.URGENT, Urgency.CRITICAL
_CONSULTATION, _HELP, _SUGGESTION = Nature.CONSULTATION, Nature.HELP, Nature.SUGGESTION
_GRIEVANCES = (Nature.COMPLAINT, Nature.REPORT)


def _days(amount: str) -> TimeLimit:
    return TimeLimit(Decimal(amount), Measure.WORKING_DAYS)


def _natural_days(amount: str) -> TimeLimit:
    return TimeLimit(Decimal(amount), Measure.NATURAL_DAYS)


def _hours(amount: str) -> TimeLimit:
    return TimeLimit(Decimal(amount), Measure.NATURAL_HOURS)


def _row(
    clock: ClockKind,
    limit: TimeLimit,
    *natures: Nature,
    urgency: Urgency | None = _NORMAL,
    warn: Decimal | TimeLimit = _WARN,
) -> LimitRow:
    urgencies = frozenset({urgency} if urgency else ())
    return LimitRow(clock, limit, frozenset(natures), urgencies, warn)


def _urgent_rows(urgency: Urgency, hours: dict[ClockKind, str]) -> list[LimitRow]:
    return [_row(clock, _hours(amount), urgency=urgency) for clock, amount in hours.items()]


_DEFAULT_LIMITS = (
    *_urgent_rows(
        _CRITICAL,
        {
            ClockKind.DISPATCH: "0.5",
            ClockKind.SIGN: "0.5",
            ClockKind.FIRST_CONTACT: "1",
            ClockKind.RETURN_REQUEST: "0.5",
            ClockKind.HANDLE: "2",
            ClockKind.REVIEW: "2",
            ClockKind.CALLBACK: "24",
            ClockKind.REWORK: "24",
            ClockKind.SUSPENSION: "72",
        },
    ),
    *_urgent_rows(
        _URGENT,
        {
            ClockKind.DISPATCH: "2",
            ClockKind.SIGN: "2",
            ClockKind.FIRST_CONTACT: "4",
            ClockKind.RETURN_REQUEST: "2",
            ClockKind.HANDLE: "24",
            ClockKind.REVIEW: "4",
            ClockKind.CALLBACK: "48",
            ClockKind.REWORK: "24",
            ClockKind.SUSPENSION: "72",
        },
    ),
    _row(ClockKind.DISPATCH, _days("0.5")),
    _row(ClockKind.SIGN, _days("1")),
    _row(ClockKind.FIRST_CONTACT, _days("1")),
    _row(ClockKind.RETURN_REQUEST, _days("1")),
    _row(ClockKind.HANDLE, _days("3"), _CONSULTATION, Nature.PRAISE),
    _row(ClockKind.HANDLE, _days("5"), _HELP, Nature.OTHER),
    _row(ClockKind.HANDLE, _days("7"), _SUGGESTION),
    _row(ClockKind.HANDLE, _days("10"), *_GRIEVANCES),
    _row(ClockKind.REVIEW, _days("1")),
    _row(ClockKind.CALLBACK, _days("3")),
    _row(ClockKind.REWORK, _days("5")),
    _row(ClockKind.SUSPENSION, _natural_days("30")),
)
_DEFAULT_EXTENSION = ExtensionRule(max_times=2, within_original=True)
_OUR_RULES = (
    "退单不超过2次且驳回前听取意见、回访3次（不同日）联系不上视为已回访、"
    "重办3次列为问题工单、反馈须经单位审签"
)
_OUR_EXTENSION = "延期不超过2次、合计不超过原时限、须届满前申请"


def _filled(*said: LimitRow) -> tuple[LimitRow, ...]:
    """What the source says, then those lines of the default pack that it leaves room for."""
    limits = (*said, *(replace(row, ours=True) for row in _DEFAULT_LIMITS))
    return tuple(
        replace(row, natures=natures) if row.natures else row
        for row, natures in zip(limits, reach_of(limits), strict=True)
        if natures
    )


def _note(limits: Iterable[LimitRow], *rest: str) -> str:
    """Which figures are ours, line by line."""
    ours = "；".join([str(row) for row in limits if row.ours] + [part for part in rest if part])
    return f"来源未载明、由本系统补充的默认值（可修改）：{ours}。预警比例80%亦为补充，来源另有规定的除外。"


DEFAULT = Pack(
    code=DEFAULT_CODE,
    name="默认时限方案",
    source="综合各地公开规定拟定，并非国家标准",
    effective_from=date(2026, 1, 1),
    note=_note((), "本方案全部数值均为本系统建议值", _OUR_EXTENSION, _OUR_RULES),
    limits=tuple(replace(row, ours=True) for row in _DEFAULT_LIMITS),
    extension=_DEFAULT_EXTENSION,
)

_SICHUAN_LIMITS = _filled(
    _row(ClockKind.HANDLE, _days("3"), _CONSULTATION),
    _row(ClockKind.HANDLE, _days("7"), _HELP, _SUGGESTION),
    _row(ClockKind.HANDLE, _days("15"), *_GRIEVANCES),
)
SICHUAN = Pack(
    code="sichuan_2025",
    name="四川 2025-12",
    source="四川省热线运行管理办法（2025年12月），sc.gov.cn、reportify.cn/news/1213283917809979392",
    effective_from=date(2025, 12, 1),
    note=_note(_SICHUAN_LIMITS, f"来源称延期“按规定”，取{_OUR_EXTENSION}", _OUR_RULES),
    limits=_SICHUAN_LIMITS,
    extension=_DEFAULT_EXTENSION,
)

_BEIJING_LIMITS = _filled(
    _row(ClockKind.DISPATCH, _hours("1"), urgency=_CRITICAL),
    _row(ClockKind.DISPATCH, _hours("2"), urgency=_URGENT),
    _row(ClockKind.DISPATCH, _hours("24")),
    _row(ClockKind.HANDLE, _hours("2"), urgency=_CRITICAL),
    _row(ClockKind.HANDLE, _hours("24"), urgency=_URGENT),
    _row(ClockKind.HANDLE, _natural_days("7")),
)
BEIJING = Pack(
    code="beijing_2022",
    name="北京 DB11/T 2021-2022",
    source="北京市地方标准 DB11/T 2021-2022（服务与管理规范）",
    effective_from=date(2022, 1, 1),
    note=_note(
        _BEIJING_LIMITS,
        "突发事项对应“特急”，水电气热和极端天气对应“紧急”",
        "疑难事项15日以一次不超过8日的延期实现，须届满前申请",
        "网络渠道2小时内受理未单列，登记即受理",
        _OUR_RULES,
    ),
    limits=_BEIJING_LIMITS,
    extension=ExtensionRule(max_times=1, max_each=_natural_days("8"), max_total=_natural_days("8")),
)

_LVLIANG_LIMITS = _filled(
    _row(ClockKind.DISPATCH, _days("0.5")),
    _row(ClockKind.RETURN_REQUEST, _days("1")),
    _row(ClockKind.FIRST_CONTACT, _hours("0.5"), urgency=_CRITICAL),
    _row(ClockKind.FIRST_CONTACT, _hours("0.5"), urgency=_URGENT),
    _row(ClockKind.HANDLE, _days("3"), _CONSULTATION),
    _row(ClockKind.HANDLE, _days("5"), _HELP, _SUGGESTION, *_GRIEVANCES),
)
LVLIANG = Pack(
    code="lvliang_2024",
    name="吕梁 2024",
    source="吕梁市公布的热线办理要求（2024），liulin.gov.cn t20241122_1913093",
    effective_from=date(2024, 1, 1),
    note=_note(
        _LVLIANG_LIMITS,
        "“30分钟响应”对应紧急、特急的首次联系时限",
        "长周期事项不超过180日作为延期合计上限",
        "延期须届满前申请",
        _OUR_RULES,
    ),
    limits=_LVLIANG_LIMITS,
    extension=ExtensionRule(max_times=3, max_each=_days("3"), max_total=_natural_days("180")),
)

_KAIJIANG_LIMITS = _filled(
    _row(ClockKind.SIGN, _days("1")),
    _row(ClockKind.HANDLE, _days("3"), _CONSULTATION, warn=_days("2")),
    _row(ClockKind.HANDLE, _days("10"), _HELP, *_GRIEVANCES, warn=_days("5")),
    _row(ClockKind.HANDLE, _days("5"), _SUGGESTION, warn=_days("3")),
)
KAIJIANG = Pack(
    code="kaijiang_2022",
    name="开江 2022",
    source="开江县公布的热线办理要求（2022），qgxcy.com xxgk-show-54646",
    effective_from=date(2022, 1, 1),
    note=_note(_KAIJIANG_LIMITS, "“原则不得延期”实现为不受理延期申请", _OUR_RULES),
    limits=_KAIJIANG_LIMITS,
    extension=ExtensionRule(allowed=False, max_times=0),
)

_SHANDONG_LIMITS = _filled(
    _row(ClockKind.HANDLE, _days("5")),
    _row(ClockKind.RETURN_REQUEST, _days("2")),
)
SHANDONG = Pack(
    code="shandong_2020",
    name="山东 2020",
    source="山东省公布的热线办理要求（2020），m.yybnet.net 202001/10093219",
    effective_from=date(2020, 1, 1),
    note=_note(_SHANDONG_LIMITS, "延期不超过2次、须届满前申请（合计10个工作日出自来源）", _OUR_RULES),
    limits=_SHANDONG_LIMITS,
    extension=ExtensionRule(max_times=2, max_total=_days("10")),
)

PRESETS: tuple[Pack, ...] = (DEFAULT, SICHUAN, BEIJING, LVLIANG, KAIJIANG, SHANDONG)
"""Every pack that ships, the default first."""
