"""Packs as JSON and back, without loss: the form in which they are stored, edited and exchanged."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from jiesu.catalogue.calendar import Measure, StartDay, TimeLimit
from jiesu.catalogue.natures import Nature, Urgency
from jiesu.catalogue.packs import (
    CallbackRule,
    ClockKind,
    ExtensionRule,
    LimitRow,
    Pack,
    ReturnRule,
    ReworkRule,
)
from jiesu.core.errors import InvalidInput

Json = dict[str, Any]


def to_json(pack: Pack) -> Json:
    """The pack as plain values."""
    extension = pack.extension
    return {
        "code": pack.code,
        "name": pack.name,
        "source": pack.source,
        "effective_from": pack.effective_from.isoformat(),
        "note": pack.note,
        "limits": [_row_out(row) for row in pack.limits],
        "extension": {
            "allowed": extension.allowed,
            "max_times": extension.max_times,
            "max_each": _limit_out(extension.max_each),
            "max_total": _limit_out(extension.max_total),
            "within_original": extension.within_original,
            "before_expiry": extension.before_expiry,
        },
        "returns": {"max_times": pack.returns.max_times, "heard": pack.returns.heard},
        "callback": {"attempts": pack.callback.attempts, "days_apart": pack.callback.days_apart},
        "rework": {"problem_after": pack.rework.problem_after},
        "unit_approval": pack.unit_approval,
    }


def from_json(data: Mapping[str, Any]) -> Pack:
    """The pack that :func:`to_json` wrote.

    Raises:
        InvalidInput: something is missing, misspelt or not of its kind.
    """
    try:
        return _pack_in(data)
    except (KeyError, TypeError, ValueError, InvalidOperation, AttributeError) as error:
        raise InvalidInput(
            field="data", reason_zh=f"时限方案格式有误：{error}", reason_en=f"The pack is malformed: {error}"
        ) from error


def _pack_in(data: Mapping[str, Any]) -> Pack:
    extension = dict(data["extension"])
    for name in ("max_each", "max_total"):
        extension[name] = _limit_in(extension[name]) if extension.get(name) else None
    return Pack(
        code=str(data["code"]),
        name=str(data["name"]),
        source=str(data["source"]),
        effective_from=date.fromisoformat(data["effective_from"]),
        note=str(data["note"]),
        limits=tuple(_row_in(row) for row in data["limits"]),
        extension=ExtensionRule(**_typed(extension, ExtensionRule())),
        returns=ReturnRule(**_typed(data["returns"], ReturnRule())),
        callback=CallbackRule(**_typed(data["callback"], CallbackRule())),
        rework=ReworkRule(**_typed(data["rework"], ReworkRule())),
        unit_approval=_same_kind("unit_approval", data["unit_approval"], default=True),
    )


def _typed(values: Mapping[str, Any], defaults: object) -> Json:
    """The values of a rule, each of the kind that its default has."""
    return {name: _same_kind(name, value, default=getattr(defaults, name)) for name, value in values.items()}


def _same_kind(name: str, value: Any, *, default: object) -> Any:  # noqa: ANN401 - JSON
    if isinstance(default, bool | int) and type(value) is not type(default):
        raise ValueError(f"{name}: {value!r}")
    return value


def _row_out(row: LimitRow) -> Json:
    return {
        "clock": row.clock.value,
        "limit": _limit_out(row.limit),
        "natures": sorted(nature.value for nature in row.natures),
        "urgencies": sorted(urgency.value for urgency in row.urgencies),
        "warn": str(row.warn) if isinstance(row.warn, Decimal) else _limit_out(row.warn),
        "ours": row.ours,
    }


def _row_in(data: Mapping[str, Any]) -> LimitRow:
    warn = data.get("warn")
    return LimitRow(
        clock=ClockKind(data["clock"]),
        limit=_limit_in(data["limit"]),
        natures=frozenset(Nature(value) for value in data.get("natures", ())),
        urgencies=frozenset(Urgency(value) for value in data.get("urgencies", ())),
        warn=Decimal(warn) if isinstance(warn, str) else _limit_in(warn) if warn else None,
        ours=_same_kind("ours", data.get("ours", False), default=False),
    )


def _limit_out(limit: TimeLimit | None) -> Json | None:
    if limit is None:
        return None
    return {"amount": str(limit.amount), "measure": limit.measure.value, "start_day": limit.start_day.value}


def _limit_in(data: Mapping[str, Any]) -> TimeLimit:
    start_day = StartDay(data.get("start_day", StartDay.NEXT_DAY))
    return TimeLimit(Decimal(str(data["amount"])), Measure(data["measure"]), start_day)
