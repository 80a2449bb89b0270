"""Messages, urging and leaders' instructions in a real browser."""

import os
from datetime import timedelta

import pytest

from jiesu.core import clock
from tests.browser.conftest import DESK, PHONE
from tests.jobs import run_due

HERE = "/console/oversight/"


@pytest.fixture
def people(city, screen):
    """Call it with a name to get that person's page."""
    opened = {}

    def page_of(who, **how):
        key = (who, *how.items())
        if key not in opened:
            opened[key] = screen(city.voices[who].user, **how)
        return opened[key]

    return page_of


def see(person, address: str, name: str = "") -> str:
    person.page.goto(address)
    person.page.wait_for_load_state("networkidle")
    if name and (folder := os.environ.get("PICTURES")):
        person.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
    person.check()
    return person.page.inner_text("main")


def send(person, form: str, **answers) -> None:
    page = person.page
    for name, value in answers.items():
        field = page.locator(f"{form} [name={name}]")
        if field.first.evaluate("field => field.type") == "radio":
            page.check(f"{form} [name={name}][value={value}]")
        else:
            field.fill(value)
    page.locator(f"{form} .act-end button").click()
    page.wait_for_load_state("networkidle")


def test_a_leaders_instruction_runs_to_its_look_back_and_to_the_archive(city, people):
    number = city.at("handling")
    keeper, clerk = people("supervisor"), people("water_clerk")
    today = clock.now().astimezone(clock.SHANGHAI).date()
    see(keeper, f"{HERE}instructions/new/?order={number}")
    send(keeper, "form.act", leader="张市长", signed_on=f"{today}", title="彻查井盖缺失", text="请举一反三。")
    home = keeper.page.url
    assert number in keeper.page.inner_text("main")
    send(
        keeper,
        "form[action$='/do/assign/']",
        units="水务集团",
        due_on=f"{today + timedelta(days=3)}",
        wanted="列出清单",
    )

    run_due()
    assert "批示件" in see(clerk, f"{HERE}messages/inbox/", "inbox-1440")
    see(clerk, home, "instruction-clerk-1440")
    clerk.page.click("summary:has-text('反馈')")
    send(clerk, "form[action$='/answer/']", answer="已排查 312 处，缺失 4 处均已补装。")
    see(keeper, home)
    keeper.page.click("summary:has-text('认可反馈')")
    send(keeper, "form[action$='/accept/']")
    send(keeper, "form[action$='/do/plan_look_back/']", on=f"{today}")
    assert "1" in keeper.page.inner_text("main")
    assert "彻查井盖缺失" in see(keeper, f"{HERE}instructions/?tab=due", "instructions-1440")
    see(keeper, home, "instruction-1440")
    send(keeper, "form[action$='/do/look_back/']", holds="yes", finding="抽查 20 处，均完好。")
    send(keeper, "form[action$='/do/close/']", note="已建立巡查制度。")
    keeper.page.locator("form[action$='/do/file/'] button").click()
    keeper.page.wait_for_load_state("networkidle")

    assert "已归档" in see(keeper, home)
    assert "抽查 20 处" in see(keeper, home + "paper/", "instruction-paper-1440")
    see(people("supervisor", size=PHONE), home, "instruction-390")
    see(people("supervisor", size=PHONE), f"{HERE}instructions/", "instructions-390")


def test_an_order_is_urged_from_its_page_and_the_unit_says_that_it_has_heard(city, people):
    number = city.at("handling")
    urger, clerk = people("supervisor"), people("water_clerk")
    see(urger, f"/console/orders/{number}/")
    urger.page.wait_for_selector("details.urge summary")
    urger.page.click("details.urge summary")
    urger.page.select_option("details.urge [name=kind]", "written")
    urger.page.fill("details.urge [name=words]", "诉求人三次来电，请今天答复。")
    urger.page.click("details.urge .act-end button")
    urger.page.wait_for_selector("#watch li:has-text('诉求人三次来电')")
    if folder := os.environ.get("PICTURES"):
        urger.page.screenshot(path=f"{folder}/urge-panel-1440.png", full_page=True)
    urger.check()
    run_due()

    assert "诉求人三次来电" in see(clerk, f"{HERE}urging/", "urging-clerk-1440")
    assert clerk.page.inner_text("#bell").startswith("消息 ")
    see(people("water_clerk", size=PHONE), f"{HERE}urging/", "urging-390")
    clerk.page.fill("[name=answer]", "今晚更换")
    clerk.page.click("button:has-text('确认收到')")
    clerk.page.wait_for_load_state("networkidle")
    assert "今晚更换" in see(urger, f"{HERE}urging/?tab=done", "urging-1440")


def test_a_citizen_urges_once_on_the_page_of_their_order(city, screen):
    registered = city.operator.post("/orders", _appeal()).json()
    citizen = screen(size=PHONE)
    citizen.page.goto("/track/")
    citizen.page.fill("[name=number]", registered["number"])
    citizen.page.fill("[name=code]", registered["query_code"])
    citizen.page.click("main form button")
    citizen.page.wait_for_load_state("networkidle")
    if folder := os.environ.get("PICTURES"):
        citizen.page.screenshot(path=f"{folder}/own-order-390.png", full_page=True)
    citizen.page.fill("[name=urge-words]", "还没有人来")
    citizen.page.click("form[action$='/urge/'] button")
    citizen.page.wait_for_load_state("networkidle")

    assert "已经提醒承办单位" in citizen.page.inner_text("main")
    assert "24 小时内已经催办过" in citizen.page.inner_text("main")
    assert citizen.page.locator("form[action$='/urge/']").count() == 0
    citizen.check()
    citizen.page.click("button:has-text('不再接收短信')")
    citizen.page.wait_for_load_state("networkidle")
    assert "您选择了不接收进展短信" in citizen.page.inner_text("main")


def _appeal() -> dict:
    from tests.api.cast import APPEAL

    return APPEAL


def test_the_pages_of_messages_at_both_widths(city, people):
    city.at("handling")
    run_due()
    for size, width in ((DESK, 1440), (PHONE, 390)):
        keeper, viewer = people("administrator", size=size), people("supervisor", size=size)
        see(keeper, f"{HERE}messages/templates/", f"templates-{width}")
        see(keeper, f"{HERE}messages/templates/citizen.registered/", f"template-{width}")
        see(keeper, f"{HERE}messages/rules/", f"rules-{width}")
        see(keeper, f"{HERE}messages/rules/dispatched.clerks/", f"rule-{width}")
        see(keeper, f"{HERE}messages/quiet/", f"quiet-{width}")
        assert "诉求人" in see(viewer, f"{HERE}messages/", f"out-{width}")
        see(people("water_clerk", size=size), f"{HERE}messages/inbox/", f"inbox-{width}")


def test_a_template_is_previewed_as_it_is_typed(city, people):
    keeper = people("administrator")
    see(keeper, f"{HERE}messages/templates/citizen.registered/")
    keeper.page.fill("[name=text]", "编号是{工单编号}。")
    keeper.page.wait_for_selector("#preview:has-text('编号是9901002026112100012。')")
    keeper.page.fill("[name=text]", "{没有的}")
    keeper.page.wait_for_selector("#preview .refusal")
    keeper.page.fill("[name=text]", "编号是{工单编号}。")
    keeper.page.click("form.act .act-end button")
    keeper.page.wait_for_load_state("networkidle")
    keeper.check()

    assert "v1" in see(
        keeper, f"{HERE}messages/templates/citizen.registered/?one=1&other=0", "template-compared-1440"
    )
