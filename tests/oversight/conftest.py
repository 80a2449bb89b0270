import pytest


@pytest.fixture
def cast(db, held_clock):
    """The people of the story, on a Monday morning: see :class:`tests.cast.Cast`."""
    from tests.cast import Cast

    return Cast()
