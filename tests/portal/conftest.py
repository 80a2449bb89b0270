import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def _nobody_has_asked_yet():
    """The counts of earlier tests are forgotten."""
    cache.clear()


@pytest.fixture
def hotline(db):
    """A centre that can take appeals."""
    from jiesu.catalogue.actions import install_presets
    from jiesu.organisations.actors import SYSTEM

    install_presets(by=SYSTEM)
