"""A citizen rates, adds something, asks once more: what becomes of the order."""

import pytest

from jiesu.organisations.actors import SYSTEM
from jiesu.portal.people import CITIZEN
from jiesu.workorders import errors
from jiesu.workorders.actions import archive_order, close_order, hearing, record_callback, rework_order
from jiesu.workorders.actions.hearing import Rating
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.models import CallbackRecord, TimelineEvent, WorkOrder
from jiesu.workorders.states import Resolution, Satisfaction
from tests.api.cast import City, found_city

GOOD = Rating(satisfaction=Satisfaction.SATISFIED, resolution=Resolution.RESOLVED, comment="很快。")
BAD = Rating(satisfaction=Satisfaction.DISSATISFIED, resolution=Resolution.UNRESOLVED, comment="还是坏的。")


@pytest.fixture
def city(db, held_clock) -> City:
    return found_city()


def order(number: str) -> WorkOrder:
    return WorkOrder.objects.get(number=number)


def test_a_good_rating_is_the_callbacks_result_and_the_order_can_be_closed(city):
    number = city.at("pending_callback")

    hearing.rate_answer(number, rating=GOOD, by=CITIZEN)

    rated = order(number)
    assert (rated.callback_round, rated.first_satisfaction, rated.final_satisfaction) == (
        "good",
        "satisfied",
        "satisfied",
    )
    record = CallbackRecord.objects.get(order=rated)
    assert (record.channel, record.reached, record.by_id, record.reason) == ("web", True, None, "很快。")
    assert close_order(number, by=SYSTEM).state == "closed"


def test_a_bad_rating_stops_the_closing_until_somebody_has_looked(city):
    number = city.at("pending_callback")

    hearing.rate_answer(number, rating=BAD, by=CITIZEN)

    with pytest.raises(errors.ReworkDue):
        close_order(number, by=SYSTEM)
    assert rework_order(number, reason="诉求人反映未解决", by=SYSTEM).state == "handling"


def test_after_a_bad_rating_a_call_can_find_that_it_is_not_the_units_doing(city):
    number = city.at("pending_callback")
    hearing.rate_answer(number, rating=BAD, by=CITIZEN)
    asked = CallbackAnswers(reached=True, satisfaction=Satisfaction.DISSATISFIED, unit_at_fault=False)

    record_callback(number, answers=asked, by=SYSTEM)

    assert close_order(number, by=SYSTEM).state == "closed"
    assert [row.channel for row in CallbackRecord.objects.order_by("pk")] == ["web", "phone"]


def test_a_rating_after_the_closing_is_kept_and_moves_nothing(city):
    number = city.at("pending_callback")
    WorkOrder.objects.filter(number=number).update(citizen=None)  # nobody can be called
    close_order(number, by=SYSTEM)
    archive_order(number, by=SYSTEM)

    hearing.rate_answer(number, rating=BAD, by=CITIZEN)

    rated = order(number)
    assert (rated.state, rated.final_satisfaction) == ("archived", "dissatisfied")
    with pytest.raises(errors.RatedAlready):
        hearing.rate_answer(number, rating=GOOD, by=CITIZEN)


def test_an_answer_is_rated_once_and_the_next_one_again(city):
    number = city.at("pending_callback")
    hearing.rate_answer(number, rating=BAD, by=CITIZEN)
    before = order(number).version

    with pytest.raises(errors.RatedAlready):
        hearing.rate_answer(number, rating=GOOD, by=CITIZEN)

    assert order(number).version == before
    rework_order(number, reason="再办", by=SYSTEM)
    for who, verb, body in (
        ("water_clerk", "reply", {"handling": "重新更换。", "public_answer": "已重新更换。"}),
        ("water_leader", "approve_reply", {}),
        ("reviewer", "review", {}),
    ):
        city.voices[who].do(number, verb, **body)
    hearing.rate_answer(number, rating=GOOD, by=CITIZEN)
    assert (order(number).first_satisfaction, order(number).final_satisfaction) == (
        "dissatisfied",
        "satisfied",
    )


@pytest.mark.parametrize("state", ["pending_dispatch", "handling", "pending_review"])
def test_what_has_no_reviewed_answer_cannot_be_rated(city, state):
    number = city.at(state)

    with pytest.raises(errors.NothingToRate):
        hearing.rate_answer(number, rating=GOOD, by=CITIZEN)
    assert CallbackRecord.objects.count() == 0


def test_what_is_added_is_read_by_those_who_handle_it_and_by_the_citizen(city):
    number = city.at("handling")

    hearing.add_word(number, words="  今晚又坏了。 ", by=CITIZEN)

    line = TimelineEvent.objects.filter(order__number=number).latest("seq")
    assert (line.verb, line.note, line.visibility, line.actor_name) == (
        "annotate",
        "今晚又坏了。",
        "public",
        "诉求人",
    )
    assert order(number).state == "handling"


def test_what_is_sent_twice_is_said_once(city):
    number, finished = city.at("handling"), city.at("closed")
    for _ in range(2):
        hearing.add_word(number, words="今晚又坏了。", by=CITIZEN)
        hearing.ask_again(finished, words="又松了。", by=CITIZEN)

    assert TimelineEvent.objects.filter(order__number=number, verb="annotate").count() == 1
    assert order(finished).reopen_count == 1


def test_something_is_added_three_times_and_not_again(city):
    number = city.at("handling")
    for n in range(3):
        hearing.add_word(number, words=f"第{n}次", by=CITIZEN)

    with pytest.raises(errors.AddedOften):
        hearing.add_word(number, words="第四次", by=CITIZEN)
    with pytest.raises(errors.Missing):
        hearing.add_word(city.at("handling"), words=" ", by=CITIZEN)


def test_a_finished_order_is_taken_up_again_once(city):
    number = city.at("closed")

    hearing.ask_again(number, words="井盖又松了。", by=CITIZEN)

    again = order(number)
    assert (again.state, again.reopen_count, again.public_answer) == ("pending_dispatch", 1, "")
    for who, verb, body in (
        ("dispatcher", "dispatch", {"lead": "water"}),
        ("water_clerk", "sign", {}),
        ("water_clerk", "reply", {"handling": "加固。", "public_answer": "已加固。"}),
        ("water_leader", "approve_reply", {}),
        ("reviewer", "review", {}),
        ("callback", "record_callback", {"reached": True, "satisfaction": "satisfied"}),
        ("callback", "close", {}),
    ):
        city.voices[who].do(number, verb, **body)
    with pytest.raises(errors.AskedAgain):
        hearing.ask_again(number, words="还有一处。", by=CITIZEN)
    assert order(number).state == "closed"


def test_nothing_is_taken_up_again_without_something_new(city):
    number = city.at("closed")

    with pytest.raises(errors.Missing):
        hearing.ask_again(number, words="", by=CITIZEN)
    with pytest.raises(errors.NotToBeAskedAgain):
        hearing.ask_again(city.at("pending_callback"), words="新情况", by=CITIZEN)
    assert order(number).state == "closed"


def test_what_was_finally_answered_is_not_taken_up_again(city):
    number = city.at("handling")
    city.water_clerk.do(number, "apply_final_answer", reason="已多次合理解决")
    city.duty_chief.do(number, "approve_final_answer", answer="此事已有结论。")

    with pytest.raises(errors.FinallyAnswered):
        hearing.ask_again(number, words="我不同意", by=CITIZEN)
    assert order(number).state == "closed"


def test_a_citizen_who_was_not_called_may_still_rate(city):
    from jiesu.workorders.actions import waive_callback

    number = city.at("pending_callback")
    waive_callback(number, reason="抽样规则未抽中", by=SYSTEM)
    close_order(number, by=SYSTEM)

    hearing.rate_answer(number, rating=GOOD, by=CITIZEN)

    assert (order(number).callback_round, order(number).final_satisfaction) == ("good", "satisfied")
