"""The lists, as one table: what each is of, for whom, and the tabs that it begins with."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from jiesu.accounts.permissions import Permission as P  # noqa: N817 - a table of them follows
from jiesu.console.lists.columns import Column as C  # noqa: N817
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.workorders.queues import DECIDED_BY
from jiesu.workorders.states import SETTLED_STATES, ApplicationKind, OrderState

_STATES = tuple(state.value for state in OrderState)
_SETTLED = tuple(state for state in _STATES if OrderState(state) in SETTLED_STATES)
_OPEN = tuple(state for state in _STATES if state not in (*_SETTLED, OrderState.ARCHIVED.value))


@dataclass(frozen=True)
class Tab:
    """A view that everybody finds: a name and what the list is narrowed by."""

    label: str
    query: str = ""


@dataclass(frozen=True, kw_only=True)
class Preset:
    """One list.

    Attributes:
        key, label: which one.
        permissions: any of these opens it.
        at_centre: whether it is the centre's alone.
        states: the states that its orders are in; empty for all.
        by_applications: whether only orders with an application that waits are in it.
        tabs: what it begins with.
        columns: the columns that are shown until somebody chooses.
        empty: what is said when nothing is in it.
    """

    key: str
    label: str
    permissions: tuple[P, ...]
    at_centre: bool = True
    states: tuple[str, ...] = ()
    by_applications: bool = False
    tabs: tuple[Tab, ...]
    columns: tuple[C, ...]
    empty: str


def _states(states: Iterable[str]) -> str:
    return "&".join(f"state={state}" for state in states)


_USUAL = (C.NATURE, C.UNIT, C.STATE, C.REGISTERED)
_DECIDES = dict(DECIDED_BY) | {ApplicationKind.RETURN: P.DECIDE_RETURN}

PRESETS: dict[str, Preset] = {
    preset.key: preset
    for preset in (
        Preset(
            key="all",
            label="全部工单",
            permissions=(P.VIEW_ORDERS, P.VIEW_ALL_ORDERS, P.REGISTER_ORDER),
            at_centre=False,
            tabs=(
                Tab("全部"),
                Tab("在办", _states(_OPEN)),
                Tab("超期", "sort=due&overdue=on"),
                Tab("问题工单", "problem=on"),
            ),
            columns=_USUAL,
            empty="没有您能看到的工单符合这些条件。",
        ),
        Preset(
            key="review",
            label="审核",
            permissions=(P.REVIEW_ORDER,),
            states=(OrderState.PENDING_REVIEW.value,),
            tabs=(Tab("全部"), Tab("问题工单", "problem=on")),
            columns=(C.NATURE, C.UNIT, C.REGISTERED),
            empty="没有等待审核的工单。承办单位审签后的反馈会出现在这里。",
        ),
        Preset(
            key="callback",
            label="回访",
            permissions=(P.RECORD_CALLBACK,),
            states=(OrderState.PENDING_CALLBACK.value, OrderState.DIRECT_ANSWERED.value),
            tabs=(
                Tab("全部"),
                Tab("待回访", _states((OrderState.PENDING_CALLBACK.value,))),
                Tab("直接答复", _states((OrderState.DIRECT_ANSWERED.value,))),
            ),
            columns=(C.NATURE, C.UNIT, C.STATE, C.SATISFACTION, C.ATTEMPTS),
            empty="没有等待回访的工单。审核通过的工单会出现在这里。",
        ),
        Preset(
            key="applications",
            label="申请",
            permissions=tuple(_DECIDES.values()),
            by_applications=True,
            tabs=(
                Tab("全部"),
                Tab("退单", "application=return"),
                Tab("延期", "application=extension"),
                Tab("挂起", "application=suspension"),
                Tab("最终答复", "application=final_answer"),
                Tab("剔除考核", "application=exclusion"),
            ),
            columns=(C.APPLIED, C.UNIT, C.STATE),
            empty="没有等待决定的申请。承办单位提出的申请会出现在这里。",
        ),
        Preset(
            key="archive",
            label="归档",
            permissions=(P.ARCHIVE_ORDER,),
            states=(*_SETTLED, OrderState.ARCHIVED.value),
            tabs=(
                Tab("全部"),
                Tab("待归档", _states(_SETTLED)),
                Tab("已归档", _states((OrderState.ARCHIVED.value,))),
            ),
            columns=(C.NATURE, C.UNIT, C.STATE, C.SATISFACTION, C.CLOSED),
            empty="没有办结的工单。办结的工单会出现在这里，等待归档。",
        ),
    )
}


def address_of(key: str) -> str:
    """Where a list is."""
    return reverse("orders") if key == "all" else reverse("orders-of", args=[key])


def preset_for(actor: Actor, key: str) -> Preset:
    """The list of this name.

    Raises:
        NotFound: there is none, or it belongs to none of the person's jobs.
    """
    preset = PRESETS.get(key)
    if preset is None or not _is_for(preset, actor):
        raise NotFound(what="列表 list")
    return preset


def presets_for(actor: Actor) -> list[Preset]:
    """The lists of a person's jobs."""
    return [preset for preset in PRESETS.values() if _is_for(preset, actor)]


def kinds_decided_by(actor: Actor) -> tuple[str, ...]:
    """The kinds of applications that this person decides."""
    return tuple(kind.value for kind in ApplicationKind if actor.may(_DECIDES[kind]))


def _is_for(preset: Preset, actor: Actor) -> bool:
    placed = actor.is_centre or not preset.at_centre
    return placed and any(actor.may(permission) for permission in preset.permissions)
