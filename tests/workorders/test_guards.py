"""Each condition, row by row, with the refusal that it gives."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from jiesu.catalogue.packs import CallbackRule, ExtensionRule, ReturnRule
from jiesu.catalogue.presets import DEFAULT
from jiesu.workorders.guards import Facts, check
from jiesu.workorders.workflow import RULES, Guard

AT = datetime(2026, 3, 2, 1, tzinfo=UTC)
LATER, EARLIER = AT + timedelta(hours=1), AT - timedelta(hours=1)
PACK = replace(
    DEFAULT,
    returns=ReturnRule(max_times=2, heard=True),
    extension=ExtensionRule(max_times=2, before_expiry=True),
    callback=CallbackRule(attempts=3, days_apart=1),
)
UNHEARD = replace(PACK, returns=ReturnRule(max_times=2, heard=False))
STRICT = replace(PACK, extension=ExtensionRule(allowed=False))
LENIENT = replace(PACK, extension=ExtensionRule(max_times=2, before_expiry=False))

ROWS = [
    (Guard.RETURN_ALLOWED, {}, PACK, None),
    (Guard.RETURN_ALLOWED, {"returns": 1, "return_due": LATER}, PACK, None),
    (Guard.RETURN_ALLOWED, {"return_due": AT}, PACK, None),
    (Guard.RETURN_ALLOWED, {"return_forbidden": True}, PACK, "禁止退回"),
    (Guard.RETURN_ALLOWED, {"returns": 2}, PACK, "达2次"),
    (Guard.RETURN_ALLOWED, {"return_due": EARLIER}, PACK, "首办责任"),
    (Guard.OBJECTION_ALLOWED, {"return_was_refused": True}, PACK, None),
    (Guard.OBJECTION_ALLOWED, {}, PACK, "退单被驳回后"),
    (Guard.OBJECTION_ALLOWED, {"return_was_refused": True}, UNHEARD, "不设派单异议"),
    (Guard.PARTS_COLLECTED, {}, PACK, None),
    (Guard.PARTS_COLLECTED, {"parts_outstanding": 3}, PACK, "还有3个"),
    (Guard.HOLDER_AT_WORK, {}, PACK, None),
    (Guard.HOLDER_AT_WORK, {"holder_at_work": False}, PACK, "不在办理中"),
    (Guard.EXTENSION_ALLOWED, {"handle_due": LATER, "extensions": 1}, PACK, None),
    (Guard.EXTENSION_ALLOWED, {"handle_due": AT}, PACK, None),
    (Guard.EXTENSION_ALLOWED, {"handle_due": EARLIER}, PACK, "届满前"),
    (Guard.EXTENSION_ALLOWED, {"handle_due": EARLIER}, LENIENT, None),
    (Guard.EXTENSION_ALLOWED, {"extensions": 2}, PACK, "已延期2次"),
    (Guard.EXTENSION_ALLOWED, {}, STRICT, "不得延期"),
    (Guard.CALLED_BACK, {"callback_result": "good"}, PACK, None),
    (Guard.CALLED_BACK, {"callback_result": "other"}, PACK, None),
    (Guard.CALLED_BACK, {"callback_result": "waived"}, PACK, None),
    (Guard.CALLED_BACK, {"callback_result": "bad"}, PACK, "应发回重办"),
    (Guard.CALLED_BACK, {"callback_result": "bad", "failed_attempts": 9}, PACK, "应发回重办"),
    (Guard.CALLED_BACK, {}, PACK, "还没有回访结论"),
    (Guard.CALLED_BACK, {"failed_attempts": 2}, PACK, "需满3次"),
    (Guard.CALLED_BACK, {"failed_attempts": 3}, PACK, None),
    (Guard.CALLED_BACK, {"can_be_called": False}, PACK, None),
    (Guard.CITIZEN_DISSATISFIED, {"callback_result": "bad"}, PACK, None),
    (Guard.CITIZEN_DISSATISFIED, {"callback_result": "good"}, PACK, "不能发回重办"),
    (Guard.CITIZEN_DISSATISFIED, {"callback_result": "other"}, PACK, "不能发回重办"),
    (Guard.CITIZEN_DISSATISFIED, {}, PACK, "不能发回重办"),
]


@pytest.mark.parametrize(("guard", "known", "pack", "words"), ROWS)
def test_each_condition_lets_pass_or_says_why_not(guard, known, pack, words):
    refusal = check(guard, Facts(at=AT, **known), pack)
    if words is None:
        assert refusal is None
    else:
        assert words in refusal.message("zh")
        assert refusal.message("en").isascii() or "“" in refusal.message("en")


def test_every_condition_is_tested_and_used():
    assert {row[0] for row in ROWS} == set(Guard) == {guard for rule in RULES for guard in rule.guards}
