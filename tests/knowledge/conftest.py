import pytest


@pytest.fixture
def desk(db, held_clock):
    """The city with its knowledge people: see :class:`tests.knowledge.desk.Desk`."""
    from jiesu.knowledge.selectors import searching
    from tests.knowledge.desk import Desk

    searching.forget_index()
    yield Desk()
    searching.forget_index()
