import pytest

from tests.api.cast import City, found_city


@pytest.fixture
def city(db, held_clock) -> City:
    """Units, people and their tokens; no order yet."""
    return found_city()
