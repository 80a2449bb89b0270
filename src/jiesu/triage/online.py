"""Issues kept up to date as messages come in: each joins the issue that it is most like, or begins one.

The same evidence as for a whole stream (``similarity``); what differs is that nothing is rearranged
afterwards: an issue grows, and two are never made one.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np

from jiesu.triage.grouping import BREADTH

JOIN = 0.75
"""The strength of links from which a message joins an issue or another message."""


@dataclass(slots=True)
class Issues:
    """Which message is in which issue; ``of`` is changed as messages come in.

    Attributes:
        of: the issue of each message that is in one.
        begun: the issues that were begun here, with their first message.
    """

    of: dict[int, int] = field(default_factory=dict)
    begun: dict[int, int] = field(default_factory=dict)
    _fresh: int = -1

    def take(self, message: int, links: Mapping[int, float], *, alike: float = JOIN) -> int | None:
        """Put a message where it belongs; returns its issue, or None where it stays alone.

        A message that is like one which stands alone begins an issue with it. New issues have negative
        numbers, so that they meet no stored key.

        Args:
            message: its key.
            links: how like other messages it is, from 0 to 1; those that are missing are not.
            alike: the bar.
        """
        best = self._likest(links, alike)
        if best is None:
            return None
        issue = self.of.get(best)
        if issue is None:
            issue = self._begin(best)
        self.of[message] = issue
        return issue

    def _likest(self, links: Mapping[int, float], alike: float) -> int | None:
        """The message by which to join: of the issue with the strongest links, itself in it or alone."""
        groups: dict[tuple[str, int], list[tuple[float, int]]] = {}
        for other, likeness in links.items():
            home = ("issue", self.of[other]) if other in self.of else ("alone", other)
            groups.setdefault(home, []).append((likeness, other))
        strengths = {home: strength_of(value for value, _ in found) for home, found in groups.items()}
        if not strengths:
            return None
        home = max(strengths, key=lambda one: strengths[one])
        return max(groups[home])[1] if strengths[home] >= alike else None

    def _begin(self, first: int) -> int:
        issue, self._fresh = self._fresh, self._fresh - 1
        self.of[first] = issue
        self.begun[issue] = first
        return issue


def strength_of(links: Iterable[float]) -> float:
    """The mean of the strongest links; how many count grows more slowly than their number."""
    values = np.sort(np.fromiter(links, dtype=float))[::-1]
    return float(values[: int(np.ceil(len(values) ** BREADTH))].mean()) if len(values) else 0.0
