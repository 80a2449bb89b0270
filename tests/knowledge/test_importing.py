"""Files of articles: looked through first, taken row by row, once."""

import io
from dataclasses import replace

import pytest

from jiesu.core.errors import NotAllowed, NotFound
from jiesu.core.models import AuditEntry
from jiesu.core.sheets import write_sheet
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.contents import Content
from jiesu.knowledge.errors import UnusableTable
from jiesu.knowledge.models import Article, ArticleImport, ArticleVersion
from jiesu.knowledge.states import ImportState, RowState
from jiesu.knowledge.tables import HEADINGS, written
from tests.knowledge.desk import WATER
from tests.knowledge.test_tables import FULL
from tests.knowledge.writing import document, paragraph

BILL = Content(question="水费怎么交")


def workbook(*rows, header=HEADINGS):
    file = io.BytesIO()
    write_sheet(file, title="知识", header=header, rows=rows)
    file.seek(0)
    return file


def states(brought):
    rows = brought.rows.order_by("line")
    return [(row.line, row.state, row.field) for row in rows]


def test_a_file_is_looked_through_before_anything_is_written(desk):
    number = desk.publish()
    rows = (
        written("", "市自来水公司", BILL),
        written("", "没有这个单位", replace(BILL, question="甲")),
        written(number, "", replace(WATER, fees="免费")),
        written("", "市自来水公司", WATER),
        written("ZS999999", "", BILL),
        ["", "市自来水公司", "乙", "", "", "", "明天"],
    )
    brought = actions.read_import(workbook(*rows), name="a.xlsx", by=desk.water_clerk)
    assert states(brought) == [
        (2, "ready", ""), (3, "refused", "维护单位"), (4, "ready", ""), (5, "refused", "question"),
        (6, "refused", ""), (7, "refused", "valid_from"),
    ]  # fmt: skip
    assert brought.rows.get(line=5).zh == f"该单位已有同题知识 {number}；要修改请在编号列填写 {number}。"
    assert Article.objects.count() == 1
    told = selectors.imported(brought.pk, for_user=desk.water_clerk)
    assert (told.rows, told.ready, told.refused, told.taken) == (6, 2, 4, 0)


def test_sound_rows_become_drafts_once(desk):
    number = desk.publish()
    file = workbook(written("", "市自来水公司", BILL), written(number, "", replace(WATER, fees="免费")))
    brought = actions.read_import(file, name="a.xlsx", by=desk.water_clerk)
    actions.take_import(brought.pk, by=desk.water_clerk)

    assert actions.run_import(brought.pk) == (2, 0)
    assert actions.run_import(brought.pk) == (0, 0)
    actions.take_import(brought.pk, by=desk.water_clerk)

    assert [state for _, state, _ in states(brought)] == ["started", "revised"]
    assert Article.objects.count() == 2
    newest = selectors.get_article(number, for_user=desk.water_clerk)
    assert (newest.version, newest.state, newest.fees) == (2, "draft", "免费")
    brought.refresh_from_db()
    assert brought.state == ImportState.DONE
    assert AuditEntry.objects.filter(action="import_articles").count() == 1
    file.seek(0)
    assert actions.read_import(file, name="b.xlsx", by=desk.water_clerk) == brought


def test_a_worker_that_died_is_taken_over_without_a_row_twice(desk, monkeypatch):
    from jiesu.knowledge.actions import importing

    file = workbook(
        written("", "市自来水公司", BILL), written("", "市自来水公司", replace(BILL, question="甲"))
    )
    brought = actions.read_import(file, name="a.xlsx", by=desk.water_clerk)
    actions.take_import(brought.pk, by=desk.water_clerk)
    real, calls = importing.start_article, []

    def dying(*args, **kwargs):
        calls.append(1)
        if len(calls) == 2:
            raise SystemExit
        return real(*args, **kwargs)

    monkeypatch.setattr(importing, "start_article", dying)
    with pytest.raises(SystemExit):
        actions.run_import(brought.pk)
    assert [state for _, state, _ in states(brought)] == ["started", "ready"]
    assert actions.run_import(brought.pk) == (1, 0)
    assert sorted(ArticleVersion.objects.values_list("question", flat=True)) == sorted(["水费怎么交", "甲"])


def test_what_came_to_be_wrong_since_is_said_at_its_row(desk):
    brought = actions.read_import(
        workbook(written("", "市自来水公司", BILL)), name="a.xlsx", by=desk.water_clerk
    )
    desk.draft(BILL)
    actions.take_import(brought.pk, by=desk.water_clerk)
    assert actions.run_import(brought.pk) == (0, 1)
    assert states(brought) == [(2, RowState.REFUSED.value, "question")]
    assert Article.objects.count() == 1


def test_a_word_document_is_read_for_the_persons_own_unit(desk):
    body = document(paragraph("问：水费怎么交？"), paragraph("答：营业厅、网上都可以交。"))
    brought = actions.read_import(io.BytesIO(body), name="问答.docx", by=desk.water_clerk)
    actions.take_import(brought.pk, by=desk.water_clerk)
    assert actions.run_import(brought.pk) == (1, 0)
    version = ArticleVersion.objects.select_related("article__owner").get()
    assert (version.question, version.answer) == ("水费怎么交？", "营业厅、网上都可以交。")
    assert (version.article.owner.name, version.state) == ("市自来水公司", "draft")


@pytest.mark.parametrize("body", [b"no workbook", document(paragraph("通知")), b""])
def test_what_holds_no_article_is_refused(desk, body):
    with pytest.raises(UnusableTable):
        actions.read_import(io.BytesIO(body), name="a.xlsx", by=desk.water_clerk)
    assert not ArticleImport.objects.exists()


def test_only_those_who_write_import_and_only_their_own(desk):
    file = workbook(written("", "市自来水公司", BILL))
    with pytest.raises(NotAllowed):
        actions.read_import(file, name="a.xlsx", by=desk.operator)
    file.seek(0)
    brought = actions.read_import(file, name="a.xlsx", by=desk.water_clerk)
    with pytest.raises(NotFound):
        actions.take_import(brought.pk, by=desk.power_clerk)
    with pytest.raises(NotFound):
        selectors.imported(brought.pk, for_user=desk.power_clerk)


def test_an_export_can_be_imported(desk):
    number = desk.publish(FULL)
    file = io.BytesIO()
    assert actions.export_articles(file, by=desk.water_clerk, owner_path=desk.water.path) == 1
    assert AuditEntry.objects.get(action="export_articles").data == {"rows": 1}
    file.seek(0)
    brought = actions.read_import(file, name="a.xlsx", by=desk.water_clerk)
    actions.take_import(brought.pk, by=desk.water_clerk)
    assert actions.run_import(brought.pk) == (1, 0)
    assert selectors.get_article(number, for_user=desk.water_clerk).content == FULL
    other = io.BytesIO()
    assert actions.export_articles(other, by=desk.power_clerk, owner_path=desk.power.path) == 0
