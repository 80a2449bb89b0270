"""The hottest issues of a stream, with what a person needs to judge them."""

from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from jiesu.triage.arrays import Integers
from jiesu.triage.heat import commonest, heat_of, place_named
from jiesu.triage.messages import Message, read_messages
from jiesu.triage.sameissues import find_issues
from jiesu.triage.similarity import Stream
from jiesu.triage.tablefiles import write_sheet

_HEADINGS = ("排名", "热度", "问题", "地点", "首次反映", "最近反映", "人数", "件数", "点赞与反对", "编号")


def hot_issues(messages: Sequence[Message], *, top: int) -> list[dict[str, Any]]:
    """The ``top`` hottest issues that more than one person wrote about, the hottest first."""
    found = find_issues(messages)
    order = np.argsort(found.group_of, kind="stable")
    starts = np.searchsorted(found.group_of[order], np.arange(1, int(found.group_of.max(initial=0)) + 1))
    times = [message.at for message in messages if message.at]
    until = max(times) if times else None
    ranked = []
    for members in np.split(order, starts):
        own = [messages[member] for member in members]
        if len({message.user for message in own}) > 1:
            ranked.append((heat_of(own, until=until), members))
    ranked.sort(key=lambda item: (-item[0].total, int(item[1][0])))
    return [
        {
            "rank": rank,
            "heat": round(heat.total, 2),
            "parts": {k: round(v, 2) for k, v in asdict(heat).items()},
        }
        | _described(found.stream, messages, members)
        for rank, (heat, members) in enumerate(ranked[:top], start=1)
    ]


def _described(stream: Stream, messages: Sequence[Message], members: Integers) -> dict[str, Any]:
    own = [messages[member] for member in members]
    times = sorted(message.at for message in own if message.at)
    district = commonest([stream.districts[member] for member in members])
    name = place_named(
        [stream.names[member] for member in members], [stream.texts[member] for member in members]
    )
    return {
        "title": messages[_middle(stream, members)].title.strip(),
        "place": district.upper() + name,
        "first": times[0].isoformat() if times else None,
        "last": times[-1].isoformat() if times else None,
        "people": len({message.user for message in own}),
        "messages": len(own),
        "reactions": sum(message.reactions for message in own),
        "ids": [message.id for message in own],
    }


def _middle(stream: Stream, members: Integers) -> int:
    """The member that is most like the others: its title speaks for all."""
    likeness = [stream.likeness(np.full(len(members), member), members).sum() for member in members]
    return int(members[int(np.argmax(likeness))])


def hot_from_file(stream: Path, *, top: int, sheet: Path | None = None) -> dict[str, Any]:
    """The hottest issues of a file, also as a workbook where ``sheet`` names one.

    Raises:
        FileUnreadable, ColumnMissing, TooFewExamples: a file is not as it should be.
    """
    messages = read_messages(stream)
    issues = hot_issues(messages, top=top)
    if sheet is not None:
        write_sheet(sheet, title="热点问题", headings=_HEADINGS, rows=[_row(issue) for issue in issues])
    return {"messages": len(messages), "issues": issues}


def _row(issue: dict[str, Any]) -> list[object]:
    numbers = [
        issue[key] for key in ("rank", "heat", "title", "place", "first", "last", "people", "messages")
    ]
    return [*numbers, issue["reactions"], "、".join(issue["ids"])]
