"""An operator's browser as the telephone: real Chromium, the switch, and a citizen who calls."""

import sys

import numpy as np
import pytest
from django.test import Client

from jiesu.organisations.selectors import actor_for
from jiesu.telephony import actions
from jiesu.telephony.models import Call, Seat, SwitchTask
from jiesu.workorders.models import WorkOrder
from tests.api.cast import found_city
from tests.calls.exchange import PATIENCE, ended_calls
from tests.processes import wait_until

SEND_AND_RECEIVE = """
async () => {
  const told = {};
  for (const one of (await window.heard.getStats()).values()) {
    if (one.type === "inbound-rtp") {
      Object.assign(told, { received: one.packetsReceived, energy: one.totalAudioEnergy });
    }
    if (one.type === "outbound-rtp") told.sent = one.packetsSent;
  }
  return told;
}
"""
WATCH = """
const Real = window.RTCPeerConnection;
window.RTCPeerConnection = class extends Real {
  constructor(...given) { super(...given); window.heard = this; }
};
"""


@pytest.fixture
def city(live_server):
    """People with posts."""
    return found_city()


@pytest.fixture
def operator(browser_seat, city):
    """The window of an operator who has sat down at seat 8003, ready."""
    return browser_seat(city.voices["operator"].user)


def _state(number="8003"):
    return Seat.objects.get(number=number).state


def test_a_call_is_taken_talked_held_and_registered_in_the_browser(exchange, operator, tones):
    page = operator
    citizen = exchange.citizen(play=tones["caller"])
    heard = tones["caller"].with_name("heard_by_citizen.wav")
    citizen.tell(f"record {heard}", exchange.hotline)
    page.wait_for_selector("[data-phone=answer]:enabled", timeout=PATIENCE * 1000)
    page.wait_for_selector("[data-call]")  # who calls, before answering
    assert "13851234567" in page.inner_text("[data-call]")
    page.keyboard.press("F2")
    citizen.hear("CONFIRMED")
    wait_until(lambda: _state() == "talking", timeout=PATIENCE)
    page.wait_for_timeout(2500)
    told = page.evaluate(SEND_AND_RECEIVE)
    assert told["received"] > 50
    assert told["sent"] > 50
    assert told["energy"] > 0.01
    page.click("[data-phone=hold]")
    wait_until(lambda: _state() == "holding", timeout=PATIENCE)
    page.click("[data-phone=hold]")
    wait_until(lambda: _state() == "talking", timeout=PATIENCE)
    with page.expect_popup() as opened:
        page.click("#to-desk")
    page.click("[data-phone=hangup]")
    (call,) = ended_calls()
    assert (call.outcome, call.seat) == ("answered", "8003")
    assert call.held_seconds > 0
    desk = opened.value
    assert desk.input_value("#desk-phone") == "13851234567"
    desk.fill("#desk-content", "云泽市和平路12号门口路灯不亮，晚上看不清路。")
    desk.click(".act-go")
    desk.wait_for_selector("[data-receipt]")
    call.refresh_from_db()
    assert call.order_number == WorkOrder.objects.get().number
    _is_loud(heard)


def _is_loud(path):
    """What the telephone wrote so far; its header comes last, so the samples are read as they are."""
    heard = np.frombuffer(path.read_bytes()[44:], dtype="<i2")
    assert np.abs(heard.astype(float)).mean() > 100


def test_the_police_are_called_into_the_conversation_and_the_handover_is_written_down(exchange, operator):
    page = operator
    citizen = exchange.citizen()
    citizen.tell(exchange.hotline)
    page.click("[data-phone=answer]", timeout=PATIENCE * 1000)
    citizen.hear("CONFIRMED")
    citizen.tell("auto")  # the trunk takes the call for 110 as well
    page.click("[data-service='110']")
    wait_until(lambda: _state() == "three_way", timeout=PATIENCE)
    task = SwitchTask.objects.get()
    assert (task.number, task.kind, task.state) == ("110", "third", "connected")
    page.fill(".seat-task input[name=note]", "警号 020417，已说明地点和人数")
    page.click(".seat-task button")
    wait_until(lambda: SwitchTask.objects.get().note != "", timeout=PATIENCE)
    page.click("[data-phone=hangup]")
    wait_until(lambda: _state() == "after_call", timeout=PATIENCE)
    assert Call.objects.get(direction="inbound").state == "talking"  # the citizen and 110 go on
    citizen.tell("hangup")
    (call,) = ended_calls(direction="inbound")
    assert (call.outcome, call.seat) == ("answered", "8003")


def test_a_page_opened_anew_takes_the_conversation_up_again(exchange, operator):
    page = operator
    citizen = exchange.citizen()
    citizen.tell(exchange.hotline)
    page.click("[data-phone=answer]", timeout=PATIENCE * 1000)
    citizen.hear("CONFIRMED")
    wait_until(lambda: _state() == "talking", timeout=PATIENCE)
    page.wait_for_timeout(500)
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.wait_for_selector("[data-phone=hold]:enabled", timeout=PATIENCE * 1000)
    page.wait_for_timeout(2000)
    assert page.evaluate(SEND_AND_RECEIVE)["received"] > 20
    assert _state() == "talking"
    page.click("[data-phone=hangup]")
    (call,) = ended_calls(direction="inbound")
    assert (call.outcome, call.seat) == ("answered", "8003")
    assert Call.objects.filter(direction="inbound").count() == 1


@pytest.fixture
def browser_seat(phone_chromium, live_server, exchange):
    """Call it with a person: their window of seat 8003, registered at the switch and ready."""
    from django.conf import settings

    contexts = []

    def open_seat(user, number="8003"):
        client = Client()
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        context = phone_chromium.new_context(
            permissions=["microphone"],
            base_url=live_server.url,
            locale="zh-CN",
            viewport={"width": 1440, "height": 900},
        )
        contexts.append(context)
        context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        context.add_init_script(WATCH)
        page = context.new_page()
        page.on("pageerror", lambda error: sys.stderr.write(f"page: {error}\n"))
        page.goto("/console/seat/")
        page.select_option("#seat-number", number)
        page.click(".act-end button")
        page.wait_for_selector("#line[data-state=ready]", timeout=PATIENCE * 1000)
        page.click("[value=go_ready]")
        wait_until(lambda: f"PJSIP/{number}" in exchange.waiting(), timeout=PATIENCE)
        return page

    yield open_seat
    for context in contexts:
        context.close()


def test_nobody_gets_another_persons_telephone(exchange, city):
    lin, lead = city.voices["operator"], city.voices["shift_lead"]
    actions.sign_in("8003", by=actor_for(lin.user))
    client = Client()
    client.force_login(lead.user)
    shown = client.get("/console/seat/").content.decode()
    assert "8003" not in shown
    assert Seat.objects.get(number="8003").secret not in shown
