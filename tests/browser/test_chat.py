"""Asking on any page of the portal, in a panel where scripts run, on a page of its own elsewhere."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.knowledge.desk import WATER, Desk

SHOTS = os.environ.get("JIESU_SHOTS")


@pytest.fixture
def number(live_server):
    """A published article, in a database that the live server sees."""
    from jiesu.knowledge.selectors import keeping

    keeping.forget_index()
    yield Desk().publish()
    keeping.forget_index()


def keep(shown, name):
    """A picture to look at, where one is wanted."""
    if SHOTS:
        shown.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"))


def ask(page, text):
    page.fill("#talk-message", text)
    page.click("[data-chat-talk] form:has(textarea) button")


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_a_citizen_asks_beside_any_page_and_goes_on_with_a_person(screen, number, size):
    shown = screen(size=size)
    page = shown.page
    page.goto("/")
    page.click("[data-chat]")
    page.wait_for_selector("#talk-message:focus")
    ask(page, "家里庭水了咋办")
    page.wait_for_selector(f".talk li:has-text('{WATER.spoken}')")
    assert not page.is_visible("[data-chat]")
    shown.check()
    keep(shown, f"chat-{size[0]}")
    page.keyboard.press("Escape")
    page.wait_for_selector("[data-chat]:focus")
    page.click("[data-chat]")
    ask(page, "人工")
    page.click("text=交给工作人员接着办")
    page.wait_for_url("**/report/?from=ask")
    assert "群众：家里庭水了咋办" in page.input_value("#id_talk")
    assert page.input_value("#id_content") == "家里庭水了咋办"
    shown.check()
    keep(shown, f"chat-report-{size[0]}")
    page.goto("/ask/")
    shown.check()
    keep(shown, f"ask-{size[0]}")


def test_an_empty_question_is_said_in_the_panel(screen, number):
    shown = screen(size=PHONE)
    shown.page.goto("/cases/")
    shown.page.click("[data-chat]")
    ask(shown.page, " ")
    shown.page.wait_for_selector("[data-chat-talk] [role=alert]:has-text('请先写下您的问题')")
    shown.wrong.clear()  # the browser tells every refused request
    shown.check()


def test_without_scripts_the_door_leads_to_the_page(chromium, live_server, number):
    context = chromium.new_context(base_url=live_server.url, java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    page.goto("/")
    page.click("[data-chat]")
    page.fill("#talk-message", "家里停水了怎么办")
    page.click("main form:has(textarea) button")
    assert WATER.spoken in page.inner_text("main")
    context.close()
