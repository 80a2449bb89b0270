"""Only one person at the centre has an order before them, and everybody can see who."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from jiesu.core import clock
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.models import AuditEntry
from jiesu.workorders import actions
from jiesu.workorders.claims import CLAIM_LASTS, Claim, claimed
from jiesu.workorders.errors import ClaimedByAnother
from jiesu.workorders.models import OrderClaim
from jiesu.workorders.selectors import claims_on
from tests.cast import order

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
HERS = Claim(user_id=1, name="方圆", since=NOON, until=NOON + CLAIM_LASTS)


def test_a_free_order_is_his_who_opens_it():
    assert claimed(None, user_id=1, name="方圆", at=NOON) == HERS


def test_ones_own_claim_is_renewed_and_remembers_when_it_began():
    later = NOON + timedelta(seconds=90)

    renewed = claimed(HERS, user_id=1, name="方圆", at=later)

    assert (renewed.since, renewed.until) == (NOON, later + CLAIM_LASTS)


def test_somebody_elses_claim_stands_until_it_ends():
    assert claimed(HERS, user_id=2, name="魏国栋", at=NOON) is HERS
    assert HERS.keeps_out(2, at=NOON)
    assert not HERS.keeps_out(1, at=NOON)

    ended = NOON + CLAIM_LASTS
    assert not HERS.keeps_out(2, at=ended)
    assert claimed(HERS, user_id=2, name="魏国栋", at=ended).user_id == 2


def test_a_claim_is_taken_over_with_a_word():
    taken = claimed(HERS, user_id=2, name="魏国栋", at=NOON, word="方圆已下班")

    assert (taken.user_id, taken.since, taken.word) == (2, NOON, "方圆已下班")


def test_a_claim_keeps_others_out_until_it_is_let_go(cast):
    number = cast.register()
    mine = actions.claim_order(number, by=cast.dispatcher)

    assert mine.user_id == cast.dispatcher.user_id
    assert actions.claim_order(number, by=cast.duty_chief) == mine
    with pytest.raises(ClaimedByAnother, match=cast.dispatcher.name):
        actions.check_claim(number, by=cast.duty_chief)
    actions.check_claim(number, by=cast.dispatcher)
    assert claims_on([order(number).pk]) == {order(number).pk: mine}

    actions.release_claim(number, by=cast.duty_chief)
    assert claims_on([order(number).pk])
    actions.release_claim(number, by=cast.dispatcher)
    actions.check_claim(number, by=cast.duty_chief)
    assert claims_on([order(number).pk]) == {}


def test_a_claim_ends_by_itself(cast, held_clock):
    number = cast.register()
    actions.claim_order(number, by=cast.dispatcher)
    held_clock.move(CLAIM_LASTS)

    assert claims_on([order(number).pk]) == {}
    assert actions.claim_order(number, by=cast.duty_chief).user_id == cast.duty_chief.user_id
    assert not AuditEntry.objects.filter(action="take_over_claim").exists()


def test_taking_over_is_on_record_and_the_first_is_told(cast):
    number = cast.register()
    actions.claim_order(number, by=cast.dispatcher)

    taken = actions.claim_order(number, by=cast.duty_chief, word="方圆去开会了")

    assert taken.name == cast.duty_chief.name
    entry = AuditEntry.objects.get(action="take_over_claim")
    assert (entry.subject, entry.reason, entry.actor_id) == (
        number, "方圆去开会了", cast.duty_chief.user_id,
    )  # fmt: skip
    assert actions.claim_order(number, by=cast.dispatcher) == taken
    with pytest.raises(InvalidInput):
        actions.claim_order(number, by=cast.dispatcher, word="字" * 201)


def test_units_do_not_claim_and_strangers_hear_of_no_order(cast):
    number = cast.register()
    with pytest.raises(NotFound):
        actions.claim_order(number, by=cast.water_clerk)
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    with pytest.raises(NotAllowed):
        actions.claim_order(number, by=cast.water_clerk)
    assert not OrderClaim.objects.exists()
    actions.claim_order(number, by=cast.duty_chief)
    actions.check_claim(number, by=cast.water_clerk)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_open_an_order_at_once_one_has_it_and_both_see_the_same(transactional_db, held_clock):
    from tests.cast import Cast

    cast = Cast()
    number = cast.register()
    people, moment = (cast.dispatcher, cast.duty_chief), clock.now()
    barrier = threading.Barrier(len(people))

    def open_it(person):
        try:
            barrier.wait(timeout=30)
            return actions.claim_order(number, by=person, at=moment)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        first, second = pool.map(open_it, people)

    assert first == second
    assert first.user_id in {person.user_id for person in people}
    assert OrderClaim.objects.count() == 1
