import pytest


@pytest.fixture
def city(db):
    """A small city: see :class:`tests.organisations.cast.City`."""
    from tests.organisations.cast import City

    return City()


@pytest.fixture
def nobody():
    """Somebody who has signed in and may do nothing."""
    from jiesu.organisations.actors import Actor

    return Actor(user_id=999, name="路人")
