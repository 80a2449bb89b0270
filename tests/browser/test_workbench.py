"""The workbench in a real browser: keyboard, panel, phone, and an order's way through all hands."""

import pytest

from tests.browser.conftest import DESK, PHONE


def rows(page) -> list[str]:
    return [row.get_attribute("data-row") for row in page.locator("[data-row]").all()]


def test_a_dispatcher_needs_only_the_keyboard(city, screen):
    first, second = (city.at("pending_dispatch") for _ in range(2))
    desk = screen(city.voices["dispatcher"].user)
    page = desk.page
    page.goto("/console/")
    assert rows(page) == [first, second]

    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#panel #order[data-number="{first}"]')
    page.wait_for_load_state("networkidle")  # the part is there, and so is what its links do
    page.keyboard.press("a")
    page.wait_for_selector(".act .units-search:focus")
    page.keyboard.type("水务")
    page.wait_for_selector(".unit-offer:has-text('水务集团')")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    desk.check()
    page.locator(".act textarea[name=instructions]").fill("请尽快处理")
    page.locator(".deed-form .act-go").click()

    page.wait_for_selector(".toast-line:has-text('派单')")
    page.wait_for_selector(f'[data-row="{first}"]', state="detached")
    assert rows(page) == [second]
    page.keyboard.press("n")
    page.wait_for_selector(f'#panel #order[data-number="{second}"]')
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel #order", state="detached")
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    desk.check()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_the_story_goes_through_all_hands(city, screen, size):
    number = city.at("pending_sign")
    steps = (
        ("water_clerk", "签收", {}),
        (
            "water_clerk",
            "反馈",
            {"handling": "已派抢修人员更换井盖。", "public_answer": "您好，井盖已更换。"},
        ),
        ("water_leader", "审签通过", {}),
        ("reviewer", "审核通过", {}),
        ("callback", "记录回访", {"reached": "yes", "satisfaction": "satisfied"}),
        ("callback", "办结", {}),
    )
    screens = {name: screen(city.voices[name].user, size=size) for name in {step[0] for step in steps}}
    for who, label, answers in steps:
        shown = screens[who]
        shown.page.goto(f"/console/orders/{number}/")
        shown.check()
        shown.page.locator(f"[data-first]:has-text('{label}')").click()
        shown.page.wait_for_selector(".deed-form form.act")
        for name, value in answers.items():
            field = shown.page.locator(f".deed-form form.act [name={name}]")
            if field.count() > 1:
                shown.page.locator(f".deed-form form.act [name={name}][value={value}]").check()
            else:
                field.fill(value)
        shown.page.locator(".deed-form .act-go").click()
        shown.page.wait_for_selector(f".toast-line:has-text('{label}')")
    assert city.operator.story(number)["order"]["state"] == "closed"


def test_a_mistake_is_told_beside_the_field_and_nothing_written_is_lost(city, screen):
    number = city.at("handling")
    shown = screen(city.voices["water_clerk"].user)
    page = shown.page
    page.goto(f"/console/orders/{number}/?act=reply")
    page.fill(".deed-form form.act [name=handling]", "已派抢修人员更换井盖。")
    page.locator(".deed-form .act-go").click()

    page.wait_for_selector(".deed-form form.act [aria-invalid=true]")
    assert page.input_value(".deed-form form.act [name=handling]") == "已派抢修人员更换井盖。"
    assert page.locator(".field.is-wrong").count() == 1
    page.reload()
    assert page.input_value(".deed-form form.act [name=handling]") == "已派抢修人员更换井盖。"


def test_the_dark_theme_is_as_readable(city, screen):
    city.at("pending_dispatch")
    shown = screen(city.voices["duty_chief"].user, dark=True)
    shown.page.goto("/console/")
    assert shown.page.locator("html").get_attribute("data-bs-theme") == "dark"
    shown.page.locator("[data-open]").first.click()
    shown.page.wait_for_selector("#panel #order")
    shown.check()


def test_the_chosen_theme_is_kept(city, screen):
    page = screen(city.voices["duty_chief"].user).page
    page.goto("/console/")
    page.locator("details.menu > summary").click()
    page.locator("[data-themes] [value=dark]").click()
    page.reload()
    assert page.locator("html").get_attribute("data-bs-theme") == "dark"
