"""Whole stories, each step done by the person whose job it is, on the page that this person has."""

import re

import pytest

from tests.browser.conftest import PHONE

ANSWERED = {"handling": "已派抢修人员更换井盖。", "public_answer": "您好，井盖已于今日更换。"}
CALLED = {"reached": "yes", "satisfaction": "satisfied"}


@pytest.fixture
def people(city, screen):
    """Call it with a name to get that person's page, opened once."""
    opened = {}

    def page_of(who, **how):
        if who not in opened:
            opened[who] = screen(city.voices[who].user, **how)
        return opened[who]

    return page_of


def act(shown, number: str, verb: str, *, units: tuple[str, ...] = (), **answers) -> None:
    """Open an order, do one thing to it, and see that it was done."""
    page = shown.page
    page.goto(f"/console/orders/{number}/?act={verb}")
    page.wait_for_selector(".deed-form form.act")
    for name in units:
        _choose_unit(page, name)
    for name, value in answers.items():
        _answer(page, name, value)
    shown.check()
    page.locator(".deed-form .act-go").click()
    page.wait_for_selector(".toast-line, .deed-form .refusal, .deed-form .is-wrong")
    assert page.locator(".deed-form form.act :is(.refusal, .is-wrong)").all_inner_texts() == []


def _choose_unit(page, name: str) -> None:
    offer = page.locator(f".deed-form form.act .unit-offer:has-text('{name}')").first
    if not offer.count():
        page.locator(".deed-form form.act .units-search").first.fill(name)
    offer.wait_for()
    offer.locator("input").check()


def _answer(page, name: str, value: str) -> None:
    field = page.locator(f".deed-form form.act [name={name}]")
    if field.count() > 1:
        page.locator(f".deed-form form.act [name={name}][value={value}]").check()
    elif field.evaluate("field => field.tagName") == "SELECT":
        field.select_option(value)
    else:
        field.fill(value)


def state(city, number: str) -> str:
    return city.duty_chief.story(number)["order"]["state"]


def test_a_citizen_follows_a_report_from_the_phone_to_its_answer(city, people, screen):
    citizen = screen(size=PHONE)
    number = _report(citizen)
    assert _step(citizen) == "已受理"
    act(people("dispatcher"), number, "dispatch", units=("临江区",))
    act(people("county_clerk", size=PHONE), number, "sign")
    assert _step(citizen) == "办理中"
    act(people("county_clerk"), number, "delegate", units=("柳街镇",))
    act(people("town_clerk", size=PHONE), number, "sign")
    act(people("town_clerk"), number, "reply", handling="镇里已更换井盖。")
    act(people("county_clerk"), number, "collect")
    act(people("county_clerk"), number, "reply", **ANSWERED)
    act(people("county_leader", size=PHONE), number, "approve_reply")
    citizen.page.reload()
    assert ANSWERED["public_answer"] not in citizen.page.inner_text("main")
    act(people("reviewer"), number, "review")
    citizen.page.reload()
    assert ANSWERED["public_answer"] in citizen.page.inner_text("main")
    assert ANSWERED["handling"] not in citizen.page.inner_text("main")
    act(people("callback"), number, "record_callback", **CALLED)
    act(people("callback"), number, "close")
    assert _step(citizen) == "已办结"
    assert state(city, number) == "closed"
    citizen.check()


def _report(citizen) -> str:
    """Report on the phone; the number on the receipt, with the order's page left open."""
    page = citizen.page
    page.goto("/report/")
    page.fill("[name=content]", "朝阳路 18 号门前井盖破损，昨晚有老人绊倒，希望尽快维修。")
    page.fill("[name=address]", "朝阳路 18 号门前")
    page.fill("[name=name]", "王小明")
    page.fill("[name=phone]", "13812345678")
    citizen.check()
    page.locator("form[data-report] button:not(.plain)").click()
    page.wait_for_url("**/report/done/")
    number, code = (item.strip() for item in page.locator(".receipt dd").all_inner_texts())
    citizen.check()
    page.goto("/track/")
    page.fill("[name=number]", number)
    page.fill("[name=code]", code)
    citizen.check()
    page.locator("main form button").first.click()
    page.wait_for_url(f"**/track/orders/{number}/")
    return number


def _step(citizen) -> str:
    """The last step that the citizen is shown as reached."""
    citizen.page.reload()
    return citizen.page.locator(".steps :is(.done, .now) span:not(.hidden)").last.inner_text()


def test_a_unit_returns_what_is_not_its_own_and_the_right_one_gets_it(city, people):
    number = city.operator.register()
    act(people("dispatcher"), number, "dispatch", units=("园林局",))
    act(
        people("parks_clerk", size=PHONE),
        number,
        "request_return",
        reason="该井盖属供水设施，按三定方案由水务集团养护。",
        reason_code="return_not_ours",
    )
    waiting = people("dispatcher").page
    waiting.goto("/console/")
    waiting.wait_for_selector(f"[data-row='{number}']")
    act(people("dispatcher"), number, "approve_return", note="同意退回，改派水务集团。")
    act(people("dispatcher"), number, "dispatch", units=("水务集团",))
    act(people("water_clerk", size=PHONE), number, "sign")
    assert state(city, number) == "handling"
    gone = people("parks_clerk").page.goto(f"/console/orders/{number}/")
    assert gone.status in (200, 404)
    assert people("parks_clerk").page.locator("[data-first]").count() == 0


def test_a_unit_gets_more_time_before_its_time_is_over(city, people):
    number = city.at("handling")
    due = city.duty_chief.story(number)["order"]["due_at"]
    act(people("water_clerk"), number, "apply_extension", amount="2", reason="需停水施工，正在协调交管。")
    act(people("duty_chief"), number, "approve_extension", note="同意延期两个工作日。")
    assert city.duty_chief.story(number)["order"]["due_at"] > due
    assert state(city, number) == "handling"


def test_a_citizen_who_is_not_satisfied_has_the_order_done_again(city, people):
    number = city.at("pending_callback")
    act(
        people("callback"),
        number,
        "record_callback",
        reached="yes",
        satisfaction="dissatisfied",
        resolution="unresolved",
        reason="井盖换了，但是路面还是坑的。",
        unit_at_fault="yes",
    )
    act(people("callback"), number, "rework", reason="路面未恢复。")
    act(people("water_clerk"), number, "reply", **ANSWERED)
    act(people("water_leader"), number, "approve_reply")
    act(people("reviewer"), number, "review")
    act(people("callback"), number, "record_callback", **CALLED)
    act(people("callback"), number, "close")
    told = city.duty_chief.story(number)["order"]
    assert (told["state"], told["rework_count"]) == ("closed", 1)
    assert (told["first_satisfaction"], told["final_satisfaction"]) == ("dissatisfied", "satisfied")


def test_the_same_matter_told_twice_becomes_one(city, people):
    first, second = city.operator.register(), city.operator.register(content="朝阳路井盖坏了，快来修。")
    act(people("dispatcher"), second, "merge", into=first, note="同一井盖。")
    assert state(city, second) == "merged"
    page = people("dispatcher").page
    page.goto(f"/console/orders/{second}/")
    assert page.locator(f"a[href*='{first}']").count() >= 1
    assert re.search("并单|已合并|并入", page.locator("main").inner_text())
