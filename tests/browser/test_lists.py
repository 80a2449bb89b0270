"""Lists in a real browser: search, views, columns, many at once by keyboard, a file, and the way back."""

import re

import pytest

from tests.browser.conftest import PHONE
from tests.browser.test_workbench import rows


@pytest.fixture
def worker(settings, tmp_path):
    """Files go to a place of their own; call it to run what waits in the background."""
    from tests.jobs import run_due

    settings.MEDIA_ROOT = tmp_path
    return run_due


def test_a_list_is_searched_narrowed_and_kept_as_a_view(city, screen):
    first = city.operator.register(content="和平路路灯不亮", title="路灯")
    city.operator.register(content="人民路井盖破损", title="井盖")
    third = city.operator.register(content="和平路天黑看不见，路灯坏了", title="照明", nature="help")
    shown = screen(city.voices["dispatcher"].user)
    page = shown.page
    page.goto("/console/")
    page.keyboard.press("/")
    page.keyboard.type("和平路 路灯")
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/orders/?words=*")
    assert rows(page) == [third, first]
    assert page.locator("mark").first.inner_text() in ("和平路", "路灯")
    shown.check()

    page.locator(".filters > summary").click()
    page.select_option(".filter-form [name=nature]", "help")
    shown.check()
    page.click(".filter-form .btn-primary")
    assert rows(page) == [third]
    page.locator(".list-tools summary", has_text="存为视图").click()
    page.fill("#view-name", "和平路求助")
    shown.check()
    page.click(".list-tools .btn-primary")
    page.wait_for_selector(".tab.is-current:has-text('和平路求助')")
    page.locator(".chip", has_text="类型").click()
    assert rows(page) == [third, first]
    page.locator(".tab", has_text="和平路求助").locator("a").click()
    assert rows(page) == [third]

    page.locator(".list-tools summary", has_text="列").first.click()
    page.locator(".list-tools [name=column][value=address]").check()
    page.locator(".list-tools [name=column][value=nature]").uncheck()
    page.locator(".list-tools .btn", has_text="显示这些列").click()
    page.wait_for_selector("th:has-text('地址')")
    assert page.locator("th", has_text="类型").count() == 0
    page.locator(".tab form button").click()
    page.wait_for_selector(".tab:has-text('和平路求助')", state="detached")
    shown.check()


def test_many_are_archived_by_keyboard_and_what_is_refused_is_told(city, screen):
    closed = [city.at("closed") for _ in range(2)]
    shown = screen(city.voices["callback"].user)
    page = shown.page
    page.goto("/console/orders/of/archive/")
    assert rows(page) == closed[::-1]
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.wait_for_selector("#offers [value=archive]")
    assert page.locator("[data-selected-count] b").inner_text() == "2"
    shown.check()

    city.callback.do(closed[0], "archive")
    page.click("#offers [value=archive]")
    page.wait_for_selector(f"#panel [data-done='{closed[1]}']")
    assert page.locator(f"#panel [data-refused='{closed[0]}']").count() == 1
    assert "已归档" in page.locator("#panel .why").inner_text()
    page.wait_for_selector(f"tr[data-row='{closed[1]}'] .state:has-text('已归档')", state="attached")
    assert page.locator("[data-pick]:checked").count() == 0
    shown.check()
    page.keyboard.press("Escape")
    page.wait_for_selector("#panel [data-outcome]", state="detached")


def test_going_back_finds_the_place_and_the_selection_again(city, screen):
    numbers = [city.operator.register(content=f"路灯{n}") for n in range(40)]
    page = screen(city.voices["dispatcher"].user).page
    page.goto("/console/orders/")
    row = page.locator(f"tr[data-row='{numbers[5]}']")
    row.locator("[data-pick]").check()
    page.evaluate("document.querySelector('[data-list]').scrollTop = 500")
    page.goto("/console/")
    page.go_back()

    page.wait_for_selector("[data-list].is-live.has-selection")
    assert row.locator("[data-pick]").is_checked()
    assert page.evaluate("document.querySelector('[data-list]').scrollTop") > 400
    page.click("[data-select-none]")
    assert page.locator("[data-pick]:checked").count() == 0
    page.locator("[data-select-all]").check()
    assert page.locator("[data-selected-count] b").inner_text() == "40"


def test_a_list_opens_beside_and_comes_as_a_file(city, screen, worker):
    number = city.operator.register(content="和平路路灯不亮")
    shown = screen(city.voices["duty_chief"].user)
    page = shown.page
    page.goto("/console/orders/?words=路灯")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#panel #order[data-number="{number}"]')
    page.keyboard.press("Escape")

    page.locator(".list-tool", has_text="导出").click()
    page.click("form.act .btn-primary")
    page.wait_for_selector("[aria-invalid=true]")
    shown.wrong.clear()  # the browser notes every answer that is no success
    page.fill("[name=reason]", "月度分析")
    shown.check()
    page.click("form.act .btn-primary")
    page.wait_for_url("**/console/exports/")
    page.wait_for_selector("progress")
    shown.check()
    worker()
    link = page.wait_for_selector("a:has-text('下载')")
    with page.expect_download() as fetched:
        link.click()
    assert re.fullmatch(r"全部工单-\d{8}-\d+\.xlsx", fetched.value.suggested_filename)
    shown.check()


def test_units_search_on_a_phone(city, screen):
    number = city.at("handling")
    shown = screen(city.voices["water_clerk"].user, size=PHONE)
    page = shown.page
    page.goto("/console/orders/?words=井盖")
    assert rows(page) == [number]
    shown.check()
    page.locator(".filters > summary").click()
    shown.check()
    page.locator(f"tr[data-row='{number}'] a").click()
    page.wait_for_url(f"**/console/orders/{number}/")
