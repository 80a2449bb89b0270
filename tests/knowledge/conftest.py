import pytest


@pytest.fixture
def desk(db, held_clock):
    """The city with its knowledge people: see :class:`tests.knowledge.desk.Desk`."""
    from jiesu.knowledge.selectors import keeping
    from tests.knowledge.desk import Desk

    keeping.forget_index()
    yield Desk()
    keeping.forget_index()
