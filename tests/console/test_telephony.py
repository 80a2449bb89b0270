"""The seat's window and the supervisor's board, as pages."""

from datetime import timedelta

import pytest
from django.test import Client

from jiesu.core import clock
from jiesu.organisations.actors import SYSTEM
from jiesu.organisations.selectors import actor_for
from jiesu.telephony import actions
from jiesu.telephony.models import Call, Leg, Seat, SwitchNode
from jiesu.workorders.models import WorkOrder
from tests.api.cast import found_city


@pytest.fixture
def city(db):
    actions.save_queue("main", name="普通", by=SYSTEM)
    actions.save_line("12345", queue="main", by=SYSTEM)
    for number in ("8001", "8002"):
        actions.save_seat(number, by=SYSTEM)
    return found_city()


@pytest.fixture
def window(city):
    """Call it with a name to get that person's browser."""

    def open_as(name):
        client = Client()
        client.force_login(city.voices[name].user)
        return client

    return open_as


def _call(user, *, state="talking", **fields):
    at = clock.now()
    node, _ = SwitchNode.objects.get_or_create(name="node1")
    told = {"number": "13851234567", "line": "12345", "queue": "main", "seat": "8001", "queued_at": at}
    call = Call.objects.create(
        key="c1", node=node, direction="inbound", state=state, started_at=at, user_id=user.pk, **told | fields
    )
    Leg.objects.create(
        key="l1", call=call, channel="PJSIP/8001-2", endpoint="8001", is_seat=True, was_rung=True,
        started_at=at, answered_at=at,
    )  # fmt: skip
    return call


def _sit(city, *, state="talking"):
    user = city.voices["operator"].user
    actions.sign_in("8001", by=actor_for(user))
    Seat.objects.filter(number="8001").update(state=state)
    return user


def test_the_seats_word_is_shown_to_who_sits_there_and_may_reach_the_switch(city, window):
    browser = window("operator")
    assert "签入" in browser.get("/console/seat/").content.decode()
    assert browser.post("/console/seat/sign-in/", {"number": "8001"}).status_code == 302
    shown = browser.get("/console/seat/")
    assert Seat.objects.get(number="8001").secret in shown.content.decode()
    assert "connect-src 'self' ws://testserver:18088" in shown["Content-Security-Policy"]
    assert "ws://" not in browser.get("/console/register/")["Content-Security-Policy"]


def test_who_takes_no_calls_has_no_seat(window):
    assert window("water_clerk").get("/console/seat/").status_code == 403
    assert window("water_clerk").get("/console/seats/").status_code == 403
    assert window("operator").get("/console/seats/").status_code == 403


def test_a_caller_is_known_before_the_form_is_opened(city, window):
    user = _sit(city)
    _call(user)
    shown = window("operator").get("/console/seat/now/").content.decode()
    assert "13851234567" in shown
    assert "这个号码第一次来电。" in shown
    assert "/console/register/?call=c1" in shown


def test_the_form_opens_filled_from_the_call_and_the_order_is_tied_to_it(city, window):
    user = _sit(city)
    call = _call(user)
    browser = window("operator")
    form = browser.get("/console/register/?call=c1").context["form"]
    assert (form["phone"].value(), form["call"].value()) == ("13851234567", "c1")
    told = {"key": "0" * 32, "call": "c1", "phone": "13851234567", "channel": "phone", "nature": "help"}
    told |= {"urgency": "normal", "content": "和平路路灯不亮。", "disposition": "register"}
    assert browser.post("/console/register/", told).status_code == 302
    call.refresh_from_db()
    assert call.order_number == WorkOrder.objects.get().number


def test_somebody_elses_call_fills_nothing_and_takes_no_appeal(city, window):
    user = _sit(city)
    _call(user)
    browser = window("shift_lead")
    assert browser.get("/console/register/?call=c1").context["form"]["phone"].value() is None
    told = {"key": "1" * 32, "call": "c1", "channel": "phone", "nature": "help", "urgency": "normal"}
    told |= {"content": "和平路路灯不亮。", "disposition": "register"}
    assert browser.post("/console/register/", told).status_code == 404
    assert not WorkOrder.objects.exists()


def test_a_seat_is_moved_by_its_person_and_signs_out(city, window):
    _sit(city, state="signed_in")
    browser = window("operator")
    swap = {"HX-Request": "true"}
    assert browser.post("/console/seat/move/go_ready/", headers=swap).status_code == 200
    assert Seat.objects.get(number="8001").state == "ready"
    assert browser.post("/console/seat/move/force_out/", headers=swap).status_code == 403
    assert browser.post("/console/seat/move/sign_out/", headers=swap)["HX-Refresh"] == "true"
    assert Seat.objects.get(number="8001").user_id is None


def test_the_board_counts_the_last_quarter_of_an_hour(city, window):
    user = _sit(city)
    _call(user, answered_at=clock.now())
    shown = window("shift_lead").get("/console/seats/").content.decode()
    assert "100.0%" in shown
    assert "1/1，15 秒内" in shown
    assert "监听" in shown


def test_a_lead_forces_a_seat_out_and_is_refused_with_the_reason(city, window):
    _sit(city)
    lead = window("shift_lead")
    swap = {"HX-Request": "true"}
    refused = lead.post("/console/seats/8001/move/force_ready/", headers=swap)
    assert refused.status_code == 409
    assert "不能强制示闲" in refused.content.decode()
    assert lead.post("/console/seats/8001/move/force_out/", headers=swap).status_code == 200
    assert Seat.objects.get(number="8001").state == "forced_out"


def test_pages_ask_few_questions_of_the_database(city, window, django_assert_max_num_queries):
    user = _sit(city)
    _call(user)
    browser, lead = window("operator"), window("shift_lead")
    with django_assert_max_num_queries(14):
        browser.get("/console/seat/now/")
    with django_assert_max_num_queries(14):
        lead.get("/console/seats/now/")


def test_a_day_to_come_is_forecast_and_what_is_supposed_is_seen(city, window):
    user = _sit(city)
    call = _call(user)
    yesterday = clock.now() - timedelta(days=1)
    Call.objects.filter(pk=call.pk).update(started_at=yesterday)
    browser = window("shift_lead")
    shown = browser.get("/console/staffing/?more=20&absent=3")
    assert "需要坐席" in shown.content.decode()
    assert sum(one.calls for one in shown.context["need"].half_hours) == pytest.approx(
        shown.context["need"].calls
    )
    assert browser.get("/console/staffing/sheet/")["Content-Type"].endswith("sheet")
    assert browser.get("/console/staffing/?share=20").status_code == 422
    assert window("operator").get("/console/staffing/").status_code == 403
