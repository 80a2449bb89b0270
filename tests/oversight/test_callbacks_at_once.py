"""Two people at once, in real threads: nobody is called twice, nothing is recorded twice."""

import pytest

from jiesu.oversight.actions import callback_links, callback_queue, callbacks
from jiesu.oversight.actions.callback_sending import token_of
from jiesu.oversight.actions.field_checks import FieldResult, make_field_check
from jiesu.oversight.callback_states import CallOutcome
from jiesu.oversight.field_states import FieldVerdict
from jiesu.oversight.models import CallbackAnswer, CallbackLink, CallbackTask, FieldPhoto
from jiesu.portal.people import CITIZEN
from jiesu.workorders.models import CallbackRecord
from tests.api.cast import found_city
from tests.oversight.callback_stage import BAD, GOOD, actor, another_caller, order, waiting
from tests.oversight.photos import photo
from tests.oversight.test_field_checks import at_place, ordered
from tests.workorders.test_concurrency import at_once, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(transactional_db, held_clock, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return found_city()


def test_two_who_ask_for_the_next_call_get_two_citizens(city):
    tasks = {waiting(city)[1].pk, waiting(city)[1].pk}
    one, other = actor(city, "callback"), another_caller(city, "caller2")
    results = at_once(
        lambda at: callback_queue.claim_next_call(by=one, at=at),
        lambda at: callback_queue.claim_next_call(by=other, at=at),
    )
    assert {task.pk for task in results} == tasks
    assert len(set(CallbackTask.objects.values_list("held_by_name", flat=True))) == 2


def test_of_two_who_record_at_once_one_is_told_that_it_is_done(city):
    number, task = waiting(city)
    one, other = actor(city, "callback"), another_caller(city, "caller2")
    results = at_once(
        lambda at: callbacks.record_answers(task.pk, heard=BAD, by=one, at=at),
        lambda at: callbacks.record_answers(task.pk, heard=BAD, by=other, at=at),
    )
    assert [refusal.code for refusal in refusals(results)] == ["callback_settled"]
    assert (CallbackRecord.objects.count(), CallbackAnswer.objects.count()) == (1, 1)
    assert (order(number).rework_count, order(number).callback_attempts) == (1, 0)


def test_a_caller_and_the_citizens_link_at_once_give_one_answer(city):
    number, task = waiting(city)
    caller = actor(city, "callback")
    callbacks.record_attempt(task.pk, outcome=CallOutcome.DECLINED, by=caller)
    token = token_of(CallbackLink.objects.get())
    results = at_once(
        lambda at: callbacks.record_answers(task.pk, heard=GOOD, by=caller, at=at),
        lambda at: callback_links.answer_link(token, heard=GOOD, by=CITIZEN, at=at),
        lambda at: callback_links.answer_link(token, heard=GOOD, by=CITIZEN, at=at),
    )
    assert len(refusals(results)) == 2
    assert (CallbackRecord.objects.count(), order(number).state) == (1, "closed")


def test_two_events_at_once_make_one_task(city):
    number = city.at("pending_callback")
    key = order(number).pk
    at_once(
        lambda at: callback_queue.begin_callback(key, at=at),
        lambda at: callback_queue.begin_callback(key, at=at),
    )
    assert CallbackTask.objects.count() == 1


def test_a_result_from_the_field_that_comes_twice_at_once_is_kept_once(city):
    check = ordered(city, at_place(city))
    collector = another_caller(city, "collector", role="collector")
    result = FieldResult(verdict=FieldVerdict.SAID_DONE, note="没有更换", key="a" * 32)
    results = at_once(
        lambda at: make_field_check(check.pk, result=result, photos=[photo()], by=collector, at=at),
        lambda at: make_field_check(check.pk, result=result, photos=[photo()], by=collector, at=at),
    )
    assert not refusals(results)
    assert FieldPhoto.objects.count() == 1
