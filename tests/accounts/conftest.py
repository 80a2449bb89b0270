import pytest

from tests.accounts.cast import PASSWORD


@pytest.fixture
def operator(db):
    """张敏, who answers calls."""
    from jiesu.accounts import actions
    from jiesu.organisations.actors import SYSTEM

    return actions.create_account("zhangmin", by=SYSTEM, password=PASSWORD, display_name="张敏")


@pytest.fixture
def nobody():
    """Somebody who has signed in and may do nothing."""
    from jiesu.organisations.actors import Actor

    return Actor(user_id=999, name="路人")
