"""The registration desk takes an appeal and settles it in one go, once for each form."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from jiesu.core.errors import InvalidInput, NotAllowed, Refusal
from jiesu.intake.actions import take_appeal
from jiesu.intake.dispositions import AT_DESK, Disposition, offered_to
from jiesu.intake.errors import KeyReused
from jiesu.intake.models import Contact
from jiesu.workorders.models import WorkOrder
from jiesu.workorders.registration import CitizenDetails, Registration
from jiesu.workorders.states import Verb

KEY = "0123456789abcdef" * 2
APPEAL = Registration(
    content="和平路88号门口水管爆了，水流到马路上。",
    citizen=CitizenDetails(name="王建国", phone="13851234567"),
)
CASES = [
    (Verb.REGISTER, {}, "operator", "pending_dispatch"),
    (Verb.SAVE_DRAFT, {}, "operator", "draft"),
    (Verb.ANSWER_DIRECTLY, {"answer": "已当场答复。"}, "operator", "direct_answered"),
    (Verb.TRANSFER, {"reason_code": "transfer_110"}, "operator", "transferred"),
    (Verb.GUIDE, {"reason_code": "guide_litigation"}, "operator", "guided"),
    (Verb.INVALIDATE, {"reason_code": "invalid_test"}, "shift_lead", "invalid"),
    (Verb.DISPATCH, {"lead": "water"}, "duty_chief", "pending_sign"),
]


@pytest.fixture
def cast(db, held_clock):
    from tests.cast import Cast

    return Cast()


def disposed(cast, verb, arguments) -> Disposition:
    told = dict(arguments)
    if "lead" in told:
        told["lead"] = getattr(cast, told["lead"]).pk
    return Disposition(verb, told)


@pytest.mark.parametrize(("verb", "arguments", "who", "state"), CASES)
def test_each_disposition_is_one_go_and_sent_twice_it_is_one_order(cast, verb, arguments, who, state):
    by, disposition = getattr(cast, who), disposed(cast, verb, arguments)

    first = take_appeal(APPEAL, key=KEY, by=by, disposition=disposition)
    second = take_appeal(APPEAL, key=KEY, by=by, disposition=disposition)

    order = WorkOrder.objects.get()
    assert order.state == state
    assert (first.number, first.order.state, first.repeated) == (order.number, state, False)
    assert (second.number, second.query_code, second.repeated) == (order.number, first.query_code, True)


def test_every_disposition_is_tried():
    assert {case[0] for case in CASES} == set(AT_DESK)


def test_a_refused_disposition_registers_nothing(cast):
    for disposition in (
        Disposition(Verb.ANSWER_DIRECTLY, {"answer": " "}),
        Disposition(Verb.TRANSFER, {"reason_code": "no_such_reason"}),
        Disposition(Verb.DISPATCH, {"lead": cast.water.pk}),
    ):
        with pytest.raises(Refusal):
            take_appeal(APPEAL, key=KEY, by=cast.operator, disposition=disposition)
    with pytest.raises(InvalidInput):
        take_appeal(APPEAL, key=KEY, by=cast.operator, disposition=Disposition(Verb.SIGN))
    with pytest.raises(NotAllowed):
        take_appeal(APPEAL, key=KEY, by=cast.reviewer)

    assert not WorkOrder.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("verb", [Verb.REGISTER, Verb.SAVE_DRAFT])
def test_a_form_that_was_sent_and_says_something_else_is_refused(cast, verb):
    first = take_appeal(APPEAL, key=KEY, by=cast.operator, disposition=Disposition(verb))

    other = Registration(content="完全不同的另一件事")
    with pytest.raises(KeyReused, match=first.number):
        take_appeal(other, key=KEY, by=cast.operator, disposition=Disposition(verb))
    assert WorkOrder.objects.count() == 1


def test_what_is_offered_is_what_may_be_done(cast):
    assert offered_to(cast.operator) == (
        Verb.REGISTER, Verb.ANSWER_DIRECTLY, Verb.TRANSFER, Verb.GUIDE, Verb.SAVE_DRAFT,
    )  # fmt: skip
    assert offered_to(cast.duty_chief) == AT_DESK
    assert offered_to(cast.dispatcher) == offered_to(cast.water_clerk) == ()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_order(transactional_db, held_clock):
    from tests.cast import Cast

    cast = Cast()
    barrier = threading.Barrier(2)

    def click(_):
        try:
            barrier.wait(timeout=30)
            answer = Disposition(Verb.ANSWER_DIRECTLY, {"answer": "已当场答复。"})
            return take_appeal(APPEAL, key=KEY, by=cast.operator, disposition=answer)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        receipts = list(pool.map(click, range(2)))

    assert sorted(receipt.repeated for receipt in receipts) == [False, True]
    assert len({receipt.number for receipt in receipts}) == 1
    assert WorkOrder.objects.get().state == "direct_answered"
