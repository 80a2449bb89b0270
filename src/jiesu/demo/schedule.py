"""Plays many stories at once in the order of time, up to the present."""

import heapq
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from jiesu.demo.stage import Steps

Watch = Callable[[datetime, int], object]


def play(stories: Iterable[Steps], *, until: datetime, watch: Watch = lambda _moment, _over: None) -> int:
    """Let every story take its steps, the earliest first, none after ``until``; returns how many were taken.

    Args:
        stories: not yet begun.
        until: the present; what would happen later stays undone, so that orders are left in every state.
        watch: told after each step its moment and how many stories are over.
    """
    waiting: list[tuple[datetime, int, Steps]] = []
    over = sum(not _wait(waiting, story, place=place, until=until) for place, story in enumerate(stories))
    taken = 0
    while waiting:
        moment, place, story = heapq.heappop(waiting)
        over += not _wait(waiting, story, place=place, until=until)
        taken += 1
        watch(moment, over)
    return taken


def regularly(action: Callable[[datetime], object], *, since: datetime, every: timedelta) -> Steps:
    """A story that does one thing again and again, as a schedule would."""
    moment = since
    while True:
        yield moment
        action(moment)
        moment += every


def _wait(waiting: list[tuple[datetime, int, Steps]], story: Steps, *, place: int, until: datetime) -> bool:
    """Take one step of a story; whether it goes on before ``until``."""
    try:
        moment = next(story)
    except StopIteration:
        return False
    if moment > until:
        return False
    heapq.heappush(waiting, (moment, place, story))
    return True
