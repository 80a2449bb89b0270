"""Where lives are acted out: the city, the counts of what was done and refused, one case at a time."""

import random
from collections import Counter, deque
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from jiesu.catalogue.calendar import WorkingCalendar
from jiesu.core.errors import Refusal
from jiesu.demo.city import City
from jiesu.demo.lives import Life, Round
from jiesu.demo.tempo import Tempo, day_of
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import ACTION_OF

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

_VERBS = {action.__name__: verb.value for verb, action in ACTION_OF.items()}

Steps = Generator[datetime, None, datetime]
"""A story in steps: it yields the moment of its next step, goes on when that moment has come, and returns the
moment at which it ended."""


@dataclass
class Stage:
    """What all lives have in common.

    Attributes:
        done: how often each action was carried out, by its name.
        refused: how often the rules refused something, by the refusal's code.
        numbers: the orders' numbers by the keys of their appeals.
        cast: user names of the centre's people by role, those who take turns.
        fleeting: numbers of orders that their citizens will withdraw; nothing is merged into those.
        known: appeals that an earlier run had registered.
        last_refusal: why the last refused action was refused.
    """

    city: City
    calendar: WorkingCalendar
    cast: Mapping[str, tuple[str, ...]]
    done: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    numbers: dict[str, str] = field(default_factory=dict)
    fleeting: set[str] = field(default_factory=set)
    known: int = 0
    last_refusal: str = ""

    def act(self, action: Callable[..., Any], *args: object, **given: object) -> Any:  # noqa: ANN401 - as the action
        """Carry out an action; what the rules refuse is counted and gives None."""
        try:
            result = action(*args, **given)
        except Refusal as refusal:
            self.refused[f"{action.__name__}: {refusal.code}"] += 1
            self.last_refusal = refusal.message("zh")
            return None
        self.done[action.__name__] += 1
        return result


@dataclass(frozen=True)
class Visit:
    """When somebody was there, and when the work was done."""

    on: date
    done: date


@dataclass
class Case:
    """One order under way.

    Attributes:
        number: of the order.
        title: of the order.
        registrar: the operator who took it.
        life: what is to happen.
        reachable: whether there is a citizen to call.
        order: as the last action left it.
        visits: what was told of each round's visit.
        past: what an earlier run that was interrupted has done and when; empty in a fresh life.
        past_due: when the time for handling was over then, None in a fresh life.
    """

    stage: Stage
    number: str
    title: str
    chance: random.Random
    tempo: Tempo
    registrar: Actor
    life: Life | None = None
    reachable: bool = True
    order: "WorkOrder | None" = None
    visits: dict[int, Visit] = field(default_factory=dict)
    past: deque[tuple[str, datetime]] = field(default_factory=deque)
    past_due: datetime | None = None

    def visit_of(self, spoken: Round, *, since: datetime, at: datetime) -> Visit:
        """When the place was visited in a round, by whoever tells of it first.

        Args:
            spoken: the round.
            since: when the work began.
            at: the moment of the telling.
        """
        first, last = day_of(since), day_of(at)
        days = max(spoken.handling.days, spoken.answer.days) + self.chance.randint(0, 1)
        visit = Visit(on=max(first, last - timedelta(days=days)), done=last)
        return self.visits.setdefault(id(spoken), visit)

    def is_over(self, at: datetime) -> bool:
        """Whether the time for handling has passed; then nobody is given a part any more."""
        due = self.order.due_at if self.order else None
        return due is not None and due <= at + timedelta(days=1)

    def act(self, action: Callable[..., Any], *, by: Actor, at: datetime, **given: object) -> bool:
        """Carry out an action on the order, or pass over it when an earlier run did; False when refused."""
        if self.past:
            return self._was_done(_VERBS[action.__name__])
        order = self.stage.act(action, self.number, by=by, at=self.tempo.since(at), **given)
        if order is not None:
            self.order = order
        return order is not None

    def due(self, at: datetime) -> datetime:
        """When the time for handling is over; a day from now when no clock runs."""
        running = self.order.due_at if self.order else None
        return running or self.past_due or at + timedelta(days=1)

    def _was_done(self, verb: str) -> bool:
        """Whether the earlier run did this too; what it did in between was not of this life's doing."""
        if all(verb != done for done, _ in self.past):
            return False
        while True:
            done, self.tempo.floor = self.past.popleft()
            if done == verb:
                return True

    def staff(self, role: str) -> Actor:
        """Whoever of the centre's people in that role has the next turn."""
        return self.stage.city.actor(self.chance.choice(self.stage.cast[role]))

    def clerk(self, unit: str) -> Actor:
        """The clerk of a unit."""
        return self.stage.city.clerk(unit)

    def leader(self, unit: str) -> Actor:
        """The leader of a unit."""
        return self.stage.city.leader(unit)

    def key_of(self, unit: str) -> int:
        """The key of a unit."""
        return self.stage.city.unit_ids[unit]
