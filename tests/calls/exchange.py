"""The switch of a test, its connector, and telephones that call each other through it."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

from jiesu.telephony import actions, command
from jiesu.telephony.models import Call, Seat
from jiesu.telephony.seat_states import SeatVerb
from tests.calls.conftest import PROGRAMS
from tests.processes import free_port, wait_until

PATIENCE = 60.0  # seconds: other things may run on the machine


class Phone:
    """A telephone process; :meth:`tell` it what to do, :meth:`hear` what it says."""

    def __init__(self, *arguments):
        self.lines, self._rest = [], b""
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("phone.py")), *map(str, arguments)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        os.set_blocking(self.process.stdout.fileno(), False)
        self.hear("READY")

    def tell(self, *orders):
        self.process.stdin.write("".join(f"{order}\n" for order in orders).encode())
        self.process.stdin.flush()

    def hear(self, words, *, after=0, within=PATIENCE):
        """The moment of the first line with these words."""

        def found():
            self._rest += self.process.stdout.read() or b""
            *whole, self._rest = self._rest.split(b"\n")
            self.lines += [line.decode() for line in whole]
            return next((line for line in self.lines[after:] if words in line), None)

        line = wait_until(found, timeout=within, otherwise=lambda: f"no {words} among {self.lines}")
        return float(line.split()[0])

    def quit(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()


class Exchange:
    """The switch, its connector, and who telephones."""

    def __init__(self, patch):
        self.phones, self.connector = [], None
        self.sip, self.trunk = free_port(), free_port()
        given = {"SIP": self.sip, "CONTROL": free_port(), "WEB": free_port(), "MEDIA": 20000}
        for name, value in given.items():
            patch.setattr(settings, f"JIESU_SWITCH_{name}", value)
        patch.setattr(settings, "JIESU_SWITCH_TREE", str(PROGRAMS))
        patch.setattr(settings, "JIESU_SWITCH_MEDIA_ADDRESS", "127.0.0.1")
        self._environment = {f"JIESU_SWITCH_{name}": str(value) for name, value in given.items()}
        shutil.rmtree(command.place().base, ignore_errors=True)
        (Path(settings.VAR) / "connector.log").unlink(missing_ok=True)

    def start(self):
        command.configure()
        self.switch.start()
        self.connect()
        log = Path(settings.VAR) / "connector.log"
        wait_until(lambda: "connected" in log.read_text(), timeout=PATIENCE, otherwise=log.read_text)
        return self

    @property
    def switch(self):
        return command.switch()

    def connect(self):
        said = (Path(settings.VAR) / "connector.log").open("ab")
        with said:
            self.connector = subprocess.Popen(
                [sys.executable, "-m", "jiesu.cli", "connector"],
                env={**os.environ, **self._environment, "JIESU_SWITCH_TREE": str(PROGRAMS)},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
            )

    def kill_connector(self):
        self.connector.send_signal(signal.SIGKILL)
        self.connector.wait()

    def sit_down(self, number, person, *, play=""):
        """A person with a telephone at a seat, ready; the telephone has registered."""
        phone = self._phone(number, "127.0.0.1", free_port(), number, Seat.objects.get(number=number).secret)
        phone.hear("REGISTERED 200")
        if play:
            phone.tell(f"play {play}")
        actions.sign_in(number, by=person)
        actions.move_seat(number, SeatVerb.GO_READY, by=person)
        wait_until(lambda: f"PJSIP/{number}" in self.waiting(), timeout=PATIENCE)
        return phone

    def waiting(self):
        told = self.switch.ask("queue show jiesu-main")
        return "".join(line for line in told.splitlines() if "(paused" not in line)

    def citizen(self, number=0, *, play="", name="13851234567"):
        port = free_port() if number else self.trunk  # the trunk calls the first one
        phone = self._phone(name, "127.0.0.3", port)
        if play:
            phone.tell(f"play {play}")
        return phone

    def _phone(self, name, address, port, *rest):
        phone = Phone(name, address, port, f"127.0.0.1:{self.sip}", *rest)
        self.phones.append(phone)
        return phone

    @property
    def hotline(self):
        return f"call sip:12345@127.0.0.1:{self.sip}"

    def end(self):
        for phone in self.phones:
            phone.quit()
        if self.connector:
            self.connector.terminate()
            try:
                self.connector.wait(10)
            except subprocess.TimeoutExpired:
                self.kill_connector()
        self.switch.stop()
        sys.stderr.write((Path(settings.VAR) / "connector.log").read_text())  # shown where the test fails


def ended_calls(count=1, **wanted):
    """The calls that have ended, once there are so many."""
    wait_until(
        lambda: Call.objects.filter(state="ended", **wanted).count() >= count,
        timeout=PATIENCE,
        otherwise=lambda: str(list(Call.objects.values("key", "state", "direction", "outcome"))),
    )
    time.sleep(0.3)  # a second row would come by now
    return list(Call.objects.filter(state="ended", **wanted).order_by("started_at"))
