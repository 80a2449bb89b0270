"""An operator answers from the knowledge base without leaving the form."""

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.browser.test_knowledge import desk, keep, person  # noqa: F401 - a fixture among them


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_an_answer_is_found_opened_texted_and_cited_beside_the_form(desk, screen, size):  # noqa: F811
    number = desk.publish()
    operator = screen(person("operator"), size=size)
    page = operator.page
    page.goto("/console/register/")
    page.locator("#desk-phone").fill("13812345678")
    page.locator("#desk-content").press_sequentially("家里庭水一整天了咋办", delay=20)
    page.wait_for_selector("#desk-found .offer-question")
    page.wait_for_timeout(800)
    keep(operator, f"desk-offered-{size[0]}")
    operator.check()
    page.locator("#desk-found .offer-question a").first.click()
    page.wait_for_selector("#desk-open .opened")
    page.locator("#desk-open button", has_text="发短信").click()
    page.wait_for_selector("#desk-open .offer-outcome:has-text('短信已交发送')")
    keep(operator, f"desk-opened-{size[0]}")
    operator.check()
    page.locator("#desk-open [data-cite]").click()
    assert page.locator("#desk-answer").input_value().startswith("请先看小区公告")
    assert page.locator("#desk-citations").input_value() == number
    assert page.locator("input[value=answer_directly]").is_checked()
    page.locator("#desk .act-go").click()
    page.wait_for_selector("[data-receipt]")
    page.locator("[data-receipt] a").click()
    page.wait_for_selector("h2:has-text('引用知识')")
    keep(operator, f"order-cites-{size[0]}")
    operator.check()
