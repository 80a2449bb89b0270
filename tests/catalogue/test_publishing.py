"""Publishing versions, against the real database."""

import pytest

from jiesu.catalogue import actions, selectors
from jiesu.organisations.actors import SYSTEM

pytestmark = pytest.mark.django_db


def test_installing_puts_the_default_pack_in_force():
    actions.install_presets(by=SYSTEM)
    rules = selectors.current_rules()
    assert rules.pack.code == "default"
    assert rules.topic_version_id is None
