"""A light HTTP load generator: keep-alive connections, closed and open loops, latencies kept one by one.

It runs on the machine that it measures, so it must cost little: a request is a prepared byte string and
an answer is read by its Content-Length.
"""

import json
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class Failed(Exception):
    """An answer with a status that was not expected."""


class Connection:
    """One keep-alive connection to the server under test.

    Args:
        port: on the loopback address.
        token: bearer token sent with every request.
    """

    def __init__(self, port: int, token: str) -> None:
        self._port = port
        self._head = (
            f"Host: 127.0.0.1:{port}\r\nAuthorization: Bearer {token}\r\nAccept: application/json\r\n"
        )
        self._socket: socket.socket | None = None

    def request(self, method: str, path: str, body: object = None) -> dict[str, object]:
        """Send one request and return the decoded answer.

        Raises:
            Failed: the status is not 2xx.
        """
        data = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        kind = "Content-Type: application/json\r\n" if data else ""
        head = f"{method} {path} HTTP/1.1\r\n{self._head}{kind}Content-Length: {len(data)}\r\n\r\n"
        status, answer = self._exchange(head.encode() + data)
        if not 200 <= status < 300:
            raise Failed(f"{method} {path}: {status} {answer[:300]!r}")
        return json.loads(answer) if answer else {}

    def _exchange(self, raw: bytes) -> tuple[int, bytes]:
        if self._socket is None:
            self._socket = socket.create_connection(("127.0.0.1", self._port), timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._socket.sendall(raw)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._read()
        head, _, rest = received.partition(b"\r\n\r\n")
        lines = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
        body = (
            self._chunks(rest)
            if b"chunked" in lines.get(b"transfer-encoding", b"")
            else self._fixed(rest, lines)
        )
        if b"close" in lines.get(b"connection", b""):
            self._socket.close()
            self._socket = None
        return int(head.split(b" ", 2)[1]), body

    def _fixed(self, rest: bytes, lines: dict[bytes, bytes]) -> bytes:
        length = int(lines.get(b"content-length", b"0"))
        while len(rest) < length:
            rest += self._read()
        return rest

    def _chunks(self, rest: bytes) -> bytes:
        body = b""
        while True:
            while b"\r\n" not in rest:
                rest += self._read()
            size, _, rest = rest.partition(b"\r\n")
            length = int(size, 16)
            while len(rest) < length + 2:
                rest += self._read()
            if not length:
                return body
            body, rest = body + rest[:length], rest[length + 2 :]

    def _read(self) -> bytes:
        data = self._socket.recv(65536) if self._socket else b""
        if not data:
            raise Failed("the server closed the connection")
        return data


@dataclass
class Measured:
    """What a loop measured: seconds of each piece of work, failures in words, the span."""

    latencies: list[float] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    span: float = 0.0

    @property
    def rate(self) -> float:
        """Finished pieces of work a second."""
        return len(self.latencies) / self.span if self.span else 0.0

    def percentile(self, share: float) -> float:
        """Latency in milliseconds that ``share`` of the work did not exceed."""
        ordered = sorted(self.latencies)
        return 1000 * ordered[min(int(len(ordered) * share), len(ordered) - 1)] if ordered else float("nan")


def closed_loop(
    connections: Callable[[], Connection],
    work: Callable[[Connection, int], None],
    *,
    threads: int,
    seconds: float,
) -> Measured:
    """Each of ``threads`` connections starts its next piece of work when the last is done."""
    result, lock, counter = Measured(), threading.Lock(), _counter()
    end = time.monotonic() + seconds

    def run() -> None:
        connection = connections()
        while time.monotonic() < end:
            _one(result, lock, connection, work, next(counter), since=time.monotonic())

    result.span = _together(run, threads)
    return result


def open_loop(
    connections: Callable[[], Connection],
    work: Callable[[Connection, int], None],
    *,
    rate: float,
    threads: int,
    seconds: float,
) -> Measured:
    """Pieces of work begin at a fixed rate whatever the server does; waiting counts into the latency."""
    result, lock, counter = Measured(), threading.Lock(), _counter()
    begin, total = time.monotonic(), int(rate * seconds)

    def run() -> None:
        connection = connections()
        while (number := next(counter)) < total:
            planned = begin + number / rate
            time.sleep(max(0.0, planned - time.monotonic()))
            _one(result, lock, connection, work, number, since=planned)

    result.span = _together(run, threads)
    return result


def _one(
    result: Measured,
    lock: threading.Lock,
    connection: Connection,
    work: Callable[[Connection, int], None],
    number: int,
    *,
    since: float,
) -> None:
    try:
        work(connection, number)
        took = time.monotonic() - since
    except (Failed, OSError, ValueError) as error:
        with lock:
            result.failures.append(f"{number}: {error}")
        return
    with lock:
        result.latencies.append(took)


def _together(run: Callable[[], None], threads: int) -> float:
    begin = time.monotonic()
    crew = [threading.Thread(target=run) for _ in range(threads)]
    for member in crew:
        member.start()
    for member in crew:
        member.join()
    return time.monotonic() - begin


def _counter() -> Iterator[int]:
    lock, value = threading.Lock(), -1

    class Counter:
        def __iter__(self) -> "Counter":
            return self

        def __next__(self) -> int:
            nonlocal value
            with lock:
                value += 1
                return value

    return Counter()


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    """Seconds since the block began."""
    begin = time.perf_counter()
    yield lambda: time.perf_counter() - begin
