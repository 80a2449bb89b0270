"""Supervision in the demo city: the ladder runs once, people supervise, keep ledgers and issue a bulletin."""

from datetime import datetime, timedelta
from itertools import islice

from jiesu.core import clock
from jiesu.demo.stage import Stage
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import today
from jiesu.oversight import actions
from jiesu.oversight.actions import bulletins
from jiesu.oversight.actions.watching import watch_clock
from jiesu.oversight.bulletins import Period, Scope
from jiesu.oversight.problems import Cause, Ledger
from jiesu.oversight.selectors.bulletins import bulletins_for
from jiesu.oversight.supervision import Colour
from jiesu.workorders import records
from jiesu.workorders.actions import sweep_deadlines
from jiesu.workorders.filters import OrderFilter, Sorting
from jiesu.workorders.selectors import list_orders
from jiesu.workorders.states import OrderState

WATCHED = 40
"""Late clocks that the ladder looks at at once; the workers look at all others."""

_KINDS = ("sign", "handle", "rework")
_SAID = (
    (
        Colour.BLUE,
        "市民一周内三次来电催问，尚未与其联系。",
        Ledger.DIFFICULT,
        "管线权属有争议，两家单位意见不一。",
    ),
    (Colour.YELLOW, "媒体报道后仍未见现场处置。", Ledger.LEGACY, "开发企业已注销，遗留问题牵涉面广。"),
    (Colour.BLUE, "答复期限临近，办理记录为空。", Ledger.MANY_CITIZENS, "同一小区十余户反映。"),
)


def supervise_the_city(stage: Stage) -> None:
    """Let the ladder run, and people do something about it; what an earlier run did is left as it is."""
    people = stage.cast.get("supervisor", ())
    supervisor = stage.city.actor(people[0]) if people else None
    if supervisor is None or bulletins_for(supervisor).exists():
        return
    now = clock.now()
    _run_the_ladder(now)
    _supervise(supervisor, now)
    day = today(now)
    draft = bulletins.compose_bulletin(
        scope=Scope.CITY, period=Period.AD_HOC, since=day - timedelta(days=6), until=day, by=supervisor
    )
    bulletins.issue_bulletin(draft.pk, by=supervisor)


def _run_the_ladder(now: datetime) -> None:
    sweep_deadlines(at=now)
    late = records.clocks_over(_KINDS, since=now, until=now)
    for one in islice((one for one in late if one.state == "running"), WATCHED):
        watch_clock(one.key)
    actions.sweep_watches(at=now)


def _supervise(supervisor: Actor, now: datetime) -> None:
    """The orders that are due next: supervised, entered into ledgers, with a plan."""
    open_orders = list_orders(
        OrderFilter(states=[OrderState.HANDLING.value]),
        for_user=supervisor,
        sorting=Sorting.DUE,
        size=len(_SAID),
    )
    for order, (colour, why, ledger, problem) in zip(open_orders.items, _SAID, strict=False):
        actions.issue_supervision(order.number, colour=colour, reason=why, by=supervisor)
        entry = actions.enter_ledger(order.number, ledger, reason=problem, by=supervisor)
        plan = actions.Plan(
            cause=Cause.OTHERS_NEEDED,
            leader="分管副局长",
            plan="专人跟办，每周调度一次。",
            review_on=today(now) + timedelta(days=7),
        )
        actions.plan_entry(entry.pk, plan, by=supervisor)
