"""What a centre decides about triage: on or off, which topics may go alone, its own rules."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field

from django.db import transaction
from django.db.models import Max

from jiesu.accounts.permissions import Permission, require
from jiesu.catalogue.codes import is_topic_code
from jiesu.core import audit
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.organisations.actors import Actor
from jiesu.triage.models import AutomaticTopic, RoutingRule, Switches
from jiesu.triage.reasons import told
from jiesu.triage.selectors.suggesting import fault_of, rule_of

_LOWEST, _HIGHEST = 0.5, 1.0


@dataclass(frozen=True, kw_only=True)
class RuleText:
    """A rule as somebody writes it; see ``ownrules.OwnRule``. Without a position it stays, or comes last."""

    name: str
    lead: int
    assists: Sequence[int] = ()
    any_of: Sequence[str] = ()
    none_of: Sequence[str] = ()
    natures: Sequence[str] = ()
    topic_code: str = ""
    area_code: str = ""
    position: int | None = None
    is_active: bool = field(default=True)


@transaction.atomic
def switch(*, is_on: bool, may_dispatch: bool, by: Actor) -> Switches:
    """Switch suggestions, and dispatching without a person, on or off.

    Raises:
        NotAllowed: ``by`` may not configure triage.
    """
    require(by, Permission.CONFIGURE_TRIAGE)
    row, _ = Switches.objects.update_or_create(pk=1, defaults={"is_on": is_on, "may_dispatch": may_dispatch})
    audit.record("triage.switch", subject="triage", by=by, is_on=is_on, may_dispatch=may_dispatch)
    return row


@transaction.atomic
def set_automatic(thresholds: Mapping[str, float | None], *, by: Actor) -> None:
    """Say above which confidence (0.5 to 1) the orders of a topic may go alone; None: never.

    Raises:
        NotAllowed: ``by`` may not configure triage.
        InvalidInput: no code of a topic, or a confidence out of range.
    """
    require(by, Permission.CONFIGURE_TRIAGE)
    for code, threshold in thresholds.items():
        if not is_topic_code(code):
            raise InvalidInput(
                field="topic_code", reason_zh="事项代码为2、4或6位数字", reason_en="2, 4 or 6 digits"
            )
        if threshold is None:
            AutomaticTopic.objects.filter(topic_code=code).delete()
            continue
        if not _LOWEST <= threshold <= _HIGHEST:
            raise InvalidInput(
                field="threshold", reason_zh="把握应在0.5与1之间", reason_en="between 0.5 and 1"
            )
        AutomaticTopic.objects.update_or_create(topic_code=code, defaults={"threshold": threshold})
    audit.record("triage.set_automatic", subject="triage", by=by, thresholds=dict(thresholds))


@transaction.atomic
def save_rule(rule: RuleText, *, by: Actor, rule_id: int | None = None) -> RoutingRule:
    """Write a rule, or change one; a rule without a condition, or that fails at once, is refused.

    Raises:
        NotAllowed: ``by`` may not configure triage.
        NotFound: there is no such rule.
        InvalidInput: it has no condition, or its unit, topic or nature does not fit.
    """
    require(by, Permission.CONFIGURE_TRIAGE)
    if not any((rule.any_of, rule.none_of, rule.natures, rule.topic_code, rule.area_code)):
        raise InvalidInput(
            field="any_of", reason_zh="规则至少要有一个条件", reason_en="a rule needs a condition"
        )
    stored = RoutingRule(position=_next_position()) if rule_id is None else _stored(rule_id)
    for name, value in _columns(rule).items():
        setattr(stored, name, value)
    if rule.position is not None:
        stored.position = rule.position
    stored.save()
    stored.assist_units.set(rule.assists)
    fault = fault_of(rule_of(stored))
    if fault:
        raise InvalidInput(field="lead", reason_zh=told([fault]), reason_en="the rule would fail at once")
    audit.record("triage.save_rule", subject=stored.name, by=by, rule=asdict(rule))
    return stored


@transaction.atomic
def move_rule(rule_id: int, *, up: bool, by: Actor) -> None:
    """Let a rule be tried one place earlier, or later; at the end of the list it stays where it is.

    Raises:
        NotAllowed: ``by`` may not configure triage.
        NotFound: there is no such rule.
    """
    require(by, Permission.CONFIGURE_TRIAGE)
    moved = _stored(rule_id)
    rows = list(RoutingRule.objects.select_for_update().order_by("position", "pk"))
    at = rows.index(moved)
    to = max(0, at - 1) if up else min(len(rows) - 1, at + 1)
    rows.insert(to, rows.pop(at))
    for position, row in enumerate(rows, start=1):
        row.position = position
    RoutingRule.objects.bulk_update(rows, ["position"])
    audit.record("triage.move_rule", subject=moved.name, by=by, position=to + 1)


@transaction.atomic
def remove_rule(rule_id: int, *, by: Actor) -> None:
    """Take a rule away.

    Raises:
        NotAllowed: ``by`` may not configure triage.
        NotFound: there is no such rule.
    """
    require(by, Permission.CONFIGURE_TRIAGE)
    stored = _stored(rule_id)
    audit.record("triage.remove_rule", subject=stored.name, by=by)
    stored.delete()


def _stored(rule_id: int) -> RoutingRule:
    row = RoutingRule.objects.select_for_update().filter(pk=rule_id).first()
    if row is None:
        raise NotFound(what="派单规则 routing rule")
    return row


def _next_position() -> int:
    last: int | None = RoutingRule.objects.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1


def _columns(rule: RuleText) -> dict[str, object]:
    return {
        "name": rule.name.strip()[:60],
        "lead_unit_id": rule.lead,
        "any_of": [word.strip() for word in rule.any_of if word.strip()],
        "none_of": [word.strip() for word in rule.none_of if word.strip()],
        "natures": list(rule.natures),
        "topic_code": rule.topic_code,
        "area_code": rule.area_code,
        "is_active": rule.is_active,
    }
