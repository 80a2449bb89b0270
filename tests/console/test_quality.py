"""The pages of quality: hints, scoring, appeals, results, plans and forms."""

import functools
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jiesu.accounts.models import User
from jiesu.console.oversight.quality import tasks
from jiesu.core.models import AuditEntry
from jiesu.core.paging import page_of
from jiesu.oversight.models import Coaching, Inspection, SamplingPlan, ScoreAppeal, ScoreForm
from jiesu.workorders import actions as orders
from tests.oversight.quality_desk import EMPTY, SOUND, QualityDesk

HOME = "/console/oversight/quality/"
QUERIES = 15


@pytest.fixture
def desk(db, held_clock) -> QualityDesk:
    return QualityDesk()


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def read(client: Client, address: str, **headers: str) -> str:
    response = client.get(address, headers=headers)
    assert response.status_code == 200, response.content.decode()[-2000:]
    return response.content.decode()


def inspector_of(task: Inspection) -> Client:
    return signed_in(task.inspector_name)


def test_while_a_reply_is_written_the_page_says_what_is_weak(desk):
    number = desk.register()
    orders.dispatch_order(number, lead=desk.water.pk, by=desk.dispatcher)
    orders.sign_assignment(number, by=desk.water_clerk)
    clerk = signed_in("water_clerk")
    form = read(clerk, f"/console/orders/{number}/act/reply/", hx_request="true")
    assert f"{HOME}draft/{number}/" in form
    said = clerk.post(f"{HOME}draft/{number}/", {"public_answer": EMPTY}).content.decode()
    assert "敷衍" in said
    assert "<q>您反映的问题已收悉，我们已转相关部门办理，感谢您的理解与支持</q>" in said
    assert "没有发现问题" in clerk.post(f"{HOME}draft/{number}/", {"public_answer": SOUND}).content.decode()
    assert "写下公开答复后" in clerk.post(f"{HOME}draft/{number}/", {}).content.decode()
    assert (
        signed_in("power_clerk").post(f"{HOME}draft/{number}/", {"public_answer": EMPTY}).status_code == 404
    )
    assert signed_in("reviewer").post(f"{HOME}draft/{number}/", {"public_answer": EMPTY}).status_code == 403


def test_the_orders_page_shows_the_hint_before_it_is_sent_and_after(desk):
    number = desk.register()
    orders.dispatch_order(number, lead=desk.water.pk, by=desk.dispatcher)
    orders.sign_assignment(number, by=desk.water_clerk)
    panel = f"/console/oversight/orders/{number}/"
    assert "答复质量" not in read(signed_in("reviewer"), panel, hx_request="true")
    desk.reply(number, EMPTY)
    for who in ("reviewer", "water_leader"):
        shown = read(signed_in(who), panel, hx_request="true")
        assert "答复质量提示" in shown
        assert "敷衍" in shown


def test_weak_replies_are_listed_counted_and_exported(desk):
    weak, sound = desk.replied(EMPTY), desk.replied(SOUND)
    reviewer = signed_in("reviewer")
    both = read(reviewer, f"{HOME}replies/")
    assert weak in both
    assert sound in both
    assert '敷衍 <span class="soft">1</span>' in both
    only = read(reviewer, f"{HOME}replies/?band=perfunctory&kind=no_contact&days=7")
    assert weak in only
    assert sound not in only
    assert "没有这样的答复" in read(reviewer, f"{HOME}replies/?unit={desk.power.pk}")
    response = reviewer.get(f"{HOME}replies/export/?band=perfunctory")
    rows = list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)
    assert [row[0] for row in rows[1:]] == [weak]
    assert AuditEntry.objects.get(action="export_quality").data["rows"] == 1
    assert signed_in("operator").get(f"{HOME}replies/").status_code == 403


def test_an_inspector_scores_and_the_form_comes_back_filled_in_when_refused(desk, held_clock):
    number = desk.replied(EMPTY)
    (task,) = desk.drawn(held_clock)
    client = inspector_of(task)
    assert number in read(client, HOME)
    page = read(client, f"{HOME}{task.pk}/")
    assert EMPTY in page
    assert "回应诉求" in page
    refused = client.post(
        f"{HOME}{task.pk}/score/", {"lost_answers": "30", "comment_answers": "没答", "note": "请重视"}
    )
    said = refused.content.decode()
    assert refused.status_code == 422
    assert "“回应诉求”至多扣 25 分。" in said
    assert 'value="没答"' in said
    assert "请重视</textarea>" in said
    assert Inspection.objects.get().state == "waiting"
    letters = client.post(f"{HOME}{task.pk}/score/", {"lost_answers": "x"})
    assert (letters.status_code, "扣分应是整数" in letters.content.decode()) == (422, True)
    sent = client.post(
        f"{HOME}{task.pk}/score/", {"lost_answers": "25", "comment_answers": "没答", "lost_leak": "0"}
    )
    assert sent.status_code == 302
    assert Inspection.objects.get().score == 75
    assert "没答" in read(client, f"{HOME}{task.pk}/")
    assert "不合格" in read(client, f"{HOME}?failed=1")


def test_the_person_scored_reads_appeals_and_somebody_else_decides(desk, held_clock):
    desk.replied(EMPTY)
    (task,) = desk.drawn(held_clock)
    clerk, assessor = signed_in("water_clerk"), signed_in("assessor")
    assert clerk.get(f"{HOME}{task.pk}/").status_code == 404
    desk.score(task, answers=25)
    assert f"{HOME}{task.pk}/" in read(clerk, f"{HOME}mine/")
    empty = clerk.post(f"{HOME}{task.pk}/appeal/", {"reason": ""})
    assert (empty.status_code, ScoreAppeal.objects.count()) == (422, 0)
    assert clerk.post(f"{HOME}{task.pk}/appeal/", {"reason": "电话里答过。"}).status_code == 302
    assert "待裁定" in read(clerk, f"{HOME}{task.pk}/")
    assert str(task.pk) in read(assessor, HOME)
    assert "电话里答过。" in read(assessor, f"{HOME}{task.pk}/")
    missing = assessor.post(f"{HOME}{task.pk}/decide/", {"verdict": "upheld", "decision": ""})
    assert missing.status_code == 422
    decided = assessor.post(
        f"{HOME}{task.pk}/decide/",
        {"verdict": "upheld", "decision": "有录音可证。", "lost_words": "5", "comment_words": "套话"},
    )
    assert decided.status_code == 302
    assert (Inspection.objects.get().score, ScoreAppeal.objects.get().state) == (95, "upheld")
    assert "有录音可证。" in read(clerk, f"{HOME}{task.pk}/")
    assert signed_in("power_clerk").get(f"{HOME}{task.pk}/").status_code == 404
    assert signed_in("operator").get(HOME).status_code == 403


def test_a_task_that_nobody_has_can_be_taken(desk, held_clock):
    desk.replied()
    (task,) = desk.drawn(held_clock)
    Inspection.objects.update(inspector_id=None, inspector_name="")
    client = signed_in("zhijian2")
    assert f"{HOME}{task.pk}/" in read(client, f"{HOME}?unassigned=1&state=waiting")
    assert "认领" in read(client, f"{HOME}{task.pk}/")
    assert client.post(f"{HOME}{task.pk}/take/").status_code == 302
    assert Inspection.objects.get().inspector_name == "zhijian2"
    assert signed_in("zhijian1").post(f"{HOME}{task.pk}/take/").status_code == 403


def test_results_agreement_and_coaching_have_their_pages(desk, held_clock):
    for _ in range(2):
        desk.replied(EMPTY)
    found = desk.drawn(held_clock, double_percent=100)
    for task in found:
        desk.score(task, answers=20 if task.is_second else 25)
    client = signed_in("zhijian1")
    results = read(client, f"{HOME}results/")
    assert "每周平均分" in results
    assert "市自来水公司" in results
    assert f"{HOME}?item=answers&amp;form=reply" in results
    assert "75.00" in results
    listed = read(client, f"{HOME}?item=answers&form=reply")
    assert "李水" in listed
    calibration = read(client, f"{HOME}calibration/")
    assert "2 / 2" in calibration
    assert "5.00" in calibration or "5" in calibration
    coached = Coaching.objects.get()
    assert "回应诉求" in read(client, f"{HOME}coaching/")
    empty = client.post(f"{HOME}coaching/{coached.pk}/", {"note": ""})
    assert empty.status_code == 422
    assert client.post(f"{HOME}coaching/{coached.pk}/", {"note": "逐条讲过。"}).status_code == 302
    assert "逐条讲过。" in read(client, f"{HOME}coaching/?done=1")
    response = client.get(f"{HOME}results/export/?days=30")
    rows = list(load_workbook(io.BytesIO(b"".join(response.streaming_content))).active.values)
    assert rows[1][1:4] == ("李水", 2, 0)
    exported = client.get(f"{HOME}export/?state=scored")
    table = list(load_workbook(io.BytesIO(b"".join(exported.streaming_content))).active.values)
    assert len(table) == 5


def test_a_plan_is_made_changed_and_drawn(desk, held_clock):
    desk.replied(EMPTY)
    held_clock.move(timedelta(days=1))
    client = signed_in("zhijian1")
    given = {
        "name": "每日抽检",
        "form_code": "reply",
        "method": "risk",
        "spread": "unit",
        "size": "3",
        "period": "day",
        "double_percent": "0",
        "is_active": "on",
    }
    assert "新建抽样方案" in read(client, f"{HOME}plans/new/")
    wrong = client.post(f"{HOME}plans/new/", given | {"size": "0"})
    assert (wrong.status_code, SamplingPlan.objects.count()) == (422, 0)
    assert client.post(f"{HOME}plans/new/", given).status_code == 302
    plan = SamplingPlan.objects.get()
    assert client.post(f"{HOME}plans/{plan.pk}/", given | {"name": "每日答复抽检"}).status_code == 302
    assert "每日答复抽检" in read(client, f"{HOME}plans/")
    for _ in range(2):
        assert client.post(f"{HOME}plans/{plan.pk}/draw/").status_code == 302
    assert Inspection.objects.count() == 1
    assert "2026-03-02" in read(client, f"{HOME}plans/")
    assert client.get(f"{HOME}plans/0/").status_code in (404, 200)
    assert client.get(f"{HOME}plans/999/").status_code == 404
    assert signed_in("water_clerk").get(f"{HOME}plans/").status_code == 403


def test_a_form_is_changed_by_who_configures_and_read_by_the_others(desk):
    client = signed_in("peizhi")
    assert "答复质检表" in read(client, f"{HOME}forms/")
    page = read(client, f"{HOME}forms/reply/")
    assert "发布新版" in page
    given = {"name": "答复质检表", "pass_mark": "70", "item-TOTAL_FORMS": "3", "item-INITIAL_FORMS": "0"}
    rows = [("answers", "回应诉求", "60", ""), ("", "其他", "40", ""), ("", "造假", "", "on")]
    for place, (code, label, points, fatal) in enumerate(rows):
        given |= {f"item-{place}-code": code, f"item-{place}-label": label, f"item-{place}-points": points}
        given |= {f"item-{place}-guidance": "", **({f"item-{place}-is_fatal": fatal} if fatal else {})}
    wrong = client.post(f"{HOME}forms/reply/", given | {"item-1-points": "30"})
    assert (wrong.status_code, "合计 90，应为 100" in wrong.content.decode()) == (422, True)
    assert ScoreForm.objects.filter(code="reply").count() == 1
    assert client.post(f"{HOME}forms/reply/", given).status_code == 302
    newest = ScoreForm.objects.get(code="reply", is_current=True)
    assert (newest.version, newest.pass_mark, [item.code for item in newest.items.order_by("position")]) == (
        2,
        70,
        ["answers", "v2-2", "v2-3"],
    )
    inspector = signed_in("zhijian1")
    assert "发布新版" not in read(inspector, f"{HOME}forms/reply/")
    assert inspector.post(f"{HOME}forms/reply/", given).status_code in (403, 422)
    assert ScoreForm.objects.filter(code="reply").count() == 2
    assert client.get(f"{HOME}forms/none/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?state=scored",
        "replies/",
        "results/",
        "calibration/",
        "coaching/",
        "plans/",
        "forms/",
        "forms/reply/",
    ],
)
def test_every_page_reads_a_bounded_number_of_times(desk, held_clock, address):
    for _ in range(3):
        desk.replied(EMPTY)
    for task in desk.drawn(held_clock, double_percent=100):
        desk.score(task, answers=25)
    client = signed_in("zhijian1")
    read(client, HOME)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        read(client, f"{HOME}{address}")
    assert len(queries) < QUERIES, [query["sql"][:120] for query in queries]


def test_the_page_of_a_task_reads_a_bounded_number_of_times(desk, held_clock):
    desk.replied(EMPTY)
    (task,) = desk.drawn(held_clock)
    client = inspector_of(task)
    read(client, HOME)
    with CaptureQueriesContext(connection) as queries:
        read(client, f"{HOME}{task.pk}/")
    assert len(queries) < QUERIES


def test_the_next_page_goes_on_with_ones_own_tasks(desk, held_clock, monkeypatch):
    for _ in range(4):
        desk.replied()
    drawn = desk.drawn(held_clock)
    own = Inspection.objects.filter(pk__in=[task.pk for task in drawn[:3]])
    own.update(inspector_id=desk.inspector.user_id, inspector_name="zhijian1")
    Inspection.objects.filter(pk=drawn[3].pk).update(inspector_id=None, inspector_name="")
    monkeypatch.setattr(tasks, "page_of", functools.partial(page_of, size=2))
    client = signed_in("zhijian1")
    first = client.get(HOME)
    assert [row.pk for row, _risks in first.context["rows"]] == [task.pk for task in drawn[:2]]
    rest = client.get(HOME, {"after": first.context["next_cursor"]})
    assert [row.pk for row, _risks in rest.context["rows"]] == [drawn[2].pk]


def test_the_centre_builds_a_form_of_its_own(desk):
    client = signed_in("peizhi")
    assert "新建评分表" in read(client, f"{HOME}forms/")
    assert "新建评分表" in read(client, f"{HOME}forms/new/")
    given = {"name": "暗访质检表", "code": "visit", "subject": "order", "pass_mark": "75"}
    given |= {
        "item-TOTAL_FORMS": "1",
        "item-INITIAL_FORMS": "0",
        "item-0-label": "态度",
        "item-0-points": "100",
    }
    for wrong in ({"code": "reply"}, {"code": "A b"}, {"item-0-points": "99"}):
        assert client.post(f"{HOME}forms/new/", given | wrong).status_code == 422
    assert not ScoreForm.objects.filter(code="visit").exists()
    assert signed_in("zhijian1").post(f"{HOME}forms/new/", given).status_code == 403
    assert client.post(f"{HOME}forms/new/", given).status_code == 302
    form = ScoreForm.objects.get(code="visit")
    assert (form.version, form.subject, form.pass_mark, form.items.get().label) == (1, "order", 75, "态度")
