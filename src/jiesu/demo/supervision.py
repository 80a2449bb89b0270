"""Supervision in the demo city: the ladder runs once, a ledger is kept, a bulletin is issued."""

from datetime import timedelta
from itertools import islice

from jiesu.core import clock
from jiesu.demo.stage import Stage
from jiesu.organisations.selectors import today
from jiesu.oversight import actions
from jiesu.oversight.actions import bulletins
from jiesu.oversight.actions.watching import watch_clock
from jiesu.oversight.bulletins import Period, Scope
from jiesu.oversight.problems import Cause
from jiesu.oversight.selectors import ledgers
from jiesu.oversight.selectors.supervision import SupervisionTab, supervision_counts, supervisions
from jiesu.workorders import records
from jiesu.workorders.actions import sweep_deadlines

WATCHED = 40
"""Late clocks that the ladder looks at at once; the workers look at all others."""

_WITHDRAWN = 1
_KINDS = ("sign", "handle", "rework")


def supervise_the_city(stage: Stage) -> None:
    """Let the ladder run, and people do something about it; what an earlier run did is left as it is."""
    people = stage.cast.get("supervisor", ())
    supervisor = stage.city.actor(people[0]) if people else None
    if supervisor is None or any(supervision_counts(for_user=supervisor).values()):
        return
    now = clock.now()
    sweep_deadlines(at=now)
    late = records.clocks_over(_KINDS, since=now, until=now)
    for one in islice((one for one in late if one.state == "running"), WATCHED):
        watch_clock(one.key)
    actions.sweep_watches(at=now)
    rows = list(supervisions(SupervisionTab.WAITING, for_user=supervisor).order_by("pk")[: _WITHDRAWN + 1])
    for row in rows[1:]:
        actions.withdraw_supervision(row.number, reason="单位已到现场办理，改为催办。", by=supervisor)
    for entry in ledgers.ledger_rows(None, for_user=supervisor).order_by("pk")[:2]:
        plan = actions.Plan(
            cause=Cause.NOT_DONE,
            leader="分管副局长",
            plan="专人跟办，每周调度一次。",
            review_on=today(now) + timedelta(days=7),
        )
        actions.plan_entry(entry.pk, plan, by=supervisor)
    day = today(now)
    draft = bulletins.compose_bulletin(
        scope=Scope.CITY, period=Period.AD_HOC, since=day - timedelta(days=6), until=day, by=supervisor
    )
    bulletins.issue_bulletin(draft.pk, by=supervisor)
