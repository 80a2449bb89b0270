import pytest

from tests.api.cast import City, found_city

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
