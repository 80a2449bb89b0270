"""An appeal becomes an order: once, whole, under a number of its own."""

from datetime import datetime, timedelta

import pytest
from django.db import connection

from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.core import clock, events
from jiesu.core.errors import Refusal
from jiesu.core.models import JournalEntry
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions, selectors
from jiesu.workorders.models import Citizen, Deadline, TimelineEvent, WorkOrder
from jiesu.workorders.registration import CitizenDetails, Registration
from tests.cast import CITIZEN, Cast, order
from tests.workorders import invariants
from tests.workorders.doing import everything

pytestmark = pytest.mark.django_db


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.SHANGHAI)


def test_an_order_is_what_was_told(cast):
    told = Registration(
        content="和平路88号门口水管爆了。水流到马路上。", nature=Nature.COMPLAINT, urgency=Urgency.URGENT,
        topic_code="010101", channel=Channel.WECHAT, address="和平路88号", area_code="990101",
        lon=119.2, lat=34.6, occurred_at=at("2026-03-02 08:00"), citizen=CITIZEN,
    )  # fmt: skip
    receipt = actions.register_order(told, by=cast.operator)
    kept = order(receipt.number)
    assert (kept.state, kept.version, kept.title) == ("pending_dispatch", 1, "和平路88号门口水管爆了")
    for name in (
        "content",
        "nature",
        "urgency",
        "topic_code",
        "channel",
        "address",
        "area_code",
        "lon",
        "lat",
        "occurred_at",
    ):
        assert getattr(kept, name) == getattr(told, name)
    assert (kept.registered_at, kept.registered_by_id) == (clock.now(), cast.operator.user_id)
    assert (kept.citizen.name, kept.citizen.phone) == ("王建国", "13851234567")
    invariants.check(receipt.number)


def test_its_first_line_and_event_say_that_it_was_registered(cast):
    number = cast.register()
    line = TimelineEvent.objects.get()
    assert (line.seq, line.verb, line.from_state, line.to_state) == (1, "register", "", "pending_dispatch")
    assert (line.actor_name, line.visibility, line.at) == ("林晓雨", "public", clock.now())
    event = events.event_of(JournalEntry.objects.get(name__startswith="workorders."))
    assert (type(event).__name__, event.subject, event.order_id) == (
        "OrderRegistered",
        number,
        order(number).pk,
    )


def test_the_number_is_region_day_of_shanghai_and_serial(cast):
    moments = [at("2026-03-02 23:59"), at("2026-03-03 00:01"), at("2026-03-02 23:58"), at("2026-03-03 00:02")]
    receipts = actions.register_orders([Registration(content="灯不亮")] * 4, by=cast.operator, at=moments)
    numbers = [receipt.number for receipt in receipts]
    assert [number[:14] for number in numbers] == ["99010020260302", "99010020260303"] * 2
    assert len(set(numbers)) == 4
    assert all(len(number) == 20 for number in numbers)


def test_many_are_registered_together_or_not_at_all(cast):
    before = everything()
    told = [Registration(content="灯不亮"), Registration(content="井盖丢了", topic_code="999999")]
    with pytest.raises(Refusal) as refusal:
        actions.register_orders(told, by=cast.operator)
    assert (refusal.value.code, refusal.value.field) == ("unknown_reference", "topic_code")
    assert everything() == before


def test_nobody_registers_without_the_right(cast):
    before = everything()
    for by in (cast.dispatcher, cast.water_clerk, cast.supervisor):
        with pytest.raises(Refusal) as refusal:
            actions.register_order(Registration(content="灯不亮"), by=by)
        assert refusal.value.code == "not_allowed"
    assert everything() == before


def test_nothing_to_register_is_nothing(cast):
    assert actions.register_orders([], by=cast.operator) == []


HOSTILE = [
    "'; DROP TABLE workorders_workorder; --",
    '" OR 1=1 --',
    "%(name)s %s {0} {content}",
    "\\'; SELECT pg_sleep(10); --",
    "<img src=x onerror=alert(1)>",
    "灯💡坏了😠👨‍👩‍👧‍👦",
    '=HYPERLINK("http://evil")',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_is_kept_as_it_was_told_whatever_it_looks_like(cast, text):
    number = cast.register(text, title=text, address=text[:300], citizen=CitizenDetails(name=text[:60]))
    kept = order(number)
    assert (kept.content, kept.title, kept.address, kept.citizen.name) == (text, text, text, text)
    actions.annotate_order(number, note=text, by=cast.operator)
    assert TimelineEvent.objects.get(verb="annotate").note == text


def test_control_characters_and_lone_surrogates_never_reach_the_database(cast):
    number = cast.register("灯\x00不\ud800亮", address="和平\x07路")
    assert (order(number).content, order(number).address) == ("灯不亮", "和平路")
    actions.annotate_order(number, note="a\x00b\ud83d", by=cast.operator)
    assert TimelineEvent.objects.get(verb="annotate").note == "ab"


def test_a_known_person_is_met_again_by_phone_and_name(cast):
    first, again = (
        cast.register(),
        cast.register(citizen=CitizenDetails(name="王建国", phone="+86 138-5123-4567")),
    )
    assert order(first).citizen_id == order(again).citizen_id
    assert Citizen.objects.count() == 1


def test_two_people_of_one_phone_stay_two_and_are_found_together(cast):
    cast.register()
    cast.register(citizen=CitizenDetails(name="李秀英", phone="13851234567"))
    page = selectors.list_orders(selectors.OrderFilter(phone="138 5123 4567"), for_user=cast.dispatcher)
    assert (Citizen.objects.count(), len(page.items)) == (2, 2)


def test_people_without_a_phone_are_not_taken_for_each_other(cast):
    one, other = (cast.register(citizen=CitizenDetails(name="匿名")) for _ in range(2))
    assert order(one).citizen_id != order(other).citizen_id
    assert order(cast.register(citizen=None)).citizen is None


def test_what_is_told_of_a_known_person_fills_gaps_and_replaces_nothing(cast):
    cast.register(citizen=CitizenDetails(name="王建国", phone="13851234567", email="wang@example.cn"))
    more = CitizenDetails(
        name="王建国", phone="13851234567", email="evil@example.cn", identity="990101196001010011"
    )
    cast.register(citizen=more)
    known = Citizen.objects.get()
    assert (known.email, known.identity) == ("wang@example.cn", "990101196001010011")
    assert known.identity_hash


def test_a_person_is_last_seen_when_they_last_called(cast, held_clock):
    cast.register()
    first = clock.now()
    held_clock.move(timedelta(days=3))
    cast.register()
    known = Citizen.objects.get()
    assert (known.first_seen_at, known.last_seen_at) == (first, clock.now())


def test_personal_data_is_sealed_in_the_database(cast):
    cast.register(
        citizen=CitizenDetails(
            name="王建国", phone="13851234567", identity="990101196001010011", email="w@e.cn"
        )
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM workorders_citizen t")
        (stored,) = cursor.fetchone()
    for plain in ("王建国", "13851234567", "990101196001010011", "w@e.cn"):
        assert plain not in stored
    assert str(Citizen.objects.get()) == "王** 138****4567"


def test_the_query_code_opens_the_order_and_is_stored_nowhere(cast):
    receipt = actions.register_order(Registration(content="灯不亮"), by=cast.operator)
    assert selectors.order_by_query_code(receipt.number, receipt.query_code).pk == receipt.order.pk
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM workorders_workorder t")
        assert receipt.query_code not in cursor.fetchone()[0].replace(receipt.number, "").replace(
            str(clock.now()), ""
        )
    wrong = f"{(int(receipt.query_code) + 1) % 1_000_000:06d}"
    for number, code in (
        (receipt.number, wrong),
        ("1", receipt.query_code),
        (receipt.number, "\x00"),
        ("\ud800", "x"),
    ):
        with pytest.raises(Refusal) as refusal:
            selectors.order_by_query_code(number, code)
        assert refusal.value.code == "not_found"


def test_a_draft_has_no_clock_until_it_is_registered(cast, held_clock):
    number = actions.save_draft(Registration(content="市民还在说"), by=cast.operator).number
    assert (order(number).state, Deadline.objects.count()) == ("draft", 0)
    held_clock.move(timedelta(hours=1))
    actions.submit_draft(number, by=cast.operator)
    assert (order(number).state, order(number).registered_at) == ("pending_dispatch", clock.now())
    assert Deadline.objects.get().started_at == clock.now()
    names = JournalEntry.objects.filter(subject=number).order_by("pk").values_list("name", flat=True)
    assert list(names) == ["workorders.OrderChanged", "workorders.OrderRegistered"]
    invariants.check(number)


@pytest.mark.parametrize(
    ("action", "given", "names"),
    [
        (actions.answer_directly, {"answer": "已答复"}, ["OrderRegistered", "OrderClosed"]),
        (actions.transfer_order, {"reason_code": "transfer_110"}, ["OrderRegistered", "OrderClosed"]),
        (actions.invalidate_order, {"reason_code": "invalid_silent"}, ["OrderClosed"]),
    ],
)
def test_an_appeal_settled_while_still_a_draft_was_registered_with_that(cast, action, given, names):
    number = actions.save_draft(Registration(content="市民还在说"), by=cast.operator).number
    action(number, by=cast.duty_chief, **given)
    told = JournalEntry.objects.filter(subject=number).order_by("pk").values_list("name", flat=True)
    assert list(told) == ["workorders.OrderChanged", *(f"workorders.{name}" for name in names)]


@pytest.mark.django_db(transaction=True)
def test_registering_takes_eleven_statements_for_one_and_four_more_for_fifty(
    held_clock, django_assert_num_queries
):
    cast = Cast()
    cast.register()
    told = [
        Registration(content="灯不亮", citizen=CitizenDetails(name=f"人{i}", phone=f"1385000{i:04d}"))
        for i in range(50)
    ]
    # Begin; the rules in force, the people, the serials; orders, terms, clocks, lines, events, jobs; commit.
    # Of many orders, clocks, lines and events the keys are taken first.
    for batch, statements in ((told[:1], 11), (told, 15)):
        with django_assert_num_queries(statements):
            actions.register_orders(batch, by=cast.operator)


def test_correcting_keeps_the_old_and_the_new_in_the_timeline(cast):
    number = cast.register()
    actions.amend_order(
        number, changes={"address": "和平路90号", "nature": Nature.COMPLAINT}, by=cast.operator
    )
    kept, line = order(number), TimelineEvent.objects.get(verb="amend")
    assert (kept.address, kept.nature, kept.version) == ("和平路90号", "complaint", 2)
    assert line.data["changes"] == {"address": ["", "和平路90号"], "nature": ["help", "complaint"]}
    assert WorkOrder.objects.get().content == kept.content


def test_what_is_corrected_to_what_it_was_is_not_noted(cast):
    number = cast.register()
    actions.amend_order(number, changes={"nature": Nature.HELP, "lon": 119.2}, by=cast.operator)
    assert TimelineEvent.objects.get(verb="amend").data["changes"] == {"lon": ["None", "119.2"]}


def test_an_order_made_confidential_is_not_public_any_more(cast):
    number = cast.register()
    actions.amend_order(number, changes={"is_confidential": True}, by=cast.operator)
    assert (order(number).is_confidential, order(number).is_public) == (True, False)


def test_an_emptied_title_is_made_anew(cast):
    number = cast.register(title="旧标题")
    actions.amend_order(number, changes={"title": ""}, by=cast.operator)
    assert order(number).title == "和平路88号门口水管爆了，水流到马路上"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "changes"),
        ({"state": "closed"}, "state"),
        ({"number": "1"}, "number"),
        ({"citizen": None}, "citizen"),
        ({"content": " "}, "content"),
        ({"nature": "gossip"}, "nature"),
        ({"topic_code": "990099"}, "topic_code"),
        ({"lat": 91}, "lat"),
        ({"address": "路" * 301}, "address"),
        ({"is_public": 1}, "is_public"),
    ],
)
def test_a_correction_that_cannot_be_used_changes_nothing(cast, changes, field):
    number = cast.register()
    before = everything()
    with pytest.raises(Refusal) as refusal:
        actions.amend_order(number, changes=changes, by=cast.operator)
    assert refusal.value.field == field
    assert everything() == before


def test_the_system_registers_as_nobody_in_particular(cast):
    number = actions.register_order(Registration(content="灯不亮"), by=SYSTEM).number
    assert order(number).registered_by_id is None
    assert TimelineEvent.objects.get().actor_name == "系统"
