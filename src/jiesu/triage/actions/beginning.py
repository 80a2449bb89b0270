"""A centre whose orders were there before triage was: what they tell is taken up at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import transaction

from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import SYSTEM
from jiesu.triage.actions.issuing import update_issues
from jiesu.triage.actions.learning import begin_learning
from jiesu.triage.actions.noting import note_new_orders
from jiesu.triage.states import Task

MOST_ROUNDS = 200
"""So many times the next few hundred orders are taken up; what is left, the schedule takes up."""

LONGEST = timedelta(minutes=20)


@transaction.atomic
def begin_from_history() -> None:
    """Let the orders that are there be taken up in the background: suggested for, grouped, learned from."""
    from jiesu.triage.tasks import take_up_history  # noqa: PLC0415 - tasks call actions

    take_up_history.defer()


def take_up() -> None:
    """Suggest for the orders that are there, put them into issues, then begin to learn; safe to run twice.

    In this order, so that what is suggested for an order was not learned from it.
    """
    until = clock.now() + LONGEST
    _repeat(lambda: bool(note_new_orders().orders), until=until)
    _repeat(lambda: bool(update_issues()), until=until)
    for task in Task:
        _learn(task)


def _repeat(step: Callable[[], bool], *, until: datetime) -> None:
    """Take step after step until there is nothing left to do, or the time is over."""
    for _round in range(MOST_ROUNDS):
        if not step() or clock.now() > until:
            return


def _learn(task: Task) -> None:
    try:
        begin_learning(task, by=SYSTEM)
    except Refusal:
        return  # it is being learned already
