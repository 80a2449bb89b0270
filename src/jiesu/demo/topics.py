"""The city's own tree of topics (three levels, code form 2+2+2)."""

from dataclasses import dataclass
from functools import cache

from jiesu.demo.tables import table


@dataclass(frozen=True, kw_only=True, slots=True)
class TopicRow:
    """One topic; ``parent`` is the code above it, empty at the first level."""

    code: str
    name: str
    level: int
    parent: str


@cache
def topics() -> tuple[TopicRow, ...]:
    """All topics, parents before children."""
    rows = []
    for first, branch in table("topics").items():
        rows.append(TopicRow(code=first, name=branch["name"], level=1, parent=""))
        for second, group in branch["groups"].items():
            middle = first + second
            rows.append(TopicRow(code=middle, name=group["name"], level=2, parent=first))
            rows.extend(
                TopicRow(code=middle + third, name=name, level=3, parent=middle)
                for third, name in group["items"].items()
            )
    return tuple(rows)


@cache
def topic_named(name: str) -> TopicRow:
    """The third-level topic of that name.

    Raises:
        KeyError: there is none.
    """
    return {row.name: row for row in topics() if row.level == 3}[name]
