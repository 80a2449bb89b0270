"""The switch's manager interface: actions out, answers and events in, over one connection of plain text."""

import socket
import time
from collections import deque
from dataclasses import dataclass, field

Message = dict[str, str]

_MOST = 64 * 1024


class ControlLost(ConnectionError):
    """The switch does not answer, or refused us."""


@dataclass
class Control:
    """A connection to the manager interface of one switch."""

    address: str
    port: int
    secret: str = field(repr=False)
    events: deque[Message] = field(default_factory=deque)
    _socket: socket.socket | None = None
    _rest: bytes = b""
    _number: int = 0
    _answers: dict[str, list[Message]] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._socket is not None

    def open(self, *, timeout: float = 3.0) -> None:
        """Connect and sign in.

        Raises:
            ControlLost: nobody listens there, or the secret is wrong.
        """
        self.close()
        try:
            self._socket = socket.create_connection((self.address, self.port), timeout=timeout)
        except OSError as error:
            raise ControlLost(f"no manager interface at {self.address}:{self.port}: {error}") from error
        self._socket.settimeout(0)
        if self.ask("Login", Username="jiesu", Secret=self.secret)[0].get("Response") != "Success":
            self.close()
            raise ControlLost("the switch refused the control secret")

    def close(self) -> None:
        """Drop the connection."""
        if self._socket is not None:
            self._socket.close()
        self._socket, self._rest = None, b""
        self.events.clear()
        self._answers.clear()

    def send(self, action: str, **fields: str) -> str:
        """Send an action without waiting; its id."""
        self._number += 1
        number = str(self._number)
        values = {"Action": action, "ActionID": number, **fields}
        clean = (f"{name}: {value}".replace("\r", " ").replace("\n", " ") for name, value in values.items())
        self._write(("\r\n".join(clean) + "\r\n\r\n").encode())
        return number

    def ask(self, action: str, *, timeout: float = 5.0, **fields: str) -> list[Message]:
        """Send an action and wait for its answer, with the list that follows it where there is one.

        Raises:
            ControlLost: no answer in time.
        """
        number = self.send(action, **fields)
        self._answers[number] = []
        patience = time.monotonic() + timeout
        while not _is_whole(self._answers[number]):
            if time.monotonic() > patience:
                self.close()
                raise ControlLost(f"no answer to {action}")
            if not self.poll():
                time.sleep(0.005)
        return self._answers.pop(number)

    def poll(self) -> int:
        """Take in what has come; how many messages. Events lie in ``events``.

        Raises:
            ControlLost: the switch is gone.
        """
        taken = 0
        for raw in self._blocks():
            message = _parsed(raw)
            taken += 1
            number = message.get("ActionID", "")
            if number in self._answers:
                self._answers[number].append(message)
            elif "Event" in message:
                self.events.append(message)
        return taken

    def _blocks(self) -> list[bytes]:
        if self._socket is None:
            raise ControlLost("not connected")
        try:
            while block := self._socket.recv(_MOST):
                self._rest += block
        except BlockingIOError:
            blocks = self._rest.split(b"\r\n\r\n")
            self._rest = blocks.pop()
            return blocks
        except OSError as error:
            self.close()
            raise ControlLost(str(error)) from error
        self.close()
        raise ControlLost("the switch closed the connection")

    def _write(self, block: bytes) -> None:
        if self._socket is None:
            raise ControlLost("not connected")
        try:
            self._socket.settimeout(3.0)
            self._socket.sendall(block)
            self._socket.settimeout(0)
        except OSError as error:
            self.close()
            raise ControlLost(str(error)) from error


def _parsed(raw: bytes) -> Message:
    lines = raw.decode("utf-8", "replace").split("\r\n")
    pairs = (line.partition(": ") for line in lines)
    return {name: value for name, colon, value in pairs if colon}


def _is_whole(answers: list[Message]) -> bool:
    if not answers:
        return False
    if answers[0].get("EventList", "").lower() != "start":
        return True
    return answers[-1].get("EventList", "").lower() in ("complete", "cancelled")
