"""Two people who configure the same units at the same moment."""

import threading

import pytest
from django.db import connection

from jiesu.accounts.errors import AlreadyTaken
from jiesu.core.errors import Refusal
from jiesu.core.models import JournalEntry
from jiesu.organisations import actions, errors
from jiesu.organisations.actors import SYSTEM
from jiesu.organisations.models import Post, Unit
from tests.organisations.cast import City

pytestmark = pytest.mark.django_db(transaction=True)


def _at_once(*attempts):
    """Run the attempts side by side; what each was refused with, or None."""
    outcomes, ready = [None] * len(attempts), threading.Barrier(len(attempts))

    def run(number, attempt):
        ready.wait()
        try:
            attempt()
        except Refusal as refusal:
            outcomes[number] = type(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=each) for each in enumerate(attempts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert not any(thread.is_alive() for thread in threads)
    return sorted(outcomes, key=str)


def test_of_two_moves_into_each_other_one_is_refused():
    city = City()
    team = city.unit("team", city.centre, "专班")
    outcomes = _at_once(
        lambda: actions.move_unit(city.water, to=team, by=SYSTEM),
        lambda: actions.move_unit(team, to=city.water, by=SYSTEM),
    )
    assert outcomes == [errors.MoveIntoItself, None]
    moved = Unit.objects.filter(code__in=["water", "team"], level=3)
    assert moved.count() == 1


def test_a_code_is_given_once():
    city = City()
    outcomes = _at_once(*[lambda: city.unit("lamps", city.centre, "路灯管理处")] * 3)
    assert outcomes == [AlreadyTaken, AlreadyTaken, None]
    assert Unit.objects.filter(code="lamps").count() == 1


def test_a_unit_is_not_closed_over_one_that_is_just_added():
    city = City()
    team = city.unit("team", city.centre, "专班")
    outcomes = _at_once(
        lambda: city.unit("new", team, "一组"), lambda: actions.deactivate_unit(team, by=SYSTEM)
    )
    assert outcomes in ([errors.HasActiveUnits, None], [errors.UnitInactive, None])
    assert (
        Unit.objects.filter(parent=team, is_active=True).exists() == Unit.objects.get(code="team").is_active
    )


def test_a_post_is_given_once():
    city = City()
    user = city.person("ligong")
    outcomes = _at_once(
        *[lambda: actions.assign_post(user.pk, unit=city.water, role="unit_clerk", by=SYSTEM)] * 3
    )
    assert outcomes == [errors.PostHeld, errors.PostHeld, None]
    assert Post.objects.count() == JournalEntry.objects.filter(name="organisations.PostAssigned").count() == 1
