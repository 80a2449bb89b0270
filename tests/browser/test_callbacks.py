"""Calling citizens back and looking at places, in a real browser: at the desk and on a phone 390 wide."""

from datetime import time

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.oversight.photos import photo

WHERE = {"longitude": 118.8, "latitude": 32.06, "accuracy": 12}


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_an_unsatisfied_citizen_leads_to_rework(city, screen):
    from tests.oversight.callback_stage import order, use_plan, waiting

    use_plan(earliest=time(0), latest=time(23, 59))
    number, _task = waiting(city)
    shown = screen(city.voices["callback"].user, size=DESK)
    page = shown.page
    page.goto("/console/oversight/callbacks/")
    shown.check()
    page.click("text=领取下一个")
    page.wait_for_selector("text=您正在回访")
    assert "138****5678" in page.text_content(".calling-deeds")
    page.click("text=显示号码拨打")
    page.wait_for_selector("a[href='tel:13812345678']")
    shown.check()

    page.check("#answers-contacted_0")
    page.check("#answers-truthful_1")
    page.check("#answers-resolution_2")
    page.check("#answers-satisfaction_3")
    page.fill("#answers-words", "井盖还是坏的，没有人来过")
    page.click("button:has-text('保存并领取下一个')")
    page.wait_for_selector("#answers-fault[aria-invalid=true], .is-wrong")
    assert page.input_value("#answers-words") == "井盖还是坏的，没有人来过"
    assert [said for said in shown.wrong if "422" not in said] == []
    shown.wrong.clear()
    page.check("#answers-why_not_1")
    page.check("#answers-fault_0")
    page.click("button:has-text('保存并领取下一个')")
    page.wait_for_selector("h1:has-text('回访台')")
    shown.check()
    kept = order(number)
    assert (kept.state, kept.rework_count, kept.final_satisfaction) == ("handling", 1, "dissatisfied")

    page.goto(f"/console/orders/{number}/")
    page.wait_for_selector("#watch h2:has-text('回访任务')")
    assert "承办单位原因" in page.text_content("#watch")


def test_a_citizen_answers_by_the_link_on_a_phone_without_javascript(city, chromium, live_server):
    from jiesu.oversight.actions.callback_sending import token_of
    from jiesu.oversight.actions.callbacks import record_attempt
    from jiesu.oversight.callback_states import CallOutcome
    from jiesu.oversight.models import CallbackLink
    from tests.oversight.callback_stage import actor, order, waiting

    number, task = waiting(city)
    record_attempt(task.pk, outcome=CallOutcome.DECLINED, by=actor(city, "callback"))
    context = chromium.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]},
        java_script_enabled=False,
        locale="zh-CN",
        base_url=live_server.url,
    )
    page = context.new_page()
    page.goto(f"/visit/{token_of(CallbackLink.objects.get())}/")
    page.click("label:has-text('满意') >> nth=0")
    page.click("text=提交评价")
    assert "谢谢您的评价" in page.text_content("main")
    context.close()
    assert order(number).state == "closed"


def test_a_place_is_checked_on_a_phone(city, screen):
    from jiesu.accounts.models import User
    from jiesu.oversight.models import FieldCheck
    from tests.oversight.callback_stage import another_caller
    from tests.oversight.test_field_checks import at_place, ordered

    someone = another_caller(city, "collector", role="collector")
    number = at_place(city)
    check = ordered(city, number)
    shown = screen(User.objects.get(pk=someone.user_id), size=PHONE)
    page = shown.page
    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation(WHERE)
    page.goto("/console/oversight/field/mine/")
    shown.check()
    page.click(f"a[href$='/field/{check.pk}/']")
    page.wait_for_selector("[data-locate]:visible")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.check("#check-verdict_2")
    page.fill("#check-note", "井盖没有更换，仍有缺口。")
    page.click("[data-locate]")
    page.wait_for_selector("text=已定位，误差约 12 米")
    shown.check()

    page.context.set_offline(True)
    page.click(".act-go")
    page.wait_for_selector("[data-offline]:visible")
    page.context.set_offline(False)
    page.reload()
    assert page.input_value("#check-note") == "井盖没有更换，仍有缺口。"
    assert page.is_checked("#check-verdict_2")
    assert page.input_value("#check-lon") == "118.800000"

    page.set_input_files(
        "#check-photos",
        files=[{"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": photo(lon=118.8, lat=32.06)}],
    )
    page.click(".act-go")
    page.wait_for_selector("h2:has-text('核查结果')")
    page.wait_for_function("() => document.querySelector('.field-photos img').naturalWidth === 160")
    shown.check()
    assert page.evaluate("localStorage.length") == 0
    made = FieldCheck.objects.get()
    assert (made.verdict, made.distance, made.accuracy) == ("said_done", 0, 12)

    desk = screen(city.voices["callback"].user, size=DESK)
    desk.page.goto(f"/console/orders/{number}/")
    desk.page.wait_for_selector("#watch:has-text('虚假办结')")
    assert "现场核查（collector）：虚假办结" in desk.page.text_content(".timeline")
