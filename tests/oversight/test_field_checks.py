"""Checks in the field: who looks, what the photos say of themselves, what the order is told."""

from datetime import datetime, timedelta

import pytest
from django.core.files.storage import default_storage

from jiesu.core import clock
from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import NotAllowed, NotFound, Refusal
from jiesu.core.models import AuditEntry, JournalEntry
from jiesu.oversight.actions.field_checks import (
    FieldResult,
    make_field_check,
    open_field_photo,
    order_field_check,
    withdraw_field_check,
)
from jiesu.oversight.field_rules import Place, distance, findings_of, said_done, verdicts_for
from jiesu.oversight.field_states import FieldVerdict, PhotoFinding
from jiesu.oversight.models import FieldCheck, FieldPhoto, LedgerEntry
from jiesu.oversight.photo_notes import PhotoNotes, notes_of
from jiesu.oversight.selectors import field_checks as selectors
from jiesu.oversight.selectors.field_checks import FieldFilter
from jiesu.workorders.models import TimelineEvent
from jiesu.workorders.states import OrderState, Resolution
from tests.api.cast import REPLY, City, found_city
from tests.oversight.callback_stage import actor, another_caller, order
from tests.oversight.photos import photo

HERE = {"lon": 118.8, "lat": 32.06}
NOW = datetime(2026, 3, 2, 9, 0, tzinfo=SHANGHAI)
TAKEN = "2026:03:02 09:00:00"


@pytest.fixture
def city(db, held_clock, settings, tmp_path) -> City:
    settings.MEDIA_ROOT = tmp_path
    return found_city()


@pytest.fixture
def collector(city):
    return another_caller(city, "collector", role="collector")


def ordered(city, number: str, **given) -> FieldCheck:
    usual = {
        "task": "井盖是否已更换",
        "unit_id": city.units["centre"].pk,
        "due_at": clock.now() + timedelta(days=1),
    }
    return order_field_check(number, by=actor(city, "callback"), **{**usual, **given})


def at_place(city) -> str:
    """An order with a place, whose unit says that it is done."""
    number = city.operator.register(**HERE)
    city.dispatcher.do(number, "dispatch", lead="water")
    city.water_clerk.do(number, "sign")
    city.water_clerk.do(number, "reply", **REPLY, resolution="resolved")
    city.water_leader.do(number, "approve_reply")
    city.reviewer.do(number, "review")
    return number


def refused(action, *args, code: str, **given) -> None:
    before = (
        FieldCheck.objects.filter(state="done").count(),
        FieldPhoto.objects.count(),
        TimelineEvent.objects.count(),
    )
    with pytest.raises(Refusal) as refusal:
        action(*args, **given)
    assert refusal.value.code == code
    assert before == (
        FieldCheck.objects.filter(state="done").count(),
        FieldPhoto.objects.count(),
        TimelineEvent.objects.count(),
    )


def result(verdict=FieldVerdict.SAID_DONE, **given) -> FieldResult:
    return FieldResult(
        **{"verdict": verdict, "note": "井盖仍然破损，没有更换。", **HERE, "accuracy": 10, **given}
    )


@pytest.mark.parametrize(
    ("one", "other", "metres"),
    [
        (Place(118.8, 32.06), Place(118.8, 32.06), 0),
        (Place(118.8, 32.06), Place(118.8, 32.07), 1112),
        (Place(118.8, 32.06), Place(118.81, 32.06), 942),
        (Place(118.8, 32.06), None, None),
        (None, Place(118.8, 32.06), None),
    ],
)
def test_distances_are_metres_on_the_ground(one, other, metres):
    assert distance(one, other) == metres


@pytest.mark.parametrize(
    ("state", "resolution", "claimed"),
    [
        (OrderState.HANDLING, Resolution.RESOLVED, False),
        (OrderState.PENDING_APPROVAL, Resolution.RESOLVED, True),
        (OrderState.PENDING_CALLBACK, Resolution.PARTLY, True),
        (OrderState.CLOSED, Resolution.RESOLVED, True),
        (OrderState.PENDING_CALLBACK, Resolution.UNRESOLVED, False),
        (OrderState.PENDING_CALLBACK, None, False),
    ],
)
def test_only_what_was_said_to_be_done_can_be_a_false_completion(state, resolution, claimed):
    assert said_done(state, resolution) is claimed
    assert (FieldVerdict.SAID_DONE in verdicts_for(claimed_done=claimed)) is claimed
    assert (FieldVerdict.NOT_DONE in verdicts_for(claimed_done=claimed)) is not claimed


NEAR, FAR = (118.8005, 32.0601), (118.9, 32.06)


@pytest.mark.parametrize(
    ("notes", "known", "found"),
    [
        (PhotoNotes(NOW, *NEAR), False, []),
        (PhotoNotes(), False, ["no_time", "no_place"]),
        (PhotoNotes(NOW - timedelta(minutes=31), *NEAR), False, ["other_time"]),
        (PhotoNotes(NOW - timedelta(minutes=30), *NEAR), False, []),
        (PhotoNotes(NOW, *FAR), False, ["other_place", "far_from_order"]),
        (PhotoNotes(NOW, *NEAR), True, ["seen_before"]),
    ],
)
def test_what_is_remarkable_about_a_photo(notes, known, found):
    told = findings_of(
        notes, seen_at=NOW, claimed=Place(118.8, 32.06), accuracy=20, ordered=Place(118.8, 32.06), known=known
    )
    assert list(told) == [PhotoFinding(name) for name in found]


def test_a_photo_says_when_and_where_it_was_taken():
    told = notes_of(photo(taken=TAKEN, **HERE))
    assert (told.taken_at, told.lon, told.lat) == (NOW, 118.8, 32.06)
    assert notes_of(photo(taken=TAKEN)) == PhotoNotes(NOW)
    assert notes_of(photo(lon=-0.5, lat=-12.25)) == PhotoNotes(None, -0.5, -12.25)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\xff\xd8\xff",
        photo(),
        photo(taken="yesterday"),
        photo(taken=TAKEN, **HERE)[:60],
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_notes_that_cannot_be_read_are_as_if_not_there(body):
    assert notes_of(body) == PhotoNotes()


def test_a_false_completion_is_found_told_and_announced(city, collector):
    number = at_place(city)
    check = ordered(city, number)
    assert selectors.own_checks(for_user=collector) == [check]

    made = make_field_check(check.pk, result=result(), photos=[photo(taken=TAKEN, **HERE)], by=collector)

    assert (made.state, made.verdict, made.distance, made.ended_by_name) == (
        "done",
        "said_done",
        0,
        "collector",
    )
    row = FieldPhoto.objects.get()
    assert (row.findings, row.from_order, row.from_claim, row.content_type) == ([], 0, 0, "image/jpeg")
    assert default_storage.exists(row.key)
    line = TimelineEvent.objects.filter(order__number=number).latest("seq")
    assert line.note == "现场核查（collector）：虚假办结（称已办结而实际没有）。井盖仍然破损，没有更换。"
    told = JournalEntry.objects.get(name="oversight.FalseCompletionFound")
    assert (told.subject, told.payload["unit_id"]) == (number, city.units["water"].pk)
    assert JournalEntry.objects.filter(name="oversight.FieldCheckMade").count() == 1
    assert order(number).state == "pending_callback"


def test_a_false_completion_stands_in_the_ledger(city, collector, run_jobs):
    number = at_place(city)
    make_field_check(ordered(city, number).pk, result=result(), photos=[photo()], by=collector)
    run_jobs()
    entry = LedgerEntry.objects.get(order__number=number, reason="现场核查为虚假办结")
    assert (entry.ledger, entry.unit_id) == ("perfunctory", city.units["water"].pk)


def test_photos_from_elsewhere_or_used_before_are_marked_and_found_in_the_list(city, collector):
    number = at_place(city)
    body = photo(taken="2026:03:01 09:00:00", lon=118.95, lat=32.06)
    make_field_check(ordered(city, number).pk, result=result(), photos=[body], by=collector)
    assert FieldPhoto.objects.get().findings == ["other_time", "other_place", "far_from_order"]
    again = ordered(city, number)
    make_field_check(again.pk, result=result(), photos=[body], by=collector)
    assert "seen_before" in FieldPhoto.objects.latest("pk").findings
    boss = actor(city, "supervisor")
    counts = selectors.field_counts(for_user=boss)
    assert (counts.ordered, counts.done, counts.said_done, counts.doubtful) == (0, 2, 2, 2)
    assert len(selectors.field_list(FieldFilter(doubtful=True), for_user=boss).items) == 2


def test_a_result_sent_twice_is_kept_once_and_another_one_is_refused(city, collector):
    check = ordered(city, at_place(city))
    once = result(key="a" * 32)
    make_field_check(check.pk, result=once, photos=[photo()], by=collector)
    assert make_field_check(check.pk, result=once, photos=[photo()], by=collector).pk == check.pk
    assert FieldPhoto.objects.count() == 1
    refused(
        make_field_check,
        check.pk,
        result=result(key="b" * 32),
        photos=[photo()],
        by=collector,
        code="check_not_open",
    )


@pytest.mark.parametrize(
    ("given", "photos"),
    [
        ({"verdict": FieldVerdict.NOT_DONE}, [photo()]),
        ({"note": " "}, [photo()]),
        ({}, []),
        ({}, [b"no photo"]),
        ({}, [b"%PDF-1.4"]),
        ({}, [photo(mark=bytes([n])) for n in range(10)]),
        ({"seen_at": NOW - timedelta(days=8)}, [photo()]),
        ({"seen_at": NOW + timedelta(hours=1)}, [photo()]),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_kept(city, collector, given, photos):
    check = ordered(city, at_place(city))
    refused(
        make_field_check, check.pk, result=result(**given), photos=photos, by=collector, code="invalid_input"
    )


def test_a_place_that_cannot_be_seen_needs_no_photo(city, collector):
    check = ordered(city, at_place(city))
    made = make_field_check(
        check.pk, result=result(FieldVerdict.NOT_TO_TELL, lon=None, lat=None), photos=[], by=collector
    )
    assert (made.verdict, made.distance) == ("not_to_tell", None)


def test_no_unit_checks_its_own_work_and_others_may(city):
    number = at_place(city)
    refused(ordered, city, number, unit_id=city.units["water"].pk, code="checked_by_itself")
    check = ordered(city, number, unit_id=city.units["county"].pk)
    with pytest.raises(NotFound):
        make_field_check(check.pk, result=result(), photos=[photo()], by=actor(city, "water_clerk"))
    make_field_check(check.pk, result=result(), photos=[photo()], by=actor(city, "county_clerk"))
    assert FieldCheck.objects.get().ended_by_name == "county_clerk"


def test_a_check_for_one_person_is_nobody_elses(city, collector):
    other = another_caller(city, "collector2", role="collector")
    check = ordered(city, at_place(city), checker_id=collector.user_id)
    assert selectors.own_checks(for_user=other) == []
    with pytest.raises(NotFound):
        make_field_check(check.pk, result=result(), photos=[photo()], by=other)
    assert (check.checker_name, selectors.own_checks(for_user=collector)) == ("collector", [check])


def test_one_check_at_a_time_ordered_by_those_who_may(city, collector):
    number = at_place(city)
    with pytest.raises(NotAllowed):
        order_field_check(
            number, task="看", unit_id=1, due_at=clock.now() + timedelta(days=1), by=actor(city, "operator")
        )
    refused(ordered, city, number, task=" ", code="invalid_input")
    refused(ordered, city, number, due_at=clock.now(), code="invalid_input")
    refused(ordered, city, number, checker_id=actor(city, "operator").user_id, code="invalid_input")
    check = ordered(city, number)
    refused(ordered, city, number, code="check_going_on")
    refused(withdraw_field_check, check.pk, reason="", by=actor(city, "callback"), code="invalid_input")
    withdraw_field_check(check.pk, reason="已另行安排", by=actor(city, "callback"))
    refused(
        make_field_check, check.pk, result=result(), photos=[photo()], by=collector, code="check_not_open"
    )
    assert ordered(city, number).pk != check.pk


def test_photos_are_for_those_who_may_see_the_check_or_the_order(city, collector):
    number = at_place(city)
    check = ordered(city, number)
    make_field_check(check.pk, result=result(), photos=[photo()], by=collector)
    row = FieldPhoto.objects.get()
    for name in ("callback", "water_clerk", "operator"):
        opened, file = open_field_photo(check.pk, row.pk, by=actor(city, name))
        with file:
            assert (opened, file.read()) == (row, photo())
    for name in ("parks_clerk", "town_clerk"):
        with pytest.raises(NotFound):
            open_field_photo(check.pk, row.pk, by=actor(city, name))
    assert not AuditEntry.objects.filter(action="open_field_photo").exists()
