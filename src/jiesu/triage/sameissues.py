"""Finding the messages of one issue in a stream, and measuring that against labels made by hand."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from jiesu.triage.arrays import Floats, Integers
from jiesu.triage.errors import TooFewExamples
from jiesu.triage.grouping import grouped
from jiesu.triage.measures import pair_figures
from jiesu.triage.messages import Message, positions, read_messages
from jiesu.triage.similarity import Stream
from jiesu.triage.tablefiles import read_rows


@dataclass(frozen=True, slots=True)
class Found:
    """A stream with its messages put into groups: ``group_of[i]`` is the group of message ``i``."""

    stream: Stream
    group_of: Integers


def find_issues(messages: Sequence[Message]) -> Found:
    """Put every message into a group; most groups have one member."""
    stream = Stream(messages)
    pairs = stream.candidates()
    return Found(stream=stream, group_of=grouped(len(messages), pairs, stream.likeness(*pairs)))


def measure_files(stream: Path, *, labels: Path, look_alikes: Path) -> dict[str, Any]:
    """Group the whole stream, knowing no label, and compare with the labels.

    ``nearest_ten`` is counted among the labelled rows: for each, the share of its ten likest (of as many as
    its issue has, where that is fewer) that are of its issue, averaged over the rows.

    Raises:
        FileUnreadable, ColumnMissing, TooFewExamples: a file is not as it should be.
    """
    messages = read_messages(stream)
    place = positions(messages)
    issue_of = {
        row["id"]: row["issue"] for row in read_rows(labels, needed=["id", "issue"]) if row["id"] in place
    }
    pairs = [
        (place[row["id_a"]], place[row["id_b"]])
        for row in read_rows(look_alikes, needed=["id_a", "id_b"])
        if row["id_a"] in place and row["id_b"] in place
    ]
    if len(issue_of) < 2:
        raise TooFewExamples(why="fewer than two labelled ids are in the stream")
    found = find_issues(messages)
    groups = {identity: int(found.group_of[place[identity]]) for identity in issue_of}
    apart = [found.group_of[first] != found.group_of[second] for first, second in pairs]
    return asdict(pair_figures(groups, issue_of)) | {
        "nearest_ten": nearest_ten(found.stream, issue_of, place),
        "look_alikes_apart": float(np.mean(apart)) if apart else None,
        "messages": len(messages),
        "groups": int(found.group_of.max()) + 1,
        "labelled_rows": len(issue_of),
        "look_alike_pairs": len(pairs),
    }


def nearest_ten(stream: Stream, issue_of: dict[str, str], place: dict[str, int]) -> float:
    """Mean share of a row's likest ten labelled rows that are of its issue; see :func:`measure_files`."""
    rows = np.array([place[identity] for identity in issue_of])
    issues = np.array(list(issue_of.values()))
    shares = [
        share
        for number, row in enumerate(rows)
        if (share := _share_of_nearest(stream.likeness(np.full(len(rows), row), rows), issues, number))
        is not None
    ]
    return float(np.mean(shares)) if shares else 0.0


def _share_of_nearest(likeness: Floats, issues: np.ndarray, number: int) -> float | None:
    same = issues == issues[number]
    wanted = min(10, int(same.sum()) - 1)
    if wanted < 1:
        return None
    order = np.argsort(-likeness, kind="stable")
    return float(same[order[order != number][:wanted]].mean())
