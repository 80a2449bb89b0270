"""The callback desk: who sees what, what is masked, what comes of the forms, lists, files and rules."""

import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jiesu.core import clock
from jiesu.core.models import AuditEntry
from jiesu.oversight.actions import callback_queue, callbacks
from jiesu.oversight.actions.callback_sending import token_of
from jiesu.oversight.callback_states import CallOutcome
from jiesu.oversight.models import CallbackConsent, CallbackLink, CallbackPlanVersion, CallbackTask
from tests.console.test_workbench import QUERIES, SWAP, signed_in, text_of
from tests.oversight.callback_stage import BAD, GOOD, actor, another_caller, order, use_plan, waiting

DESK = "/console/oversight/callbacks/"
HEARD = {
    "contacted": "yes",
    "truthful": "no",
    "resolution": "unresolved",
    "satisfaction": "dissatisfied",
    "why_not": ["not_solved"],
    "words": "井盖还是坏的",
    "fault": "unit",
}


def at(task, verb: str = "") -> str:
    return f"{DESK}{task.pk}/{verb + '/' if verb else ''}"


def test_the_desk_shows_what_waits_and_hands_it_out_one_at_a_time(city):
    first, task = waiting(city)
    _second, other = waiting(city)
    client = signed_in(city, "callback")
    page = text_of(client.get(DESK))
    assert re.findall(r'callbacks/(\d+)/">\d+</a>', page) == [str(task.pk), str(other.pk)]
    assert 'list/?due=now">2</a>' in page

    response = client.post(f"{DESK}next/")
    assert response.url == at(task)
    hers = Client()
    hers.force_login(_user(another_caller(city, "caller2")))
    assert hers.post(f"{DESK}next/").url == at(other)
    assert hers.post(f"{DESK}next/").url in (at(other), DESK)
    refused = hers.post(at(task, "answers"), HEARD)
    assert refused.status_code == 409
    assert "井盖还是坏的" in text_of(refused)
    assert order(first).state == "pending_callback"


def _user(someone):
    from jiesu.accounts.models import User

    return User.objects.get(pk=someone.user_id)


def test_the_citizen_is_masked_until_the_number_is_asked_for_which_is_noted(city):
    number, task = waiting(city)
    client = signed_in(city, "callback")
    page = text_of(client.get(at(task)))
    assert "138****5678" in page
    assert "13812345678" not in page
    assert "您好，井盖已更换。" in page
    assert not AuditEntry.objects.filter(action="disclose_citizen").exists()

    shown = text_of(client.post(at(task, "phone"), headers=SWAP))
    assert 'href="tel:13812345678"' in shown
    entry = AuditEntry.objects.get(action="disclose_citizen")
    assert (entry.subject, entry.reason) == (number, "回访拨打")
    held = CallbackTask.objects.get()
    assert held.held_by_name == "callback"


def test_what_is_wanting_stands_beside_its_field_and_nothing_is_lost(city):
    number, task = waiting(city)
    client = signed_in(city, "callback")
    response = client.post(at(task, "answers"), {**HEARD, "fault": ""})
    page = text_of(response)
    assert response.status_code == 422
    assert "请判定不满意是谁的原因。" in page
    assert "井盖还是坏的" in page
    assert re.search(r'value="not_solved"[^>]*checked', page)
    assert order(number).callback_attempts == 0
    assert client.post(at(task, "answers"), {}).status_code == 422
    assert client.post(at(task, "attempt"), {"outcome": "appointed"}).status_code == 422


def test_dissatisfaction_goes_to_rework_and_the_next_citizen_comes(city):
    number, task = waiting(city)
    _other, following = waiting(city)
    client = signed_in(city, "callback")
    response = client.post(at(task, "answers"), {**HEARD, "next": "1"})
    assert response.url == at(following)
    assert (order(number).state, order(number).rework_count) == ("handling", 1)
    assert client.post(at(following, "attempt"), {"outcome": "no_answer"}).url == DESK
    assert order(following.order.number).callback_attempts == 1


def test_an_appointment_is_read_in_shanghai_time(city):
    _number, task = waiting(city)
    client = signed_in(city, "callback")
    client.post(at(task, "attempt"), {"outcome": "appointed", "appointed_at": "2026-03-03T15:30"})
    told = CallbackTask.objects.get().appointed_at.astimezone(clock.SHANGHAI)
    assert f"{told:%F %H:%M}" == "2026-03-03 15:30"


def test_the_citizens_wish_is_noted(city):
    _number, task = waiting(city)
    client = signed_in(city, "callback")
    assert client.post(at(task, "consent"), {"sms": "on", "openid": "o-1"}).url == at(task)
    kept = CallbackConsent.objects.get()
    assert (kept.call, kept.sms, kept.wechat, kept.openid) == (False, True, False, "o-1")


def test_a_recheck_shows_nothing_of_the_first_answers(city):
    use_plan(recheck=100)
    number, task = waiting(city)
    callbacks.record_answers(task.pk, heard=BAD, by=actor(city, "callback"))
    callback_queue.draw_rechecks()
    recheck = CallbackTask.objects.get(kind="recheck")
    client = Client()
    client.force_login(_user(another_caller(city, "checker", role="quality")))
    page = text_of(client.get(at(recheck)))
    assert "复核回访" in page
    assert "井盖还是坏的" not in page
    assert "不满意</" not in page.split("answers-satisfaction")[0]
    assert "13812345678" in text_of(client.post(at(recheck, "phone"), headers=SWAP))
    assert client.post(at(recheck, "answers"), {"satisfaction": "satisfied"}).url == DESK
    assert order(number).state == "handling"
    chief = signed_in(city, "duty_chief")
    assert f"callbacks/{recheck.pk}/" in text_of(chief.get(f"{DESK}list/?kind=recheck&differs=on"))
    assert "0 / 1" in text_of(chief.get(f"{DESK}figures/"))


def test_only_people_of_the_callback_come_in(city):
    _number, task = waiting(city)
    for who in ("operator", "dispatcher", "water_clerk", "auditor"):
        client = signed_in(city, who)
        for path in (DESK, f"{DESK}list/", f"{DESK}figures/", f"{DESK}list/export/", at(task)):
            assert client.get(path).status_code in (403, 404), (who, path)
        assert client.post(f"{DESK}next/").status_code == 403
        assert client.post(at(task, "answers"), HEARD).status_code in (403, 404)
        assert DESK not in text_of(client.get("/console/"))
    assert DESK in text_of(signed_in(city, "callback").get("/console/"))
    assert CallbackTask.objects.get().attempts == 0
    assert signed_in(city, "callback").get(f"{DESK}list/export/").status_code == 403


def test_the_list_narrows_and_becomes_a_file_without_the_citizen(city):
    number, task = waiting(city)
    callbacks.record_answers(task.pk, heard=GOOD, by=actor(city, "callback"))
    _other, waits = waiting(city)
    chief = signed_in(city, "duty_chief")
    rows = r'callbacks/(\d+)/">\d+</a>'
    assert re.findall(rows, text_of(chief.get(f"{DESK}list/"))) == [str(waits.pk), str(task.pk)]
    assert re.findall(rows, text_of(chief.get(f"{DESK}list/?state=done"))) == [str(task.pk)]
    assert re.findall(rows, text_of(chief.get(f"{DESK}list/?unit=水务"))) == [str(waits.pk), str(task.pk)]
    assert re.findall(rows, text_of(chief.get(f"{DESK}list/?unit=没有"))) == []
    assert "去掉" in text_of(chief.get(f"{DESK}list/?state=done"))
    assert chief.get(f"{DESK}list/?since=nonsense").status_code == 200

    response = chief.get(f"{DESK}list/export/?state=done")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    cells = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert len(cells) == 2
    assert cells[1][0] == number
    assert "满意" in cells[1]
    assert not [cell for row in cells for cell in row if cell and "1381234" in str(cell)]
    assert AuditEntry.objects.filter(action="export_oversight").count() == 1


def test_who_arranges_brings_a_call_forward(city, held_clock):
    _number, task = waiting(city)
    callbacks.record_attempt(task.pk, outcome=CallOutcome.NO_ANSWER, by=actor(city, "callback"))
    assert signed_in(city, "callback").post(at(task, "forward")).url == at(task)
    assert CallbackTask.objects.get().next_at > clock.now()
    signed_in(city, "shift_lead").post(at(task, "forward"))
    assert CallbackTask.objects.get().next_at == clock.now()


RULES = {
    "lines": "投诉,举报 * 紧急 * 100\n表扬 网站 * parks 0",
    "others": "60",
    "direct": "10",
    "earliest": "08:30",
    "noon": "12:00",
    "evening": "18:00",
    "latest": "20:30",
    "links": "on",
    "link_days": "5",
    "recheck": "8",
    "recheck_days": "7",
    "note": "扩大抽样",
}


def test_rules_are_published_in_versions_and_mistakes_are_named(city):
    client = signed_in(city, "administrator")
    assert "用的是预设规则" in text_of(client.get(f"{DESK}rules/"))
    for wrong, said in (
        ({"lines": "投诉 100"}, "第 1 行要有五项"),
        ({"lines": "投拆 * * * 100"}, "“投拆”不认识"),
        ({"others": "101"}, "100"),
        ({"earliest": "13:00"}, "先后不对"),
    ):
        response = client.post(f"{DESK}rules/new/", {**RULES, **wrong})
        assert response.status_code == 422
        assert said in text_of(response)
    assert not CallbackPlanVersion.objects.exists()
    assert client.post(f"{DESK}rules/new/", RULES).url == f"{DESK}rules/"
    page = text_of(client.get(f"{DESK}rules/"))
    assert "投诉、举报 · 紧急：100 %" in page
    assert "v1" in page
    assert "投诉,举报 * 紧急 * 100" in text_of(client.get(f"{DESK}rules/new/"))
    assert signed_in(city, "callback").get(f"{DESK}rules/").status_code == 403


@pytest.mark.parametrize("path", ["", "list/", "figures/"])
def test_a_page_asks_the_database_few_questions(city, path):
    for _ in range(3):
        _number, task = waiting(city)
    callbacks.record_answers(task.pk, heard=BAD, by=actor(city, "callback"))
    client = signed_in(city, "duty_chief")
    client.get(f"{DESK}{path}")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(f"{DESK}{path}").status_code == 200
    assert len(queries) < QUERIES, [query["sql"][:120] for query in queries]


def test_a_task_asks_the_database_few_questions(city):
    _number, task = waiting(city)
    callbacks.record_attempt(task.pk, outcome=CallOutcome.BUSY, by=actor(city, "callback"))
    client = signed_in(city, "callback")
    client.get(at(task))
    with CaptureQueriesContext(connection) as queries:
        assert client.get(at(task)).status_code == 200
    assert len(queries) < QUERIES, [query["sql"][:120] for query in queries]


def test_the_citizen_answers_by_the_link_once(city, client, held_clock):
    number, task = waiting(city)
    callbacks.record_attempt(task.pk, outcome=CallOutcome.DECLINED, by=actor(city, "callback"))
    address = f"/visit/{token_of(CallbackLink.objects.get())}/"
    page = text_of(client.get(address))
    assert "您对办理满意吗" in page
    assert "诉求不合理" not in page
    assert client.post(address, {}).status_code == 422
    bad = client.post(address, {"satisfaction": "dissatisfied"})
    assert (bad.status_code, "请选择或写明不满意的原因。" in text_of(bad)) == (422, True)
    assert order(number).callback_round == ""
    done = client.post(address, {"satisfaction": "dissatisfied", "why_not": ["slow"], "words": "等了很久"})
    assert "谢谢您的评价" in text_of(done)
    assert (order(number).callback_round, CallbackTask.objects.get().state) == ("bad", "to_judge")
    again = client.get(address)
    assert (again.status_code, "您已经评价过了" in text_of(again)) == (410, True)
    desk = signed_in(city, "callback")
    assert "待判定" in text_of(desk.get(DESK))
    assert "等了很久" in text_of(desk.get(at(task)))
    assert desk.post(at(task, "judge"), {"fault": "policy"}).status_code == 422
    assert desk.post(at(task, "judge"), {"fault": "unit"}).url == DESK
    assert order(number).state == "handling"


def test_a_link_that_is_not_ours_or_is_over_says_so(city, client, held_clock):
    _number, task = waiting(city)
    callbacks.record_attempt(task.pk, outcome=CallOutcome.DECLINED, by=actor(city, "callback"))
    token = token_of(CallbackLink.objects.get())
    assert client.get(f"/visit/{token}x/").status_code == 410
    held_clock.move(timedelta(days=4))
    late = client.post(f"/visit/{token}/", {"satisfaction": "satisfied"})
    assert (late.status_code, "评价时间已过" in text_of(late)) == (410, True)
    assert CallbackTask.objects.get().state == "linked"
