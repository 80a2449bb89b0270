"""Pages of those who keep the knowledge base: files in and out, checks, what use teaches, measures."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from jiesu.core import clock
from jiesu.knowledge import actions
from jiesu.knowledge.models import Article, ArticleImport, ArticleSuggestion
from jiesu.knowledge.selectors import forget_index
from jiesu.workorders.actions import answer_directly
from jiesu.workorders.actions.suggesting import suggest_articles
from tests.console.test_knowledge import HOME, QUERIES, read, signed_in
from tests.knowledge.desk import WATER, Desk
from tests.knowledge.writing import document, paragraph
from tests.workorders.test_suggesting import residence


@pytest.fixture
def desk(db, held_clock):
    forget_index()
    yield Desk()
    forget_index()


def sheet(response):
    assert response["Content-Type"].endswith("spreadsheetml.sheet")
    body = BytesIO(b"".join(response.streaming_content))
    return CalamineWorkbook.from_filelike(body).get_sheet_by_index(0).to_python()


def test_a_file_is_shown_row_by_row_then_taken(desk):
    clerk = signed_in("water_clerk")
    body = BytesIO(
        document(
            *(paragraph(text) for text in ("问：水费怎么交？", "答：网上交。", "问：甲？", "失效日期：明天"))
        )
    )
    body.name = "问答.docx"
    brought = clerk.post(f"{HOME}import/", {"file": body})
    assert brought.status_code == 302
    page = read(clerk, brought["Location"])
    assert "可以导入 1 条，不能导入 1 条" in page
    assert "失效日期：不能识别“明天”" in page
    assert page.index("甲？") < page.index("不能识别") < page.index("水费怎么交？")
    assert not Article.objects.exists()

    assert clerk.post(brought["Location"]).status_code == 302
    progress = read(clerk, brought["Location"], hx_request="true", hx_target="progress")
    assert "正在导入" in progress
    assert "<html" not in progress
    actions.run_import(ArticleImport.objects.get().pk)
    done = read(clerk, brought["Location"])
    assert "已写成草稿 1 条" in done
    assert Article.objects.get().number in done
    assert "问答.docx" in read(clerk, f"{HOME}import/")


def test_a_file_that_cannot_be_read_says_so(desk):
    clerk = signed_in("water_clerk")
    refused = clerk.post(f"{HOME}import/", {"file": BytesIO(b"nothing")})
    assert (refused.status_code, "既不是 xlsx 工作簿" in refused.content.decode()) == (422, True)
    assert clerk.post(f"{HOME}import/").status_code == 422
    assert not ArticleImport.objects.exists()
    assert signed_in("operator").get(f"{HOME}import/").status_code == 403
    assert signed_in("power_clerk").get(f"{HOME}import/999/").status_code == 404


def test_an_export_holds_what_a_unit_keeps(desk):
    number = desk.publish()
    assert [row[0] for row in sheet(signed_in("water_clerk").get(f"{HOME}export/"))] == ["编号", number]
    assert len(sheet(signed_in("power_clerk").get(f"{HOME}export/"))) == 1
    assert len(sheet(signed_in("zhishen").get(f"{HOME}export/"))) == 2
    assert signed_in("operator").get(f"{HOME}export/").status_code == 403


def test_findings_are_listed_narrowed_and_exported(desk):
    desk.publish(replace(WATER, answer="有效期至2026年4月1日。"))
    actions.check_live_articles(at=clock.now() + timedelta(days=60))
    approver = signed_in("zhishen")
    page = read(approver, f"{HOME}checks/")
    assert "有效期至2026年4月1日" in page
    assert "没有发现问题" in read(approver, f"{HOME}checks/?kind=link")
    rows = sheet(approver.get(f"{HOME}checks/table/?kind=dates"))
    assert [rows[0][0], rows[1][1], rows[1][3]] == ["编号", WATER.question, "日期矛盾"]
    assert approver.post(f"{HOME}checks/now/").status_code == 302
    assert "检查正在进行" in approver.post(f"{HOME}checks/now/", follow=True).content.decode()
    assert "没有发现问题" in read(signed_in("power_clerk"), f"{HOME}checks/")
    assert signed_in("dispatcher").post(f"{HOME}checks/now/").status_code == 403


def test_a_suggestion_becomes_a_draft_in_one_click(desk):
    numbers = residence(desk)
    suggest_articles()
    editor = signed_in("zhibian")
    page = read(editor, f"{HOME}learning/")
    assert "3 件工单这样答复" in page
    assert numbers[0] in page
    key = ArticleSuggestion.objects.get().pk
    taken = editor.post(f"{HOME}learning/{key}/take/")
    number = Article.objects.get().number
    assert taken["Location"] == f"{HOME}{number}/edit/"
    assert "居住证" in read(editor, taken["Location"])
    assert editor.post(f"{HOME}learning/{key}/dismiss/").status_code == 404
    assert signed_in("operator").get(f"{HOME}learning/").status_code == 403


def test_what_use_teaches_names_articles_that_left_people_dissatisfied(desk):
    number = desk.publish()
    order = desk.register("家里停水")
    answer_directly(order, answer=WATER.spoken, by=desk.operator, citations=[number])
    actions.note_complaint(order)
    page = read(signed_in("zhibian"), f"{HOME}learning/")
    assert "引用 1 件，不满意 1 件" in page
    assert order in page


def test_measures_carry_their_base_and_can_be_exported(desk):
    number = desk.publish()
    answer_directly(desk.register("家里停水"), answer="好", by=desk.operator, citations=[number])
    desk.register(topic_code="010102")
    approver = signed_in("zhishen")
    page = read(approver, f"{HOME}measures/")
    for told in ("50.0 %", "1 / 2", "100.0 %", "33.3 %", "1 / 3", "水质"):
        assert told in page, told
    rows = sheet(approver.get(f"{HOME}measures/table/"))
    assert rows[0] == ["指标", "对象", "分子", "分母", "比率"]
    assert [row[0] for row in rows[1:]] == [
        "直接答复率", "引用知识率", "查询命中率", "事项覆盖率", "按期复核率", "无知识事项的诉求",
    ]  # fmt: skip
    assert rows[1][2:] == [1, 2, "50.0 %"]
    empty = read(approver, f"{HOME}measures/?first=2020-01-01&last=2020-01-31")
    assert "0 / 0" in empty
    assert signed_in("operator").get(f"{HOME}measures/").status_code == 403


def test_the_pages_cost_a_bounded_number_of_queries(desk):
    for _ in range(3):
        desk.publish(replace(WATER, answer="有效期至2026年4月1日。"))
    actions.check_live_articles(at=clock.now() + timedelta(days=60))
    residence(desk)
    suggest_articles()
    editor = signed_in("zhibian")
    for path in ("import/", "checks/", "learning/", "measures/"):
        with CaptureQueriesContext(connection) as captured:
            read(editor, HOME + path)
        assert len(captured) < QUERIES + 2, path
