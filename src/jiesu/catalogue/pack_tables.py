"""Packs as tables: a row for each line of limits and for each rule, read back without loss.

The same rows are what the page's form sends, so a pack from a file and one from a form are judged alike.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from jiesu.catalogue.calendar import MEASURE_LABELS, START_DAY_LABELS, Measure, StartDay, TimeLimit
from jiesu.catalogue.natures import NATURE_LABELS, URGENCY_LABELS, Nature, Urgency
from jiesu.catalogue.packs import (
    CLOCK_LABELS,
    CallbackRule,
    ClockKind,
    ExtensionRule,
    LimitRow,
    Pack,
    ReturnRule,
    ReworkRule,
    check_pack,
)
from jiesu.core.errors import InvalidInput
from jiesu.core.tables import MARK, Column, TableRow, day_in, flag_in, flag_out, one_of, parts_of

PACK, LIMIT, RULE = "方案", "时限", "规则"
COLUMNS = (
    Column("part", ("类别", "part"), needed=True),
    Column("item", ("项目", "item"), needed=True),
    Column("natures", ("诉求类型", "natures")),
    Column("urgencies", ("紧急程度", "urgencies")),
    Column("amount", ("数值", "amount"), needed=True),
    Column("measure", ("计量", "measure")),
    Column("start_day", ("起算", "start_day")),
    Column("warn", ("预警", "warn")),
    Column("ours", ("补充", "ours")),
)
FACTS: dict[str, str] = {
    "code": "代码",
    "name": "名称",
    "source": "来源",
    "effective_from": "施行日期",
    "note": "说明",
}
RULES: dict[str, str] = {
    "extension.allowed": "延期：允许",
    "extension.max_times": "延期：最多次数",
    "extension.max_each": "延期：每次最长",
    "extension.max_total": "延期：累计最长",
    "extension.within_original": "延期：累计不超过原时限",
    "extension.before_expiry": "延期：须在到期前申请",
    "returns.max_times": "退单：最多次数",
    "returns.heard": "退单：驳回前听取单位意见",
    "callback.attempts": "回访：未接通几次算已回访",
    "callback.days_apart": "回访：两次间隔天数",
    "rework.problem_after": "重办：几次后列为问题工单",
    "unit_approval": "反馈须单位领导审签",
}
_SHARE = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]")
_LIMIT = re.compile(r"(\d+(?:\.\d+)?)\s*(\S+?)(?:[（(](\S+)[）)])?")
_DEFAULTS: dict[str, Any] = {
    "extension": ExtensionRule(),
    "returns": ReturnRule(),
    "callback": CallbackRule(),
    "rework": ReworkRule(),
}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell; ``line`` 0 for the pack as a whole."""

    line: int
    column: str
    refusal: InvalidInput


@dataclass
class PackReading:
    """A pack as it was read, or what is wrong with it."""

    pack: Pack | None = None
    faults: list[Fault] = field(default_factory=list)


def pack_rows(pack: Pack) -> list[dict[str, str]]:
    """The pack's rows by column."""
    facts = {name: str(getattr(pack, name)) for name in FACTS}
    return [
        *({"part": PACK, "item": FACTS[name], "amount": text} for name, text in facts.items()),
        *(limit_cells(row) for row in pack.limits),
        *({"part": RULE, "item": RULES[name], "amount": rule_out(pack, name)} for name in RULES),
    ]


def limit_cells(row: LimitRow) -> dict[str, str]:
    """How a line of limits stands in the table."""
    return {
        "part": LIMIT,
        "item": CLOCK_LABELS[row.clock],
        "natures": MARK.join(label for nature, label in NATURE_LABELS.items() if nature in row.natures),
        "urgencies": MARK.join(label for x, label in URGENCY_LABELS.items() if x in row.urgencies),
        "amount": f"{row.limit.amount.normalize():f}",
        "measure": MEASURE_LABELS[row.limit.measure],
        "start_day": START_DAY_LABELS[row.limit.start_day],
        "warn": warn_out(row.warn),
        "ours": flag_out(row.ours),
    }


def warn_out(warn: Decimal | TimeLimit | None) -> str:
    """``80%``, ``4工作小时``, or nothing."""
    if isinstance(warn, Decimal):
        return f"{(warn * 100).normalize():f}%"
    return limit_out(warn)


def limit_out(limit: TimeLimit | None) -> str:
    """``15工作日``; from the very moment: ``15工作日（自收到时起算）``."""
    if limit is None:
        return ""
    same = limit.start_day is StartDay.SAME_DAY
    return f"{limit}{f'（{START_DAY_LABELS[limit.start_day]}）' if same else ''}"


def rule_out(pack: Pack, name: str) -> str:
    """A rule's value as it stands in the table."""
    value: Any = pack
    for part in name.split("."):
        value = getattr(value, part)
    if isinstance(value, bool):
        return flag_out(value)
    return limit_out(value) if value is None or isinstance(value, TimeLimit) else str(value)


def read_pack(rows: Sequence[TableRow]) -> PackReading:
    """The pack of such rows, with everything that is wrong with them."""
    reading = PackReading()
    facts: dict[str, str] = {}
    rules: dict[str, Any] = {}
    limits: list[LimitRow] = []
    for row in rows:
        try:
            _read(row, facts=facts, rules=rules, limits=limits)
        except InvalidInput as refusal:
            reading.faults.append(Fault(row.line, refusal.field or "amount", refusal))
    if not reading.faults:
        try:
            pack = _pack(facts, rules, limits)
            check_pack(pack)
        except InvalidInput as refusal:
            reading.faults.append(Fault(0, refusal.field or "", refusal))
        else:
            reading.pack = pack
    return reading


def _read(row: TableRow, *, facts: dict[str, str], rules: dict[str, Any], limits: list[LimitRow]) -> None:
    part = one_of(row.given("part"), {PACK: PACK, LIMIT: LIMIT, RULE: RULE}, field="part")
    if part == PACK:
        facts[one_of(row.given("item"), FACTS, field="item")] = row.given("amount")
    elif part == RULE:
        name = one_of(row.given("item"), RULES, field="item")
        rules[name] = _rule(name, row.given("amount"))
    else:
        limits.append(_limit_row(row))


def _limit_row(row: TableRow) -> LimitRow:
    start = row.given("start_day")
    measure = Measure(one_of(row.given("measure"), MEASURE_LABELS, field="measure"))
    start_day = StartDay(one_of(start, START_DAY_LABELS, field="start_day")) if start else StartDay.NEXT_DAY
    return LimitRow(
        clock=ClockKind(one_of(row.given("item"), CLOCK_LABELS, field="item")),
        limit=TimeLimit(_number(row.given("amount")), measure, start_day),
        natures=frozenset(Nature(code) for code in _several(row.given("natures"), NATURE_LABELS, "natures")),
        urgencies=frozenset(
            Urgency(code) for code in _several(row.given("urgencies"), URGENCY_LABELS, "urgencies")
        ),
        warn=_warn(row.given("warn")),
        ours=flag_in(row.given("ours"), field="ours", default=False),
    )


def _several(text: str, labels: Mapping[Any, str], name: str) -> list[str]:
    return [one_of(part, labels, field=name) for part in parts_of(text)]


def _warn(text: str) -> Decimal | TimeLimit | None:
    if found := _SHARE.fullmatch(text.strip()):
        return Decimal(found[1]) / 100
    return _limit(text, "warn")


def _limit(text: str, name: str) -> TimeLimit | None:
    if not text.strip():
        return None
    found = _LIMIT.fullmatch(text.strip())
    if found is None:
        raise InvalidInput(
            field=name,
            reason_zh=f"“{text[:20]}”应如 3工作日、24小时{'、80%' if name == 'warn' else ''}。",
            reason_en=f"“{text[:20]}” is no length of time such as 3工作日 or 24小时.",
        )
    measure = Measure(one_of(found[2], MEASURE_LABELS, field=name))
    start = StartDay(one_of(found[3], START_DAY_LABELS, field=name)) if found[3] else StartDay.NEXT_DAY
    return TimeLimit(Decimal(found[1]), measure, start)


def _number(text: str) -> Decimal:
    try:
        return Decimal(text.strip())
    except InvalidOperation as error:
        raise InvalidInput(
            field="amount", reason_zh=f"“{text[:20]}”不是数。", reason_en=f"“{text[:20]}” is no number."
        ) from error


def _rule(name: str, text: str) -> object:
    head, _, tail = name.rpartition(".")
    default = getattr(_DEFAULTS[head], tail) if head else True
    if isinstance(default, bool):
        return flag_in(text, field="amount", default=default)
    if isinstance(default, int):
        number = _number(text)
        if number != int(number):
            raise InvalidInput(field="amount", reason_zh="应为整数。", reason_en="This is a whole number.")
        return int(number)
    return _limit(text, "amount")


def _pack(facts: Mapping[str, str], rules: Mapping[str, Any], limits: Sequence[LimitRow]) -> Pack:
    def rule(kind: type[Any], prefix: str) -> Any:  # noqa: ANN401 - one of four
        given = {name.removeprefix(prefix): x for name, x in rules.items() if name.startswith(prefix)}
        return kind(**given)

    since = day_in(facts.get("effective_from", ""), field="effective_from")
    if since is None:
        raise InvalidInput(
            field="effective_from",
            reason_zh="缺少施行日期。",
            reason_en="It lacks the day of effect.",
        )
    return Pack(
        code=facts.get("code", ""),
        name=facts.get("name", ""),
        source=facts.get("source", ""),
        effective_from=date(since.year, since.month, since.day),
        note=facts.get("note", ""),
        limits=tuple(limits),
        extension=rule(ExtensionRule, "extension."),
        returns=rule(ReturnRule, "returns."),
        callback=rule(CallbackRule, "callback."),
        rework=rule(ReworkRule, "rework."),
        unit_approval=rules.get("unit_approval", True),
    )
