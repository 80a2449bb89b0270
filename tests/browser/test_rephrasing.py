"""An operator asks the language model to put what was found in other words, and sees that it is only that."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_chat import keep
from tests.knowledge.desk import WATER, Desk


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_an_operator_sees_other_words_marked_as_such(screen, live_server, settings, size):
    from jiesu.accounts.models import User
    from jiesu.knowledge.selectors import keeping

    settings.JIESU_MODEL_URL = "stand-in"
    keeping.forget_index()
    Desk().publish()
    keeping.forget_index()
    shown = screen(User.objects.get(username="operator"), size=size)
    shown.page.goto("/console/knowledge/?q=家里庭水了咋办")
    shown.page.click("button:has-text('用语言模型改写')")
    shown.page.wait_for_selector("#rephrased:has-text('未经审核，仅供话务员参考')")
    assert WATER.question in shown.page.inner_text("#rephrased")
    shown.check()
    keep(shown, f"rephrased-{size[0]}")
    keeping.forget_index()
