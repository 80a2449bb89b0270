import pytest


@pytest.fixture(autouse=True)
def _nothing_remembered(request):
    """A test that has a database of its own begins without versions from another one."""
    if request.node.get_closest_marker("django_db"):
        from jiesu.catalogue import selectors

        selectors.forget_versions()


@pytest.fixture
def passer_by():
    """Somebody who has signed in and may do nothing."""
    from jiesu.organisations.actors import Actor

    return Actor(user_id=999, name="路人")


@pytest.fixture
def configurer():
    """周静, who keeps the catalogue."""
    from jiesu.accounts.permissions import Permission
    from jiesu.organisations.actors import Actor

    return Actor(
        user_id=7, name="周静", permissions=frozenset({Permission.CONFIGURE_CATALOGUE}), is_centre=True
    )


@pytest.fixture
def units(db):
    """The centre and four bodies below it, by code."""
    from jiesu.organisations import actions
    from jiesu.organisations.actors import SYSTEM

    centre = actions.create_unit("centre", parent=None, by=SYSTEM, name="云泽市12345热线中心")
    names = {"chengguan": "市城管局", "shuiwu": "市水务局", "gongdian": "市供电公司", "lianhu": "莲湖区"}
    bodies = {
        code: actions.create_unit(
            code, parent=centre, by=SYSTEM, name=f"云泽{name}", short_name=name, kind="department"
        )
        for code, name in names.items()
    }
    return {"centre": centre, **bodies}
