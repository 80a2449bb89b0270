import pytest
from django.test import Client

from tests.api.cast import City, found_city
from tests.console.configuring import DUTIES, TOPICS, signed_in

PASSWORD = "a-long-phrase 12345"


@pytest.fixture
def city(db, held_clock) -> City:
    """Units, people and their tokens; the water company's clerk has a password."""
    from jiesu.accounts import actions
    from jiesu.organisations.actors import SYSTEM

    city = found_city()
    for name in ("water_clerk", "administrator"):
        actions.set_password(city.voices[name].user, password=PASSWORD, by=SYSTEM)
    return city


@pytest.fixture
def furnished(city) -> City:
    """The city with topics and duties."""
    from jiesu.catalogue import actions
    from jiesu.core.tables import TableRow
    from jiesu.organisations.actors import SYSTEM

    names = ("level1", "level2", "level3")
    topics = [TableRow(line, dict(zip(names, path, strict=True))) for line, path in enumerate(TOPICS, 2)]
    actions.take_topics(topics, by=SYSTEM, keep=True)
    actions.take_duties([TableRow(line, row) for line, row in enumerate(DUTIES, 2)], by=SYSTEM, keep=True)
    return city


@pytest.fixture
def desk(furnished) -> Client:
    """The administrator's browser."""
    return signed_in(furnished.voices["administrator"].user)


@pytest.fixture
def stranger(furnished) -> Client:
    """The browser of somebody who may configure nothing."""
    return signed_in(furnished.voices["dispatcher"].user)
