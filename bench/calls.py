"""A hundred recorded calls at once: the switch, the load, the connector and the database on this machine.

Citizens are played by SIPp (``apt-get install sip-tester``) through a trunk, seats by SIPp as registered
telephones; both sides send real sound. The reference for the delay of the tables is the second in which every
event is to be there; for lost sound and failed calls, none.
"""

# ruff: noqa: PLC0415 - Django is set up once the database is there

import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import harness

CALLS, A_SECOND, TALK_SECONDS = 100, 20, 40
SCENARIOS = Path(__file__).with_name("calls_sipp")
CITIZENS, SEATS = "127.0.0.3", "127.0.0.4"
SEAT_PORT = 15871


@dataclass
class Watch:
    """How far the tables were behind the switch's log, looked at ten times a second."""

    delays: list[float] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Look until told to stop."""
        from django.db import connection

        from jiesu.telephony import command
        from jiesu.telephony.event_log import EventLog

        log = EventLog(command.place().event_log)
        while not self._stop.wait(0.1):
            self.delays.append(_behind(log))
        connection.close()

    def stop(self) -> None:
        """No more."""
        self._stop.set()


def _behind(log: object) -> float:
    """Age in seconds of the oldest event that is not in the tables; 0 when all are."""
    from jiesu.telephony.selectors import log_place

    lines, _ = log.read(log_place("node1"), most=2048)  # type: ignore[attr-defined]
    return max(time.time() - lines[0].at.timestamp(), 0.0) if lines else 0.0


def set_up() -> list[tuple[str, str]]:
    """Seats with people who are ready, a queue, a line and a trunk; numbers and secrets of the seats."""
    from jiesu.accounts.models import User
    from jiesu.organisations.actors import SYSTEM, Actor
    from jiesu.telephony import actions
    from jiesu.telephony.models import Seat
    from jiesu.telephony.seat_states import SeatVerb

    actions.save_queue("main", name="bench", by=SYSTEM, ring_seconds=20)
    actions.save_line("12345", queue="main", by=SYSTEM)
    actions.save_trunk("carrier", host=CITIZENS, port=15870, by=SYSTEM)
    for index in range(CALLS + 10):
        number = str(3000 + index)
        actions.save_seat(number, by=SYSTEM, in_browser=False)
        user, _ = User.objects.get_or_create(username=f"bench-{number}")
        person = Actor(user_id=user.pk, name=number, permissions=frozenset({"take_calls", "lead_seats"}))
        if Seat.objects.get(number=number).user_id is None:
            actions.sign_in(number, by=person)
        if Seat.objects.get(number=number).state != "ready":
            verb = SeatVerb.FORCE_READY
            actions.move_seat(number, verb, by=person)
    return [(seat.number, seat.secret) for seat in Seat.objects.order_by("number")]


@contextmanager
def exchange() -> Iterator[object]:
    """The switch, running, with its connector."""
    from jiesu.telephony import command

    shutil.rmtree(command.place().base, ignore_errors=True)
    command.configure()
    switch = command.switch()
    switch.start()
    with (harness.VAR / "connector.log").open("w") as log:
        connector = subprocess.Popen([sys.executable, "-m", "jiesu.cli", "connector"], stdout=log, stderr=log)
    try:
        yield switch
    finally:
        connector.terminate()
        connector.wait(20)
        switch.stop()


def sipp(scenario: str, *arguments: str) -> subprocess.Popen[bytes]:
    """SIPp with a scenario of ours, in the directory of the benchmarks' files."""
    command = ["sipp", "-sf", str(SCENARIOS / scenario), "-nostdin", "-rtp_threadtasks", "50", *arguments]
    return subprocess.Popen(command, cwd=harness.VAR, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def lost_packets(switch: object) -> tuple[int, int]:
    """Sound packets received so far, and lost, over all channels, as the switch counts them."""
    received = lost = 0
    for line in switch.ask("pjsip show channelstats").splitlines():  # type: ignore[attr-defined]
        found = re.search(r"\balaw\s+(\d+)(K?)\s+(\d+)\s", line)
        if found:
            received += int(found[1]) * (1000 if found[2] else 1)
            lost += int(found[3])
    return received, lost


def main() -> None:
    """Measure and print."""
    if shutil.which("sipp") is None:
        raise SystemExit("sipp is missing. On Debian and Ubuntu: apt-get install sip-tester")
    with harness.database("bench_calls"):
        import django

        django.setup()
        _measure()


def _measure() -> None:
    from django.conf import settings

    (harness.VAR / "voice.al").write_bytes(os.urandom(8000 * 20))
    seats = set_up()
    given = "\n".join(
        f"{number};[authentication username={number} password={secret}];{SEAT_PORT};"
        for number, secret in seats
    )
    (harness.VAR / "seats.csv").write_text(f"SEQUENTIAL\n{given}\n")
    target = f"127.0.0.1:{settings.JIESU_SWITCH_SIP}"
    with exchange() as switch:
        everyone = ("-m", str(len(seats)), "-l", "10", "-inf", "seats.csv", "-timeout", "30s", target)
        if sipp("register.xml", "-i", SEATS, "-p", "15872", *everyone).wait() != 0:
            raise SystemExit("the seats could not register")
        _await_seats(switch, len(seats))
        watch = Watch()
        looking = threading.Thread(target=watch.run)
        looking.start()
        answering = sipp("seats.xml", "-i", SEATS, "-mi", SEATS, "-p", str(SEAT_PORT), "-mp", "30000")
        began = time.time()
        calling = sipp(
            "citizens.xml", "-s", "12345", "-i", CITIZENS, "-mi", CITIZENS, "-p", "15870", "-mp", "40000",
            "-m", str(CALLS), "-l", str(CALLS), "-r", str(A_SECOND), "-d", str(TALK_SECONDS * 1000),
            "-timeout", f"{TALK_SECONDS + 60}s", target,
        )  # fmt: skip
        time.sleep(CALLS / A_SECOND + TALK_SECONDS - 8)
        at_once = int(re.search(r"(\d+) active call", switch.ask("core show channels count"))[1])  # type: ignore[attr-defined,index]
        received, lost = lost_packets(switch)
        calling.wait()
        time.sleep(3)
        watch.stop()
        looking.join()
        answering.kill()
        answering.wait()
        _report(watch, began=began, at_once=at_once, received=received, lost=lost)


def _await_seats(switch: object, count: int) -> None:
    patience = time.monotonic() + 60
    while time.monotonic() < patience:
        told = switch.ask("queue show jiesu-main")  # type: ignore[attr-defined]
        if told.count("Not in use") >= count:
            return
        time.sleep(0.5)
    raise SystemExit(f"the seats are not in the queue: {told[-2000:]}")


def _report(watch: Watch, *, began: float, at_once: int, received: int, lost: int) -> None:
    from datetime import UTC, datetime

    from jiesu.telephony import command
    from jiesu.telephony.models import Call, CallEvent, Recording

    since = datetime.fromtimestamp(began, tz=UTC)
    calls = list(Call.objects.filter(started_at__gte=since, direction="inbound"))
    answered = [call for call in calls if call.outcome == "answered"]
    rung = sorted((call.rang_at - call.queued_at).total_seconds() for call in answered)
    lines = sum(1 for _ in command.place().event_log.open("rb"))
    events = CallEvent.objects.filter(call__started_at__gte=since).count()
    behind = sorted(watch.delays)
    kept = Recording.objects.filter(call__in=calls).count()
    harness.report(
        f"{CALLS} recorded calls at once, {TALK_SECONDS} s each, {A_SECOND} new ones a second",
        [
            harness.Figure("calls at once, as the switch counts", at_once, "calls", CALLS, "wanted"),
            harness.Figure("answered and ended in the tables", len(answered), "calls", CALLS, "made"),
            harness.Figure("events in the tables", events, "rows", lines, "lines of the switch"),
            _milliseconds("tables behind the switch, p99", _share(behind, 0.99), 1000),
            _milliseconds("tables behind the switch, longest", behind[-1], 1000),
            _milliseconds("from the queue to a ringing seat, p95", _share(rung, 0.95), 300),
            harness.Figure("sound packets lost", lost, "packets", received, "received", "0"),
            harness.Figure("recordings", kept, "calls", CALLS, "made"),
        ],
    )


def _milliseconds(name: str, seconds: float, aim: float) -> harness.Figure:
    return harness.Figure(name, seconds * 1000, "ms", aim, "allowed", f"under {aim:.0f} ms")


def _share(values: list[float], share: float) -> float:
    return values[min(int(len(values) * share), len(values) - 1)] if values else 0.0


if __name__ == "__main__":
    main()
