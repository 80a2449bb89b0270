"""Callbacks: whom to call, what is tried, what is said, and what becomes of the order."""

from datetime import timedelta

import pytest

from jiesu.accounts.permissions import Permission
from jiesu.core import clock
from jiesu.core.errors import NotAllowed, NotFound
from jiesu.core.models import JournalEntry
from jiesu.messaging.models import Message
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight.actions import callback_queue, callbacks
from jiesu.oversight.actions.callback_plans import publish_callback_plan
from jiesu.oversight.actions.callback_sending import token_of
from jiesu.oversight.callback_plans import DEFAULT_PLAN, CallbackPlan
from jiesu.oversight.callback_states import CallOutcome, Fault, Verdict
from jiesu.oversight.models import (
    CallbackAttempt,
    CallbackLink,
    CallbackPlanVersion,
    CallbackTask,
)
from jiesu.oversight.selectors import callbacks as selectors
from jiesu.workorders.models import CallbackRecord
from tests.api.cast import City, found_city
from tests.oversight.callback_stage import (
    BAD,
    GOOD,
    POLICY,
    UNASKED,
    actor,
    another_caller,
    fresh,
    order,
    refused,
    use_plan,
    waiting,
)

NO = CallOutcome.NO_ANSWER


@pytest.fixture
def city(db, held_clock) -> City:
    return found_city()


@pytest.fixture
def caller(city):
    return actor(city, "callback")


def test_an_accepted_reply_makes_one_task_however_often_the_event_comes(city, run_jobs):
    number = city.at("pending_callback")
    run_jobs()
    task = CallbackTask.objects.get()
    assert (task.order.number, task.state, task.way, task.turn) == (number, "waiting", "call", 1)
    assert (task.why, task.unit_id, task.next_at) == ("其余：100 %", city.units["water"].pk, clock.now())
    callback_queue.begin_callback(task.order_id)
    callback_queue.sweep_callbacks()
    assert CallbackTask.objects.count() == 1


def test_an_order_that_is_not_drawn_is_closed_without_a_call(city, run_jobs):
    use_plan(others=0)
    number = city.at("pending_callback")
    run_jobs()
    kept = order(number)
    assert (kept.state, kept.callback_round, kept.callback_attempts) == ("closed", "waived", 0)
    assert not CallbackTask.objects.exists()


def test_an_order_that_is_not_drawn_waits_where_the_centre_closes_nothing_by_itself(city):
    use_plan(others=0, closes=False)
    number, task = waiting(city)
    assert (task, order(number).state) == (None, "pending_callback")


def test_answers_on_the_spot_are_drawn_by_their_own_share(city, run_jobs):
    use_plan(direct=100)
    number = city.operator.register()
    city.duty_chief.do(number, "answer_directly", answer="请带身份证到窗口办理。")
    run_jobs()
    task = CallbackTask.objects.get()
    assert (task.order.number, task.state, task.why) == (number, "waiting", "直接答复：100 %")
    callbacks.record_answers(task.pk, heard=GOOD, by=actor(city, "callback"))
    assert (order(number).state, order(number).final_satisfaction) == ("direct_answered", "satisfied")


def test_a_satisfied_citizen_closes_the_order(city, caller):
    number, task = waiting(city)
    assert callbacks.record_answers(task.pk, heard=GOOD, by=caller) is Verdict.CLOSE
    task, kept = fresh(task), order(number)
    assert (task.state, task.finished_by_name, task.attempts) == ("done", "callback", 1)
    assert (kept.state, kept.first_satisfaction, kept.final_resolution) == ("closed", "satisfied", "resolved")
    record = CallbackRecord.objects.get()
    assert (record.contacted, record.truthful, record.channel) == (True, True, "phone")


def test_dissatisfaction_by_the_units_fault_is_rework_and_the_next_round_is_asked_again(city, caller):
    number, task = waiting(city)
    assert callbacks.record_answers(task.pk, heard=BAD, by=caller) is Verdict.REWORK
    kept = order(number)
    assert (kept.state, kept.rework_count, kept.final_satisfaction) == ("handling", 1, "dissatisfied")
    city.water_clerk.do(number, "reply", handling="重新更换", public_answer="您好，已重新更换。")
    city.water_leader.do(number, "approve_reply")
    city.reviewer.do(number, "review")
    again = callback_queue.begin_callback(kept.pk)
    assert (again.turn, again.why) == (2, "重办或问题工单：必访")
    callbacks.record_answers(again.pk, heard=GOOD, by=caller)
    kept = order(number)
    assert (kept.state, kept.first_satisfaction, kept.final_satisfaction) == (
        "closed",
        "dissatisfied",
        "satisfied",
    )
    found = [task.answer.satisfaction for task in selectors.callbacks_on(kept)]
    assert found == ["dissatisfied", "satisfied"]


def test_policy_is_explained_and_an_unreasonable_demand_is_for_the_unit_to_apply(city, caller):
    number, task = waiting(city)
    assert callbacks.record_answers(task.pk, heard=POLICY, by=caller) is Verdict.EXPLAIN
    assert (order(number).state, order(number).callback_round) == ("closed", "other")
    from dataclasses import replace

    number, task = waiting(city)
    heard = replace(POLICY, fault=Fault.UNREASONABLE)
    assert callbacks.record_answers(task.pk, heard=heard, by=caller) is Verdict.APPLY
    assert order(number).state == "closed"
    told = JournalEntry.objects.get(name="oversight.UnreasonableDemandNamed")
    assert (told.subject, told.payload["unit_id"]) == (number, city.units["water"].pk)
    city.water_leader.do(number, "apply_exclusion", reason="要求违反规定")


def test_what_is_wanting_is_refused_and_nothing_happens(city, caller):
    _number, task = waiting(city)
    refused(callbacks.record_answers, task.pk, heard=UNASKED, by=caller, code="invalid_input")
    refused(callbacks.record_attempt, task.pk, outcome=CallOutcome.ANSWERED, by=caller, code="invalid_input")
    refused(callbacks.record_attempt, task.pk, outcome=CallOutcome.APPOINTED, by=caller, code="invalid_input")
    refused(
        callbacks.record_attempt,
        task.pk,
        outcome=CallOutcome.APPOINTED,
        appointed_at=clock.now() + timedelta(days=15),
        by=caller,
        code="invalid_input",
    )
    assert fresh(task).attempts == 0


def test_only_those_who_call_back_may(city, caller):
    _number, task = waiting(city)
    for name in ("operator", "dispatcher", "water_clerk"):
        someone = actor(city, name)
        with pytest.raises((NotAllowed, NotFound)):
            callbacks.record_answers(task.pk, heard=GOOD, by=someone)
        with pytest.raises(NotAllowed):
            callback_queue.claim_next_call(by=someone)
    assert fresh(task).state == "waiting"


def test_attempts_on_other_days_and_times_then_a_link_then_given_up(city, caller, held_clock):
    number, task = waiting(city)
    nexts = []
    for _ in range(2):
        task = callbacks.record_attempt(task.pk, outcome=NO, by=caller)
        nexts.append((task.next_at.astimezone(clock.SHANGHAI).strftime("%d %H:%M"), task.slot))
        held_clock.move_to(task.next_at)
    assert nexts == [("03 12:00", "afternoon"), ("04 18:00", "evening")]
    assert callback_queue.claim_next_call(by=caller) == task
    task = callbacks.record_attempt(task.pk, outcome=NO, by=caller)
    assert (task.state, task.way, order(number).callback_attempts) == ("linked", "sms_link", 3)
    link, message = CallbackLink.objects.get(), Message.objects.get()
    assert link.expires_at == task.next_at == clock.now() + timedelta(days=3)
    assert f"/visit/{token_of(link)}/" in message.text
    assert (message.address, message.is_secret, message.subject) == ("13812345678", True, number)
    assert callback_queue.claim_next_call(by=caller) is None

    held_clock.move(timedelta(days=3))
    callback_queue.sweep_callbacks()
    callback_queue.sweep_callbacks()
    assert (fresh(task).state, order(number).state) == ("unreachable", "closed")
    assert order(number).final_satisfaction == ""


def test_an_appointment_is_kept_and_comes_first(city, caller, held_clock):
    _one, task = waiting(city)
    when = clock.now() + timedelta(hours=5)
    task = callbacks.record_attempt(task.pk, outcome=CallOutcome.APPOINTED, appointed_at=when, by=caller)
    assert (task.state, task.next_at, task.appointed_at) == ("waiting", when, when)
    assert order(task.order.number).callback_attempts == 0
    _two, other = waiting(city)
    assert callback_queue.claim_next_call(by=caller) == other
    callbacks.release_callback(other.pk, by=caller)
    held_clock.move_to(when)
    assert callback_queue.claim_next_call(by=caller) == task


def test_an_order_that_goes_elsewhere_drops_its_task(city, caller, run_jobs):
    number, task = waiting(city)
    city.water_leader.do(number, "apply_final_answer", reason="依法不予支持", document="关于……的报告")
    city.duty_chief.do(number, "approve_final_answer")
    run_jobs()
    assert (fresh(task).state, order(number).state) == ("dropped", "closed")


def test_the_sweep_begins_what_was_missed(city):
    number = city.at("pending_callback")
    assert callback_queue.sweep_callbacks() == 1
    assert CallbackTask.objects.get().order.number == number
    assert callback_queue.sweep_callbacks() == 0


def test_a_claim_keeps_others_out_until_it_ends(city, caller, held_clock):
    other = another_caller(city, "caller2")
    _number, task = waiting(city)
    assert callback_queue.claim_next_call(by=caller) == task
    assert callback_queue.claim_next_call(by=other) is None
    refused(callbacks.record_answers, task.pk, heard=GOOD, by=other, code="claimed_by_another")
    assert selectors.held_task(by=caller) == task
    held_clock.move(timedelta(minutes=3))
    assert selectors.held_task(by=caller) is None
    assert callback_queue.claim_next_call(by=other) == task
    callbacks.release_callback(task.pk, by=caller)
    assert fresh(task).held_by_name == "caller2"
    callbacks.release_callback(task.pk, by=other)
    assert fresh(task).held_until is None


def test_a_recheck_is_made_by_another_blind_and_moves_no_order(city, caller, held_clock):
    use_plan(recheck=100)
    number, task = waiting(city)
    callbacks.record_answers(task.pk, heard=GOOD, by=caller)
    assert callback_queue.draw_rechecks() == 1
    assert callback_queue.draw_rechecks() == 0
    recheck = CallbackTask.objects.get(kind="recheck")
    checker = another_caller(city, "checker", role="quality")
    version = order(number).version
    assert callback_queue.claim_next_call(by=caller) is None
    assert callback_queue.claim_next_call(by=checker) == recheck
    callbacks.record_answers(recheck.pk, heard=BAD, by=checker)
    assert (order(number).state, order(number).version) == ("closed", version)
    assert JournalEntry.objects.filter(name="oversight.CallbackDiffered").count() == 1
    figures = selectors.callback_figures(
        since=clock.now() - timedelta(days=1), until=clock.now() + timedelta(days=1), for_user=SYSTEM
    )
    assert (figures.agreement.agreeing, figures.agreement.compared) == (0, 1)
    assert (figures.asked, figures.heard, figures.satisfied) == (1, 1, (1, 1))


def test_nobody_checks_a_call_of_their_own(city, held_clock):
    use_plan(recheck=100)
    both = another_caller(city, "both", role="callback")
    both = type(both)(
        **{name: getattr(both, name) for name in both.__slots__ if name != "permissions"},
        permissions=both.permissions | {Permission.RECHECK_CALLBACK},
    )
    _number, task = waiting(city)
    callbacks.record_answers(task.pk, heard=GOOD, by=both)
    callback_queue.draw_rechecks()
    recheck = CallbackTask.objects.get(kind="recheck")
    assert callback_queue.claim_next_call(by=both) is None
    refused(callbacks.record_answers, recheck.pk, heard=GOOD, by=both, code="own_call")


def test_a_recheck_that_reaches_nobody_ends_and_an_old_one_is_dropped(city, caller, held_clock):
    use_plan(recheck=100)
    checker = another_caller(city, "checker", role="quality")
    for _ in range(2):
        number, task = waiting(city)
        callbacks.record_answers(task.pk, heard=GOOD, by=caller)
    callback_queue.draw_rechecks()
    first, second = CallbackTask.objects.filter(kind="recheck").order_by("pk")
    for _ in range(2):
        first = callbacks.record_attempt(first.pk, outcome=NO, by=checker)
        held_clock.move(timedelta(days=1))
    assert (first.state, CallbackAttempt.objects.filter(task=first).count()) == ("unreachable", 2)
    assert not Message.objects.exists()
    held_clock.move(timedelta(days=6))
    callback_queue.draw_rechecks()
    assert fresh(second).state == "dropped"
    assert order(number).state == "closed"


def test_rules_are_published_in_versions_by_those_who_configure(city, caller):
    administrator = actor(city, "administrator")
    with pytest.raises(NotAllowed):
        publish_callback_plan(DEFAULT_PLAN, by=caller)
    assert not CallbackPlanVersion.objects.exists()
    one = publish_callback_plan(CallbackPlan(others=50), by=administrator, note="试行")
    same = publish_callback_plan(CallbackPlan(others=50), by=administrator)
    two = publish_callback_plan(CallbackPlan(others=80), by=administrator)
    assert (one, one.version, two.version) == (same, 1, 2)
    assert list(CallbackPlanVersion.objects.filter(is_current=True)) == [two]


def test_who_may_not_see_confidential_orders_makes_no_such_recheck(city, caller):
    checker = another_caller(city, "checker", role="quality")
    use_plan(recheck=100)
    number = city.operator.register(is_confidential=True)
    city.dispatcher.do(number, "dispatch", lead="water")
    city.water_clerk.do(number, "sign")
    city.water_clerk.do(number, "reply", handling="已处理。", public_answer="已处理。")
    city.water_leader.do(number, "approve_reply")
    city.reviewer.do(number, "review")
    task = callback_queue.begin_callback(order(number).pk)
    callbacks.record_answers(task.pk, heard=GOOD, by=caller)
    callback_queue.draw_rechecks()
    assert callback_queue.claim_next_call(by=checker) is None
