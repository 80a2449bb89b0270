"""Callbacks without a call: links in messages, ratings on the portal, what the order's page records."""

from datetime import timedelta

import pytest

from jiesu.messaging.models import Message
from jiesu.oversight.actions import callback_links, callback_queue, callbacks
from jiesu.oversight.actions.callback_plans import note_consent
from jiesu.oversight.actions.callback_sending import token_of
from jiesu.oversight.callback_plans import Consent
from jiesu.oversight.callback_states import CallOutcome, Fault, Verdict
from jiesu.oversight.models import (
    CallbackAnswer,
    CallbackLink,
)
from jiesu.portal.people import CITIZEN
from jiesu.workorders.models import CallbackRecord
from tests.api.cast import City, found_city
from tests.oversight.callback_stage import (
    GOOD,
    UNASKED,
    actor,
    fresh,
    order,
    refused,
    waiting,
)

NO = CallOutcome.NO_ANSWER


@pytest.fixture
def city(db, held_clock) -> City:
    return found_city()


@pytest.fixture
def caller(city):
    return actor(city, "callback")


def test_who_declines_gets_a_link_and_is_closed_by_waiver(city, caller, held_clock):
    number, task = waiting(city)
    task = callbacks.record_attempt(task.pk, outcome=CallOutcome.DECLINED, by=caller, note="不愿多说")
    assert (task.state, order(number).callback_attempts) == ("linked", 0)
    held_clock.move(timedelta(days=4))
    callback_queue.sweep_callbacks()
    assert (order(number).state, order(number).callback_round) == ("closed", "waived")


def test_whoever_wants_no_calls_is_asked_by_a_link(city, caller):
    number, _task = waiting(city)
    note_consent(number, consent=Consent(call=False), by=caller)
    _other, task = waiting(city)
    assert (task.state, task.way) == ("linked", "sms_link")
    assert Message.objects.count() == CallbackLink.objects.count() == 1


def test_a_link_is_answered_once_and_in_time(city, caller, held_clock):
    number, task = waiting(city)
    callbacks.record_attempt(task.pk, outcome=CallOutcome.DECLINED, by=caller)
    token = token_of(CallbackLink.objects.get())
    refused(callback_links.answer_link, token[:-1] + "x", heard=GOOD, by=CITIZEN, code="link_not_valid")
    refused(callback_links.answer_link, "nonsense", heard=GOOD, by=CITIZEN, code="link_not_valid")
    assert callback_links.answer_link(token, heard=GOOD, by=CITIZEN) is Verdict.CLOSE
    assert (fresh(task).state, order(number).state) == ("done", "closed")
    assert CallbackRecord.objects.get().channel == "sms"
    refused(callback_links.answer_link, token, heard=GOOD, by=CITIZEN, code="link_not_valid")


def test_a_link_that_is_over_takes_no_answer(city, caller, held_clock):
    _number, task = waiting(city)
    callbacks.record_attempt(task.pk, outcome=CallOutcome.DECLINED, by=caller)
    held_clock.move(timedelta(days=3))
    token = token_of(CallbackLink.objects.get())
    refused(callback_links.answer_link, token, heard=GOOD, by=CITIZEN, code="link_not_valid")


def test_a_bad_answer_by_link_is_judged_by_a_person(city, caller):
    number, task = waiting(city)
    callbacks.record_attempt(task.pk, outcome=CallOutcome.DECLINED, by=caller)
    token = token_of(CallbackLink.objects.get())
    assert callback_links.answer_link(token, heard=UNASKED, by=CITIZEN) is Verdict.JUDGE
    assert (fresh(task).state, order(number).state) == ("to_judge", "pending_callback")
    assert callback_queue.claim_next_call(by=caller) == task
    refused(callbacks.judge_callback, task.pk, fault=Fault.POLICY, by=caller, code="invalid_input")
    assert callbacks.judge_callback(task.pk, fault=Fault.UNIT, by=caller) is Verdict.REWORK
    assert (order(number).state, CallbackAnswer.objects.get().fault) == ("handling", "unit")


def test_a_bad_answer_may_be_judged_to_be_policy_and_is_explained(city, caller):
    number, task = waiting(city)
    callbacks.record_attempt(task.pk, outcome=CallOutcome.DECLINED, by=caller)
    callback_links.answer_link(token_of(CallbackLink.objects.get()), heard=UNASKED, by=CITIZEN)
    verdict = callbacks.judge_callback(task.pk, fault=Fault.POLICY, explanation="政策如此", by=caller)
    assert (verdict, order(number).state, order(number).callback_round) == (
        Verdict.EXPLAIN,
        "closed",
        "other",
    )


def test_a_rating_on_the_portal_settles_the_task(city, run_jobs):
    from jiesu.workorders.actions import hearing
    from jiesu.workorders.actions.hearing import Rating
    from jiesu.workorders.states import Resolution, Satisfaction

    number, task = waiting(city)
    rating = Rating(satisfaction=Satisfaction.SATISFIED, resolution=Resolution.RESOLVED, comment="快")
    hearing.rate_answer(number, rating=rating, by=CITIZEN)
    run_jobs()
    assert (fresh(task).state, order(number).state) == ("done", "closed")
    assert CallbackAnswer.objects.get().way == "portal"
    number, task = waiting(city)
    rating = Rating(satisfaction=Satisfaction.DISSATISFIED, comment="慢")
    hearing.rate_answer(number, rating=rating, by=CITIZEN)
    run_jobs()
    assert (fresh(task).state, order(number).state) == ("to_judge", "pending_callback")


def test_what_is_recorded_on_the_orders_page_settles_or_counts_here_too(city, caller, run_jobs):
    number, task = waiting(city)
    city.callback.do(number, "record_callback", reached=False)
    run_jobs()
    assert (fresh(task).attempts, fresh(task).slot) == (1, "afternoon")
    city.callback.do(number, "record_callback", reached=True, satisfaction="satisfied")
    city.callback.do(number, "close")
    run_jobs()
    assert (fresh(task).state, CallbackAnswer.objects.get().satisfaction) == ("done", "satisfied")
    refused(callbacks.record_answers, task.pk, heard=GOOD, by=caller, code="callback_settled")
