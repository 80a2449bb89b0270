"""What the centre's rules would have done with past orders."""

from datetime import datetime, timedelta

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.triage.models import RoutingRule
from jiesu.triage.ownrules import Matter, OwnRule, Trial, tried
from jiesu.triage.selectors.suggesting import fault_of, rule_of, rules_in_force
from jiesu.workorders.selectors import every_order

MOST = 20_000
"""So many past orders are tried, the newest."""


def rules_written(*, for_user: Actor) -> list[RoutingRule]:
    """All rules, those switched off too, in the order in which they are tried.

    Raises:
        NotAllowed: the person may not configure the catalogue.
    """
    require(for_user, Permission.CONFIGURE_CATALOGUE)
    return list(RoutingRule.objects.select_related("lead_unit").prefetch_related("assist_units"))


def failing_rules(*, for_user: Actor) -> dict[int, str]:
    """The rules in force that cannot do what they say, by key, with why."""
    require(for_user, Permission.CONFIGURE_CATALOGUE)
    return {rule.key: fault for rule in rules_in_force() if (fault := fault_of(rule))}


def dry_run(
    *, for_user: Actor, draft: RoutingRule | None = None, days: int = 30, at: datetime | None = None
) -> list[Trial]:
    """What each rule in force, and a draft among them, would have done with the orders of the last ``days``.

    Raises:
        NotAllowed: the person may not configure the catalogue.
    """
    require(for_user, Permission.CONFIGURE_CATALOGUE)
    rules: list[OwnRule] = rules_in_force()
    if draft is not None and draft.pk not in [rule.key for rule in rules]:
        rules.append(rule_of(draft))
    since = (at or clock.now()) - timedelta(days=days)
    rows = every_order().filter(registered_at__gte=since).order_by("-registered_at")
    matters = (
        Matter(text=f"{title}\n{content}", nature=nature, topic=topic, area=area, number=number, lead=lead)
        for title, content, nature, topic, area, number, lead in rows.values_list(
            "title", "content", "nature", "topic_code", "area_code", "number", "lead_unit_id"
        )[:MOST]
    )
    return tried(rules, matters, fault=fault_of)
