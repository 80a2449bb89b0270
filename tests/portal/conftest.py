import pytest

from tests.api.cast import City, found_city


@pytest.fixture
def hotline(db):
    """A centre that can take appeals."""
    from jiesu.catalogue.actions import install_presets
    from jiesu.organisations.actors import SYSTEM

    install_presets(by=SYSTEM)


@pytest.fixture
def city(db, held_clock) -> City:
    """Units and people who handle what citizens report."""
    return found_city()


@pytest.fixture
def citizen(client):
    """Call it with an order's number: the browser then may see it, as after giving number and code."""
    from jiesu.workorders.actions.registering import query_code_of

    def look(number: str):
        return client.post("/track/", {"number": number, "code": query_code_of(number)}, follow=True)

    return look
