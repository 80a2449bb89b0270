"""Every page that the navigation leads to, opened by those whose it is: quiet, still, without hindrances."""

import pytest

from tests.browser.conftest import PHONE

STAFF = (
    "operator",
    "dispatcher",
    "reviewer",
    "callback",
    "duty_chief",
    "administrator",
    "auditor",
    "water_clerk",
)
CITIZENS = ("/", "/report/", "/track/", "/track/phone/", "/cases/", "/notices/", "/elsewhere/", "/ask/")


@pytest.mark.parametrize("who", STAFF)
def test_the_pages_of_each_job_are_sound(city, screen, who):
    city.at("handling")
    shown = screen(city.voices[who].user)
    shown.page.goto("/console/")
    links = [link.get_attribute("href") for link in shown.page.locator("nav a[href^='/console/']").all()]
    seen = sorted({link for link in links if "queue=" not in link})
    assert seen
    for path in [*seen, "/console/me/password/", "/console/me/second-factor/", "/console/me/sessions/"]:
        answer = shown.page.goto(path)
        assert answer.status == 200, path
        shown.check()


def test_the_citizens_pages_are_sound_on_a_phone(city, screen):
    shown = screen(size=PHONE)
    for path in CITIZENS:
        answer = shown.page.goto(path)
        assert answer.status == 200, path
        shown.check()
        width = shown.page.evaluate("document.documentElement.scrollWidth")
        assert width <= PHONE[0], f"{path} is {width} pixels wide"
