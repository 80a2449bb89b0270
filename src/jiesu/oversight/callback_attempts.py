"""When and how a citizen is asked next: other days, other times of the day, other ways. Pure rules.

Source: 回访 three times on different days, then 联系不上; how many and how many days apart is the pack's.
That another attempt meets another part of the day is ours, as is the link in a message at the end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from jiesu.catalogue.packs import CallbackRule
from jiesu.core.clock import SHANGHAI
from jiesu.oversight.callback_plans import CallbackPlan, Consent
from jiesu.oversight.callback_states import IN_VAIN, CallbackState, CallbackWay, CallOutcome, DaySlot
from jiesu.workorders.callbacks import failed_attempts


@dataclass(frozen=True)
class Tried:
    """One attempt that was made: when, by which way, what came of it."""

    at: datetime
    way: CallbackWay
    outcome: CallOutcome


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """What comes next.

    Attributes:
        state: of the task.
        way: how the citizen is asked.
        not_before: the earliest moment.
        slot: the part of the day that was chosen; None for an appointment or a link.
        send: whether a link goes out now.
    """

    state: CallbackState
    way: CallbackWay
    not_before: datetime
    slot: DaySlot | None = None
    send: bool = False


def first_step(plan: CallbackPlan, consent: Consent, *, at: datetime) -> NextStep:
    """How a callback begins: a call within the hours of calls, or a link for whoever wants no calls."""
    if not consent.call and (way := link_way(consent)) is not None:
        return NextStep(state=CallbackState.LINKED, way=way, not_before=at, send=True)
    moment = within_hours(plan, at)
    return NextStep(
        state=CallbackState.WAITING, way=CallbackWay.CALL, not_before=moment, slot=slot_of(plan, moment)
    )


def next_step(
    plan: CallbackPlan,
    rule: CallbackRule,
    tried: Sequence[Tried],
    *,
    consent: Consent,
    linked: bool,
    at: datetime,
) -> NextStep:
    """What follows on the attempts so far, the last of which was in vain or declined.

    Args:
        plan: the centre's rules.
        rule: the pack's: how many attempts, how many days apart.
        tried: the attempts so far, oldest first, at least one.
        consent: by which ways the citizen may be asked.
        linked: whether a link was sent before.
        at: the moment.
    """
    counted = failed_attempts((one.at for one in tried if one.outcome in IN_VAIN), rule)
    last = tried[-1]
    if counted >= rule.attempts or last.outcome is CallOutcome.DECLINED:
        return after_calls(plan, consent, linked=linked, at=at)
    return _another_day(plan, rule, tried)


def after_calls(plan: CallbackPlan, consent: Consent, *, linked: bool, at: datetime) -> NextStep:
    """When calling has come to its end: a link, if there may be one and none was sent, else given up."""
    way = link_way(consent)
    if plan.links and way is not None and not linked:
        return NextStep(state=CallbackState.LINKED, way=way, not_before=at, send=True)
    return NextStep(state=CallbackState.UNREACHABLE, way=CallbackWay.CALL, not_before=at)


def link_way(consent: Consent) -> CallbackWay | None:
    """By which message a link goes; None for whoever wants no messages."""
    if consent.wechat:
        return CallbackWay.WECHAT
    return CallbackWay.SMS if consent.sms else None


def within_hours(plan: CallbackPlan, at: datetime) -> datetime:
    """The moment itself when people may be called then, else the next time of the day when they may."""
    local = at.astimezone(SHANGHAI)
    if local.time() < plan.earliest:
        return _at(local, plan.earliest)
    if local.time() >= plan.latest:
        return _at(local + timedelta(days=1), plan.earliest)
    return at


def slot_of(plan: CallbackPlan, at: datetime) -> DaySlot:
    """In which part of the day a moment lies."""
    moment = at.astimezone(SHANGHAI).time()
    if moment < plan.noon:
        return DaySlot.MORNING
    return DaySlot.AFTERNOON if moment < plan.evening else DaySlot.EVENING


def _another_day(plan: CallbackPlan, rule: CallbackRule, tried: Sequence[Tried]) -> NextStep:
    """The next day that counts, in the part of the day that was tried least, the following one first."""
    slot = _untried(plan, tried)
    day = tried[-1].at.astimezone(SHANGHAI) + timedelta(days=max(rule.days_apart, 1))
    begins = {
        DaySlot.MORNING: plan.earliest,
        DaySlot.AFTERNOON: plan.noon,
        DaySlot.EVENING: plan.evening,
    }[slot]
    return NextStep(state=CallbackState.WAITING, way=CallbackWay.CALL, not_before=_at(day, begins), slot=slot)


def _untried(plan: CallbackPlan, tried: Sequence[Tried]) -> DaySlot:
    slots = [slot for slot in DaySlot if slot is not DaySlot.EVENING or plan.evening < plan.latest]
    seen = [slot_of(plan, one.at) for one in tried if one.way is CallbackWay.CALL]
    after = (list(DaySlot).index(seen[-1]) + 1) if seen else 0
    turned = sorted(slots, key=lambda slot: (list(DaySlot).index(slot) - after) % len(DaySlot))
    return min(turned, key=seen.count)


def _at(day: datetime, moment: time) -> datetime:
    return day.replace(hour=moment.hour, minute=moment.minute, second=0, microsecond=0)
