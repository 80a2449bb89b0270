"""Several processes that share a long run between them, one database connection each."""

import multiprocessing
import os
import traceback
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, Generic, TypeVar

from django.db import connections

T = TypeVar("T")

_POLL = 0.25  # seconds
_PLACES = 3


class CrewFailed(RuntimeError):
    """One of the processes came to grief; the message is what it said."""


class Ticker:
    """Numbers that one process writes and the others read: stories over, orders, actions."""

    def __init__(self) -> None:
        self._numbers: Any = multiprocessing.get_context("fork").RawArray("q", _PLACES)

    def write(self, *numbers: int) -> None:
        """Say how far it is."""
        self._numbers[:] = numbers

    def read(self) -> tuple[int, ...]:
        """How far it is."""
        return tuple(self._numbers)


@dataclass
class _Hand(Generic[T]):
    """One process and where it reports."""

    process: BaseProcess
    reports: Connection


def share(
    work: Callable[[int, Ticker], T], *, hands: int, watch: Callable[[tuple[int, ...]], object]
) -> list[T]:
    """Do ``work(number, ticker)`` for each number below ``hands``, each in a process of its own.

    The processes end when this one does, however it ends.

    Args:
        work: what each does; its result must be picklable.
        hands: how many.
        watch: told several times a second the sums of the tickers.

    Raises:
        CrewFailed: one of them failed; the others are stopped.
    """
    tickers = [Ticker() for _ in range(hands)]
    _let_go_of_the_database()
    crew = [_start(work, number, ticker) for number, ticker in enumerate(tickers)]
    try:
        return _results(crew, lambda: watch(_sums(tickers)))
    finally:
        for hand in crew:
            hand.process.terminate()
            hand.process.join()


def _start(work: Callable[[int, Ticker], T], number: int, ticker: Ticker) -> _Hand[T]:
    context = multiprocessing.get_context("fork")
    reports, report = context.Pipe(duplex=False)
    process = context.Process(target=_work, args=(lambda: work(number, ticker), report), daemon=True)
    process.start()
    report.close()
    return _Hand(process, reports)


def _work(work: Callable[[], T], report: Connection) -> None:
    told: tuple[bool, T | str]
    try:
        told = (True, work())
    except BaseException:  # noqa: BLE001 - whatever it was, the parent has to hear of it
        told = (False, traceback.format_exc())
    with suppress(OSError):
        report.send(told)
    for connection in connections.all(initialized_only=True):
        connection.close()
    os._exit(0)  # nothing that the parent has opened is to be closed here


def _results(crew: list[_Hand[T]], watch: Callable[[], object]) -> list[T]:
    results: dict[int, T] = {}
    while len(results) < len(crew):
        watch()
        ready = wait([hand.reports for place, hand in enumerate(crew) if place not in results], _POLL)
        for place, hand in enumerate(crew):
            if hand.reports in ready:
                results[place] = _received(hand)
    watch()
    return [results[place] for place in range(len(crew))]


def _received(hand: _Hand[T]) -> T:
    try:
        fine, told = hand.reports.recv()
    except EOFError as error:
        raise CrewFailed("one of the processes was killed") from error
    if not fine:
        raise CrewFailed(told)
    result: T = told
    return result


def _sums(tickers: list[Ticker]) -> tuple[int, ...]:
    return tuple(map(sum, zip(*(ticker.read() for ticker in tickers), strict=True)))


def orphaned(parent: int) -> bool:
    """Whether the process that started this one is gone."""
    return os.getppid() != parent


def _let_go_of_the_database() -> None:
    """Connections and the threads of their pools do not survive a fork."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        close_pool = getattr(connection, "close_pool", None)
        if close_pool:
            close_pool()
