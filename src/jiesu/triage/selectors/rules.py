"""The centre's rules as they stand, and what they would have done with past orders."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from jiesu.catalogue import selectors as catalogue
from jiesu.core import clock
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.places import selectors as places
from jiesu.triage.models import RoutingRule
from jiesu.triage.ownrules import Matter, OwnRule, Trial, covers, tried
from jiesu.triage.reasons import Reason
from jiesu.triage.selectors.sight import require_sight
from jiesu.triage.selectors.suggesting import faults_of, rule_of
from jiesu.workorders.selectors import every_order

if TYPE_CHECKING:
    from jiesu.triage.actions import RuleText

MOST = 20_000
"""So many past orders are tried, the newest."""

DRAFT = 0
"""The key of a rule that is only being written."""


@dataclass(frozen=True, kw_only=True)
class WrittenRule:
    """A rule as the page of rules shows it.

    Attributes:
        row: as it is stored.
        topic, area: names of what it is confined to; empty without.
        fault: why it cannot do what it says; None when it can.
        hidden_by: the earlier rule in force that fits whatever it fits, so that it can never decide.
    """

    row: RoutingRule
    topic: str
    area: str
    fault: Reason | None
    hidden_by: RoutingRule | None


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What rules would have done with past orders.

    Attributes:
        trials: a rule each, in the order in which they are tried.
        orders: how many were tried.
        decided: of those, how many some rule decides.
        since: from when on.
        was_cut: whether there were more than :data:`MOST`.
    """

    trials: tuple[Trial, ...]
    orders: int
    decided: int
    since: datetime
    was_cut: bool


def rules_written(*, for_user: Actor) -> list[WrittenRule]:
    """All rules, those switched off too, in the order in which they are tried.

    Raises:
        NotAllowed: the person may neither configure triage nor see all orders.
    """
    require_sight(for_user)
    rows = list(RoutingRule.objects.select_related("lead_unit").prefetch_related("assist_units"))
    own = {row.pk: rule_of(row) for row in rows}
    faults = faults_of(list(own.values()))
    areas = places.divisions_coded({row.area_code for row in rows if row.area_code})
    topics = catalogue.topics_of()
    return [
        WrittenRule(
            row=row,
            topic=topics[row.topic_code].full_name if row.topic_code in topics else row.topic_code,
            area=areas.get(row.area_code, row.area_code),
            fault=faults.get(row.pk),
            hidden_by=_hiding(row, rows[:at], own),
        )
        for at, row in enumerate(rows)
    ]


def rule_written(rule_id: int, *, for_user: Actor) -> RoutingRule:
    """One rule.

    Raises:
        NotAllowed: the person may neither configure triage nor see all orders.
        NotFound: there is no such rule.
    """
    require_sight(for_user)
    rows = RoutingRule.objects.select_related("lead_unit").prefetch_related("assist_units")
    row = rows.filter(pk=rule_id).first()
    if row is None:
        raise NotFound(what="派单规则 routing rule")
    return row


def failing_rules(*, for_user: Actor) -> dict[int, Reason]:
    """The rules in force that cannot do what they say, by key, with why."""
    require_sight(for_user)
    return faults_of(_in_force(None, None))


def dry_run(
    *,
    for_user: Actor,
    draft: "RuleText | None" = None,
    rule_id: int | None = None,
    days: int = 30,
    at: datetime | None = None,
) -> DryRun:
    """What each rule in force, and a draft among them, would have done with the orders of the last ``days``.

    Args:
        for_user: who asks.
        draft: a rule that is being written; its trial has the key of ``rule_id``, or :data:`DRAFT`.
        rule_id: the rule that the draft would replace; without one it would come last.
        days: how far to look back.
        at: until when; now when not given.

    Raises:
        NotAllowed: the person may neither configure triage nor see all orders.
    """
    require_sight(for_user)
    rules = _in_force(draft, rule_id)
    since = (at or clock.now()) - timedelta(days=days)
    rows = every_order().filter(registered_at__gte=since).order_by("-registered_at")
    told = rows.values_list("title", "content", "nature", "topic_code", "area_code", "number", "lead_unit_id")
    matters = [
        Matter(text=f"{title}\n{content}", nature=nature, topic=topic, area=area, number=number, lead=lead)
        for title, content, nature, topic, area, number, lead in told[: MOST + 1]
    ]
    faults = faults_of(rules)
    trials = tuple(tried(rules, matters[:MOST], fault=lambda rule: faults.get(rule.key)))
    return DryRun(
        trials=trials,
        orders=min(len(matters), MOST),
        decided=sum(trial.decides for trial in trials),
        since=since,
        was_cut=len(matters) > MOST,
    )


def _in_force(draft: "RuleText | None", rule_id: int | None) -> list[OwnRule]:
    """The rules that are switched on, a draft in the place that it would have."""
    rows = RoutingRule.objects.prefetch_related("assist_units")
    rules = [
        _drafted(draft, row.pk) if draft and row.pk == rule_id else rule_of(row)
        for row in rows
        if row.is_active or (draft and row.pk == rule_id)
    ]
    if draft and rule_id is None:
        rules.append(_drafted(draft, DRAFT))
    return rules


def _drafted(draft: "RuleText", key: int) -> OwnRule:
    return OwnRule(
        key=key,
        name=draft.name,
        any_of=tuple(draft.any_of),
        none_of=tuple(draft.none_of),
        natures=frozenset(draft.natures),
        topic=draft.topic_code,
        area=draft.area_code,
        lead=draft.lead,
        assists=tuple(draft.assists),
    )


def _hiding(row: RoutingRule, earlier: list[RoutingRule], own: dict[int, OwnRule]) -> RoutingRule | None:
    if not row.is_active:
        return None
    return next((one for one in earlier if one.is_active and covers(own[one.pk], own[row.pk])), None)
