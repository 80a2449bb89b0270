import io
import time
import wave

import numpy as np
from django.db.models import Count

from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import Actor
from jiesu.telephony import actions, command
from jiesu.telephony.caller_lists import ListKind
from jiesu.telephony.models import Call, CallEvent, Leg, MissedCall, Recording, Seat
from tests.calls.exchange import PATIENCE, ended_calls
from tests.processes import wait_until


def test_a_free_seat_answers_and_both_sides_are_recorded_apart(exchange, people, tones):
    lin, _ = people
    seat = exchange.sit_down("8001", lin, play=tones["seat"])
    citizen = exchange.citizen(play=tones["caller"])
    citizen.tell(exchange.hotline)
    rang = seat.hear("RINGING")
    began = Call.objects.filter(direction="inbound")
    wait_until(lambda: began.filter(state="ringing").exists(), timeout=1.0)
    assert Seat.objects.get(number="8001").state == "ringing"
    seat.tell("answer")
    citizen.hear("CONFIRMED")
    wait_until(lambda: Seat.objects.get(number="8001").state == "talking", timeout=PATIENCE)
    time.sleep(2)
    citizen.tell("hangup")
    (call,) = ended_calls()
    assert (call.outcome, call.seat, call.user_id) == ("answered", "8001", lin.user_id)
    assert (call.number, call.line, call.queue) == ("13851234567", "12345", "main")
    assert rang - call.queued_at.timestamp() < 0.3
    assert Seat.objects.get(number="8001").state == "after_call"
    _both_sides_are_heard(call, lin)


def _both_sides_are_heard(call, person):
    wait_until(lambda: Recording.objects.get(call=call).sealed_at, timeout=PATIENCE)
    recording = Recording.objects.get(call=call)
    assert not [path for path in command.place().recordings.rglob("*.wav") if path.stat().st_size > 44]
    for side, pitch in (("caller", 440), ("seat", 1000)):
        pieces = actions.listen_to(recording.pk, side, store=command.store(), by=person, reason="质检")
        with wave.open(io.BytesIO(b"".join(pieces))) as sound:
            heard = np.frombuffer(sound.readframes(sound.getnframes()), dtype="<i2").astype(float)
        assert np.abs(heard).mean() > 1000, (side, len(heard), heard[:20])
        strongest = np.abs(np.fft.rfft(heard)).argmax() * 8000 / len(heard)
        assert abs(strongest - pitch) < 20
    assert AuditEntry.objects.filter(action="listen_recording", subject=call.key).count() == 2


def test_a_caller_who_gives_up_is_called_back_until_reached(exchange, people):
    lin, _ = people
    citizen = exchange.citizen()
    citizen.tell(exchange.hotline)
    citizen.hear("CONFIRMED")
    time.sleep(0.5)
    citizen.tell("hangup")
    (call,) = ended_calls()
    assert (call.outcome, call.answered_at) == ("abandoned", None)
    missed = MissedCall.objects.get()
    assert (missed.number, missed.state, missed.call_id) == ("13851234567", "due", call.pk)
    seat = exchange.sit_down("8001", lin)
    citizen.tell("auto")
    actions.return_call(missed.pk, by=lin)
    seat.hear("RINGING")
    seat.tell("answer")
    citizen.hear("RINGING", within=PATIENCE)
    seat.hear("CONFIRMED")
    time.sleep(1)
    seat.tell("hangup")
    (returned,) = ended_calls(direction="outbound")
    assert (returned.outcome, returned.seat) == ("answered", "8001")
    missed.refresh_from_db()
    assert (missed.state, missed.attempts) == ("reached", 1)


def test_a_seat_that_does_not_answer_is_busy_and_its_call_rings_at_the_next(exchange, people):
    lin, he = people
    first = exchange.sit_down("8001", lin)
    citizen = exchange.citizen()
    citizen.tell(exchange.hotline)
    first.hear("RINGING")
    second = exchange.sit_down("8002", he)
    second.tell("auto")
    second.hear("CONFIRMED")
    seat = Seat.objects.get(number="8001")
    assert (seat.state, seat.reason) == ("busy", "未应答")
    second.tell("hangup")
    (call,) = ended_calls()
    assert (call.outcome, call.seat, call.legs.count()) == ("answered", "8002", 3)


def test_an_attended_transfer_keeps_one_call(exchange, people, tones):
    lin, he = people
    first, second = exchange.sit_down("8001", lin), exchange.sit_down("8002", he)
    actions.move_seat("8002", "go_busy", by=he)
    wait_until(lambda: "PJSIP/8002" not in exchange.waiting(), timeout=PATIENCE)
    first.tell("auto")
    citizen = exchange.citizen(play=tones["caller"])
    citizen.tell(exchange.hotline)
    first.hear("CONFIRMED")
    first.tell("hold")
    wait_until(lambda: Seat.objects.get(number="8001").state == "holding", timeout=PATIENCE)
    second.tell("auto", f"record {tones['second'].with_name('heard.wav')}")
    first.tell(f"call sip:8002@127.0.0.1:{exchange.sip}")
    second.hear("CONFIRMED")
    time.sleep(0.5)
    first.tell("join")
    wait_until(
        lambda: Leg.objects.filter(endpoint="8001", ended_at=None).count() == 0,
        timeout=PATIENCE,
        otherwise=lambda: str(list(Leg.objects.values("endpoint", "call__key", "ended_at"))),
    )
    assert Seat.objects.get(number="8001").state == "after_call"
    time.sleep(1)
    citizen.tell("hangup")
    (call,) = ended_calls(direction="inbound")
    assert (call.outcome, call.transfers, call.seat) == ("answered", 1, "8001")
    assert call.held_seconds > 0
    assert {leg.endpoint for leg in call.legs.all()} >= {"carrier", "8001", "8002"}
    assert not Call.objects.exclude(state="ended").exists()


def test_a_connector_killed_in_the_middle_of_ten_calls_has_each_call_once(exchange, people):
    citizens = [exchange.citizen(number) for number in range(5)]  # a telephone holds four calls at most
    for citizen in citizens:
        citizen.tell(exchange.hotline)
        citizen.hear("CONFIRMED")
    wait_until(Call.objects.exists, timeout=PATIENCE)
    exchange.kill_connector()
    for citizen in citizens:
        citizen.tell(exchange.hotline)
    for citizen in citizens:
        citizen.hear("STATE 1 CONFIRMED")
    before = Call.objects.filter(state="ended").count()
    exchange.connect()
    wait_until(lambda: Call.objects.count() == 10, timeout=PATIENCE)
    exchange.kill_connector()
    for citizen in citizens:
        citizen.tell("hangup")
        citizen.hear("DISCONNECTED")
    exchange.connect()
    calls = ended_calls(10)
    assert before == 0
    assert len(calls) == 10
    assert {call.outcome for call in calls} == {"abandoned"}
    kinds = CallEvent.objects.values("call", "kind", "leg_key", "mark").annotate(times=Count("pk"))
    assert {row["times"] for row in kinds} == {1}
    assert set(CallEvent.objects.filter(kind="LINKEDID_END").values_list("call", flat=True)) == {
        call.pk for call in calls
    }
    assert Leg.objects.filter(ended_at=None).count() == 0
    assert MissedCall.objects.get().times == 10


def test_when_the_switch_dies_calls_are_lost_seats_recover_and_citizens_are_called_back(exchange, people):
    lin, _ = people
    seat = exchange.sit_down("8001", lin)
    seat.tell("auto")
    citizen = exchange.citizen()
    citizen.tell(exchange.hotline)
    seat.hear("CONFIRMED")
    wait_until(lambda: Call.objects.filter(state="talking").exists(), timeout=PATIENCE)
    exchange.switch.kill()
    exchange.switch.start()
    (call,) = ended_calls()
    assert call.outcome == "lost"
    assert Seat.objects.get(number="8001").state == "after_call"
    assert MissedCall.objects.get().state == "due"
    wait_until(lambda: "PJSIP/8001" in exchange.switch.ask("queue show jiesu-main"), timeout=PATIENCE)


def test_a_caller_on_the_black_list_reaches_no_seat_but_the_police(exchange, people):
    lin, _ = people
    proposer = Actor(user_id=90, name="申请", permissions=frozenset({"propose_caller_list"}))
    chief = Actor(user_id=91, name="审批", permissions=frozenset({"decide_caller_list"}))
    row = actions.propose_listing("13851234567", ListKind.BLACK, reason="辱骂", days=7, by=proposer)
    actions.decide_listing(row.pk, approved=True, by=chief)
    wait_until(lambda: "black" in exchange.switch.ask("database show jiesu-callers"), timeout=PATIENCE)
    seat = exchange.sit_down("8001", lin)
    citizen = exchange.citizen()
    citizen.tell("auto", exchange.hotline)
    citizen.hear("CONFIRMED")
    citizen.tell("digit 1")
    citizen.hear("RINGING")  # the trunk is given 110
    time.sleep(1)
    citizen.tell("hangup")
    (call,) = ended_calls(direction="inbound")
    assert (call.outcome, call.queue, call.seat) == ("left_early", "", "")
    assert not [line for line in seat.lines if "RINGING" in line]
    assert not MissedCall.objects.exists()
