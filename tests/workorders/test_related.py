"""What the same citizen told before, and what was merged, as far as somebody may know of it."""

from jiesu.workorders import actions
from jiesu.workorders.registration import CitizenDetails
from jiesu.workorders.related import caller_history, related_to
from jiesu.workorders.selectors import get_order
from tests.cast import CITIZEN, order

WIFE = CitizenDetails(name="李秀兰", phone="138-5123-4567")
STRANGER = CitizenDetails(name="赵四", phone="13900001111")


def numbers(lines) -> list[str]:
    return [line.number for line in lines]


def test_a_telephone_number_tells_what_was_said_from_it_before(cast, held_clock):
    from datetime import timedelta

    first = cast.register("水管爆了")
    held_clock.move(timedelta(minutes=5))
    second = cast.register("路灯不亮", citizen=WIFE)
    cast.register("别的事", citizen=STRANGER)
    actions.answer_directly(first, answer="已答复", by=cast.operator)

    history = caller_history("138 5123 4567", for_user=cast.operator)

    assert numbers(history.orders) == [second, first]
    assert (history.total, history.going) == (2, 1)
    assert sorted(history.names) == ["李**", "王**"]
    assert "13851234567" not in repr(history)


def test_no_number_has_no_history(cast):
    assert caller_history("", for_user=cast.operator) is None
    assert caller_history("不知道", for_user=cast.operator) is None
    assert caller_history("13999999999", for_user=cast.operator).total == 0


def test_confidential_orders_are_told_by_their_caller_only_to_those_who_may_know(cast):
    hidden = cast.register("举报我们单位", is_confidential=True)
    number = cast.register("水管爆了")

    assert numbers(caller_history(CITIZEN.phone, for_user=cast.operator).orders) == [number, hidden]
    assert numbers(caller_history(CITIZEN.phone, for_user=cast.dispatcher).orders) == [number, hidden]
    other = cast.shift_lead
    assert numbers(caller_history(CITIZEN.phone, for_user=other).orders) == [number]


def test_an_order_knows_its_kin(cast):
    main, twin, earlier = cast.register("水管爆了"), cast.register("水管爆了"), cast.register("路灯不亮")
    actions.merge_order(twin, into=main, by=cast.duty_chief)

    of_main = related_to(get_order(main, for_user=cast.dispatcher), for_user=cast.dispatcher)
    of_twin = related_to(get_order(twin, for_user=cast.dispatcher), for_user=cast.dispatcher)

    assert of_main.main is None
    assert numbers(of_main.merged) == [twin]
    assert sorted(numbers(of_main.same_citizen)) == sorted([twin, earlier])
    assert of_twin.main.number == main


def test_a_unit_hears_only_of_its_own_orders(cast):
    mine, other = cast.register("水管爆了"), cast.register("路灯不亮")
    actions.dispatch_order(mine, lead=cast.water.pk, by=cast.dispatcher)

    assert not related_to(get_order(mine, for_user=cast.water_clerk), for_user=cast.water_clerk)
    actions.dispatch_order(other, lead=cast.water.pk, by=cast.dispatcher)
    told = related_to(get_order(mine, for_user=cast.water_clerk), for_user=cast.water_clerk)
    assert numbers(told.same_citizen) == [other]


def test_behind_a_confidential_order_no_kin_gives_the_citizen_away(cast):
    hidden, other = cast.register("举报", is_confidential=True), cast.register("路灯不亮")
    for number in (hidden, other):
        actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)

    for number in (hidden, other):
        seen = related_to(get_order(number, for_user=cast.water_clerk), for_user=cast.water_clerk)
        assert seen.same_citizen == ()
    assert order(hidden).is_confidential
