import pytest


@pytest.fixture
def cast(db, held_clock):
    """The people of the story, on a Monday morning: see :class:`tests.cast.Cast`."""
    from tests.cast import Cast

    return Cast()


@pytest.fixture
def stage(db, held_clock):
    """The same with more units: see :class:`tests.workorders.scenes.Stage`."""
    from tests.workorders.scenes import Stage

    return Stage()
