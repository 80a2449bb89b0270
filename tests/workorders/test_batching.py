"""One verb for many chosen orders: each by itself, nothing skipped, what is refused is told."""

import pytest

from jiesu.core.errors import InvalidInput
from jiesu.workorders import actions, batching
from jiesu.workorders.actions.batch import act_on_many
from jiesu.workorders.batching import BATCH_VERBS, verbs_for_all
from jiesu.workorders.errors import Missing
from jiesu.workorders.states import Verb
from jiesu.workorders.workflow import RULES_OF
from tests.cast import order
from tests.workorders.doing import REPLY


@pytest.fixture
def three(cast):
    """One closed directly, one open, one at the water company."""
    numbers = [cast.register(f"和平路路灯不亮{n}") for n in range(3)]
    actions.answer_directly(numbers[0], answer="已修复", by=cast.duty_chief)
    actions.dispatch_order(numbers[2], lead=cast.water.pk, by=cast.duty_chief)
    return numbers


def test_a_batch_takes_only_what_the_table_needs():
    for verb, rule in BATCH_VERBS.items():
        for row in RULES_OF[verb]:
            assert set(row.needs) <= {rule.words}, verb
            assert rule.needs_words or not row.needs, verb


def test_what_is_refused_is_told_and_the_rest_is_done(cast, three):
    outcomes = act_on_many([*three, "404", three[0]], Verb.ARCHIVE, by=cast.duty_chief)

    assert [(one.number, one.refusal.code if one.refusal else "") for one in outcomes] == [
        (three[0], ""),
        (three[1], "wrong_state"),
        (three[2], "wrong_state"),
        ("404", "not_found"),
    ]
    assert [order(number).state for number in three] == ["archived", "pending_dispatch", "pending_sign"]
    assert order(three[1]).version == 1


def test_a_reason_is_given_to_every_order(cast, three):
    outcomes = act_on_many(three, Verb.ANNOTATE, by=cast.duty_chief, words="台风期间集中处理")

    assert [one.refusal for one in outcomes] == [None, None, None]
    assert {order(number).timeline.last().note for number in three} == {"台风期间集中处理"}


@pytest.mark.parametrize(
    ("numbers", "verb", "words", "error"),
    [
        ([], Verb.ARCHIVE, "", InvalidInput),
        (["1"] + [str(n) for n in range(2, 300)], Verb.ARCHIVE, "", InvalidInput),
        (["1"], Verb.DISPATCH, "", InvalidInput),
        (["1"], Verb.REFUSE_EXTENSION, " ", Missing),
    ],
)
def test_what_cannot_be_a_batch_changes_nothing(cast, numbers, verb, words, error):
    with pytest.raises(error):
        act_on_many(numbers, verb, by=cast.duty_chief, words=words)


def test_only_verbs_that_fit_every_order_are_offered(cast, three):
    assert Verb.ARCHIVE in verbs_for_all(three[:1], for_user=cast.duty_chief)
    assert verbs_for_all(three, for_user=cast.duty_chief) == [Verb.ANNOTATE]
    assert Verb.SIGN in verbs_for_all(three[2:], for_user=cast.water_clerk)
    assert verbs_for_all(three, for_user=cast.water_clerk) == []
    assert verbs_for_all([], for_user=cast.duty_chief) == []
    assert verbs_for_all(["404"], for_user=cast.duty_chief) == []


def test_units_sign_and_leaders_approve_many_at_once(cast):
    numbers = [cast.register(f"路灯{n}") for n in range(2)]
    for number in numbers:
        actions.dispatch_order(number, lead=cast.water.pk, by=cast.duty_chief)

    assert not any(one.refusal for one in act_on_many(numbers, Verb.SIGN, by=cast.water_clerk))
    for number in numbers:
        actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    assert Verb.APPROVE_REPLY in verbs_for_all(numbers, for_user=cast.water_leader)
    assert not any(one.refusal for one in act_on_many(numbers, Verb.APPROVE_REPLY, by=cast.water_leader))
    assert {order(number).state for number in numbers} == {"pending_review"}


def test_offers_cost_two_queries_however_many_are_chosen(cast, three, django_assert_num_queries):
    with django_assert_num_queries(2):
        verbs_for_all(three, for_user=cast.duty_chief)
    assert batching.MOST == 200
