import pytest


@pytest.fixture
def cast(db, held_clock, settings, tmp_path):
    """The people of the story on a Monday morning, with models in a directory of their own."""
    from jiesu.triage.selectors import forget_readers
    from tests.cast import Cast

    settings.VAR = tmp_path
    forget_readers()
    yield Cast()
    forget_readers()
