"""Which rules of notices hold here."""

import inspect

from jiesu.core.errors import NotFound
from jiesu.core.events import Event
from jiesu.oversight import events as oversight
from jiesu.oversight.models import NoticeRuleRow
from jiesu.oversight.notice_presets import RULES
from jiesu.oversight.noticing import NoticeRule
from jiesu.workorders import events as workorders


def rules_in_force() -> dict[str, NoticeRule]:
    """Every rule by code: the shipped ones in their order, as the centre changed them, then its own."""
    own = {row.code: row.rule for row in NoticeRuleRow.objects.order_by("code")}
    return {rule.code: own.pop(rule.code, rule) for rule in RULES} | own


def rule_in_force(code: str) -> NoticeRule:
    """One rule.

    Raises:
        NotFound: there is none of this code.
    """
    rule = rules_in_force().get(code)
    if rule is None:
        raise NotFound(what="消息规则 notice rule")
    return rule


def changed_rules() -> set[str]:
    """The codes of the rules that the centre has changed or added."""
    return set(NoticeRuleRow.objects.values_list("code", flat=True))


def announced() -> list[type[Event]]:
    """The events that the orders and the oversight announce."""
    found = [
        kind for module in (workorders, oversight) for _, kind in inspect.getmembers(module, inspect.isclass)
    ]
    return [
        kind
        for kind in found
        if issubclass(kind, Event) and kind.__module__ in (workorders.__name__, oversight.__name__)
    ]
