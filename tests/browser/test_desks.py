"""Registering and dispatching in a real browser: while the caller talks, by keyboard, after a crash."""

import pytest

TOLD = "昨晚八点朝阳路18号门口井盖破损，有老人绊倒，希望尽快维修。"
WIDE, PHONE = (1440, 900), (390, 844)


@pytest.fixture
def catalogue(city):
    """Topics, divisions and duties, so that something can be found and advised."""
    from tests.console.test_dispatch_desk import advise

    advise(city)
    return city


def choose(page, field: str, typed: str, name: str) -> None:
    """Find an entry by typing and take it."""
    page.click(f"#desk-{field}_search")
    page.keyboard.type(typed)
    entry = page.locator(f"#desk-{field} .lookup-entry:has-text('{name}')")
    entry.first.wait_for()
    entry.first.click()
    assert page.input_value(f"#desk-{field}_search") == name


def test_an_operator_registers_while_the_caller_talks(catalogue, screen):
    earlier = catalogue.operator.register(content="朝阳路18号井盖破损，昨晚有老人绊倒")
    shown = screen(catalogue.voices["operator"].user, size=WIDE)
    page = shown.page
    page.goto("/console/register/")
    shown.check()
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")

    page.fill("#desk-phone", "13812345678")
    page.fill("#desk-content", TOLD)
    page.locator(f".look-alike a[href='/console/orders/{earlier}/']").wait_for()
    page.locator(".look-caller :text('共 1 件')").wait_for()
    assert page.locator(".look-elements .is-told").count() == 5
    page.fill("#desk-address", "澄湖区朝阳路18号")
    page.wait_for_function("() => document.querySelector('#desk-area_code_search').value === '澄湖区'")
    choose(page, "topic_code", "破损", "井盖破损")
    page.locator("[data-map]").click(position={"x": 200, "y": 90})
    assert page.locator(".map-pin").is_visible()
    assert page.input_value("#desk-lon").startswith("118.")
    shown.check()
    page.locator("#desk-content").press("Control+Enter")

    page.locator("[data-receipt]").wait_for()
    number = page.get_attribute("[data-receipt]", "data-receipt")
    order = catalogue.operator.story(number)["order"]
    assert (order["state"], order["topic_code"], order["area_code"]) == (
        "pending_dispatch",
        "010101",
        "990102",
    )
    assert page.input_value("#desk-content") == ""
    assert page.locator("#desk-draft").is_hidden()
    shown.check()


def test_the_duty_chief_registers_and_dispatches_on_one_screen(catalogue, screen):
    shown = screen(catalogue.voices["duty_chief"].user, size=WIDE)
    page = shown.page
    page.goto("/console/register/")
    page.fill("#desk-content", TOLD)
    page.check("[name=disposition][value=dispatch]")
    choose(page, "area_code", "澄湖", "澄湖区")
    choose(page, "topic_code", "破损", "井盖破损")
    advised = page.locator("#desk-dispatch .unit-offer:has-text('水务集团')")
    advised.wait_for()
    assert "目录建议" in advised.text_content()
    assert "《城市道路管理条例》" in advised.text_content()
    advised.locator("input").check()
    shown.check()
    page.locator(".act-go").click()
    page.locator("[data-receipt]:has-text('待签收')").wait_for()


def test_a_mistake_is_told_beside_its_field_and_the_desk_stays_as_it_was(catalogue, screen):
    shown = screen(catalogue.voices["operator"].user, size=WIDE)
    page = shown.page
    page.goto("/console/register/")
    page.fill("#desk-content", TOLD)
    page.locator("[data-map]").click(position={"x": 200, "y": 90})
    page.check("[name=disposition][value=transfer]")
    page.locator(".act-go").click()

    page.wait_for_selector("#desk-transfer_reason[aria-invalid=true]")
    assert page.evaluate("document.activeElement.id") == "desk-transfer_reason"
    assert page.input_value("#desk-content") == TOLD
    assert page.locator(".map-pin").is_visible()
    page.select_option("#desk-transfer_reason", index=1)
    page.locator(".act-go").click()
    page.locator("[data-receipt]:has-text('已转接')").wait_for()


def test_what_was_written_survives_a_crash_and_goes_when_it_is_sent_or_thrown_away(catalogue, screen):
    shown = screen(catalogue.voices["operator"].user, size=WIDE)
    first = shown.page
    first.goto("/console/register/")
    first.fill("#desk-phone", "13812345678")
    first.fill("#desk-content", TOLD)
    choose(first, "topic_code", "破损", "井盖破损")
    key = first.input_value("#desk-key")
    second = first.context.new_page()
    second.goto("/console/register/")
    second.wait_for_timeout(300)
    assert second.input_value("#desk-content") == "", "a form that is open elsewhere is nobody's draft"
    second.close()
    first.close()

    third = shown.page.context.new_page()
    third.goto("/console/register/")
    third.locator("#desk-draft").wait_for()
    assert third.input_value("#desk-content") == TOLD
    assert third.input_value("#desk-phone") == "13812345678"
    assert third.input_value("#desk-key") == key
    assert third.locator("[name=topic_code]:checked").input_value() == "010101"
    third.locator(".act-go").click()
    third.locator("[data-receipt]").wait_for()
    assert third.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('jiesu-desk'))") == []

    third.fill("#desk-content", "写了一半")
    third.reload()
    third.locator("#desk-draft").wait_for()
    third.locator("[data-draft-drop]").click()
    third.wait_for_load_state()
    assert third.input_value("#desk-content") == ""
    assert third.locator("#desk-draft").is_hidden()


def test_a_double_click_is_one_order(catalogue, screen):
    shown = screen(catalogue.voices["operator"].user, size=WIDE)
    page = shown.page
    page.goto("/console/register/")
    page.fill("#desk-content", TOLD)
    page.locator(".act-go").dblclick()
    page.locator("[data-receipt]").wait_for()
    page.wait_for_timeout(500)

    from jiesu.workorders.models import WorkOrder

    assert WorkOrder.objects.count() == 1


def test_a_dispatcher_works_through_the_queue_by_keyboard(catalogue, screen):
    numbers = [catalogue.operator.register(topic_code="010101", area_code="990102") for _ in range(3)]
    shown = screen(catalogue.voices["dispatcher"].user, size=WIDE)
    page = shown.page
    page.goto("/console/dispatch/")
    page.wait_for_selector(f'#panel #order[data-number="{numbers[0]}"]')
    page.locator(".claim-state:has-text('您正在办理')").wait_for()
    shown.check()
    due = page.locator(".previews b").last.text_content()
    page.select_option("#dispatch-urgency", "critical")
    page.wait_for_function(
        "due => [...document.querySelectorAll('.previews b')].at(-1).textContent !== due", arg=due
    )
    assert page.locator(".unit-offer:has(:checked)").first.text_content().count("目录建议") == 1
    page.locator(".act-go").click()
    page.wait_for_selector(".toast-line:has-text('派单')")
    page.wait_for_selector(f'[data-row="{numbers[0]}"]', state="detached")
    story = catalogue.operator.story(numbers[0])["order"]
    assert (story["state"], story["urgency"], story["lead_unit"]["code"]) == (
        "pending_sign",
        "critical",
        "water",
    )

    page.keyboard.press("n")
    page.wait_for_selector(f'#panel #order[data-number="{numbers[1]}"]')
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_selector(f'#panel #order[data-number="{numbers[2]}"]')
    shown.check()


def test_two_dispatchers_do_not_work_on_one_order(catalogue, screen):
    number = catalogue.operator.register(topic_code="010101", area_code="990102")
    mine = screen(catalogue.voices["dispatcher"].user, size=WIDE).page
    mine.goto("/console/dispatch/")
    mine.locator(".claim-state:has-text('您正在办理')").wait_for()
    hers = screen(catalogue.voices["duty_chief"].user, size=WIDE)
    page = hers.page
    page.goto(f"/console/orders/{number}/?queue=dispatch&act=dispatch")
    page.locator(".claim-state:has-text('dispatcher正在办理')").wait_for()
    hers.check()
    page.locator(".act-go").click()
    page.locator(".act .refusal:has-text('dispatcher正在办理这件工单')").wait_for()
    hers.wrong[:] = [said for said in hers.wrong if "409" not in said]

    page.locator(".claim-take summary").click()
    page.fill(".claim-take [name=word]", "他去开会了")
    page.locator(".claim-take button").click()
    page.locator(".claim-state:has-text('您正在办理')").wait_for()
    page.locator(".act-go").click()
    page.wait_for_selector(".toast-line:has-text('派单')")
    assert catalogue.operator.story(number)["order"]["state"] == "pending_sign"


def test_a_claim_is_let_go_when_the_page_is_left(catalogue, screen):
    from jiesu.workorders.models import OrderClaim

    catalogue.operator.register(topic_code="010101", area_code="990102")
    page = screen(catalogue.voices["dispatcher"].user, size=WIDE).page
    page.goto("/console/dispatch/")
    page.locator(".claim-state:has-text('您正在办理')").wait_for()
    assert OrderClaim.objects.count() == 1
    page.goto("/console/")
    page.wait_for_timeout(500)
    assert not OrderClaim.objects.exists()


def test_a_unit_clerk_answers_with_a_photo_from_the_phone(city, screen, tmp_path):
    number = city.at("handling")
    picture = tmp_path / "现场.jpg"
    picture.write_bytes(b"\xff\xd8\xff\xe0" + b"0" * 64)
    shown = screen(city.voices["water_clerk"].user, size=PHONE)
    page = shown.page
    page.goto(f"/console/orders/{number}/?queue=handle")
    page.locator("[data-first]:has-text('反馈')").click()
    page.wait_for_selector(".deed-form form.act [name=handling]")
    assert page.locator(".deed-group:visible").count() == 0, "the open form has the sheet to itself"
    page.fill(".deed-form form.act [name=handling]", "已派抢修人员更换井盖。")
    page.fill(".deed-form form.act [name=public_answer]", "您好，井盖已更换。")
    page.set_input_files(".deed-form form.act [name=file]", picture)
    shown.check()
    page.locator(".act-go").click()

    page.wait_for_selector(".toast-line:has-text('反馈')")
    page.locator("a:has-text('现场.jpg')").wait_for()
    assert city.operator.story(number)["order"]["state"] == "pending_approval"


def test_a_delegation_is_taken_back_on_the_phone_while_the_toast_says_so(city, screen):
    number = city.at("pending_dispatch")
    city.dispatcher.do(number, "dispatch", lead="county")
    city.county_clerk.do(number, "sign")
    shown = screen(city.voices["county_clerk"].user, size=PHONE)
    page = shown.page
    page.goto(f"/console/orders/{number}/?act=delegate")
    shown.check()
    page.locator(".unit-offer:has-text('柳街镇') input").check()
    page.locator(".act-go").click()
    page.locator(".share.is-child:has-text('柳街镇')").wait_for()
    page.locator(".toast-undo button").click()

    page.wait_for_selector(".toast-line:has-text('已撤销')")
    page.locator(".share.is-child.is-past:has-text('柳街镇')").wait_for()
    assert page.locator(".toast-undo").count() == 0
    assert shown.wrong == []
