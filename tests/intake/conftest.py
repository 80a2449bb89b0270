import pytest


@pytest.fixture
def hotline(db):
    """A centre that can take appeals."""
    from jiesu.catalogue.actions import install_presets
    from jiesu.organisations.actors import SYSTEM

    install_presets(by=SYSTEM)
