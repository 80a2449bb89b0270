"""Words of an import: where a run stands, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class RunState(StrEnum):
    """Where an import stands; one that was killed is still running and goes on when it is called again."""

    RUNNING = "running"
    DONE = "done"


RUN_STATE_LABELS: dict[RunState, str] = {RunState.RUNNING: "进行中", RunState.DONE: "已完成"}


@dataclass
class Tally:
    """Rows so far; every row that was read is accepted, rejected or a duplicate.

    Attributes:
        read: rows below the column names, blank ones left out.
        accepted: rows that became orders.
        rejected: rows that were turned away, each with its reason.
        duplicate: rows that had become orders before.
        unmatched: values by field that the catalogue does not know, so that the field stayed open.
    """

    read: int = 0
    accepted: int = 0
    rejected: int = 0
    duplicate: int = 0
    unmatched: dict[str, int] = field(default_factory=dict)


Progress = Callable[[int, int, Tally], None]
"""Told how far the file was read and how large it is, in the same unit, and the rows so far."""


def no_progress(position: int, size: int, tally: Tally) -> None:
    """Tells nobody."""
    del position, size, tally
