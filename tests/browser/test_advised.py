"""Suggestions at the desk, taken with one click."""

import os

import pytest

from jiesu.triage.selectors import forget_readers
from tests.browser.conftest import DESK, PHONE


@pytest.fixture(autouse=True)
def _fresh():
    forget_readers()
    yield
    forget_readers()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_an_operator_takes_a_suggestion_with_one_click(city, screen, size):
    shown = screen(city.voices["operator"].user, size=size)
    page = shown.page
    page.goto("/console/register/")
    page.fill("#desk textarea[name=content]", "朝阳路煤气味很大，有人晕倒，举报人要求保密")
    take = page.locator("#advised [data-take=nature]")
    take.wait_for()
    if directory := os.environ.get("JIESU_SCREENSHOTS"):
        page.screenshot(path=f"{directory}/advised-{size[0]}.png")
    take.click()
    assert page.locator("#desk [name=nature]").input_value() == "report"
    page.locator("#advised [data-take=nature]").wait_for(state="detached")
    shown.check()
