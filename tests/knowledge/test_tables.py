"""Articles in and out as workbooks, the look over everything live, and talking on the record."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest

from jiesu.core.sheets import write_sheet
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.answering import Conversation, Kind
from jiesu.knowledge.contents import Content, LegalBasis
from jiesu.knowledge.conversations import from_json, to_json
from jiesu.knowledge.errors import UnusableTable
from jiesu.knowledge.models import Article, Inquiry
from jiesu.knowledge.selectors import keeping
from jiesu.knowledge.states import Source
from jiesu.knowledge.tables import HEADINGS, BadRow, read_rows, written
from tests.knowledge.desk import WATER, in_days

FULL = replace(
    WATER,
    areas=("990101", "990102"),
    valid_from=date(2026, 1, 1),
    valid_until=date(2028, 1, 1),
    basis=(LegalBasis(title="供水办法", article="第三条", ends_on=date(2027, 1, 1)), *WATER.basis),
    links=("https://www.example.gov.cn/a",),
)


@pytest.mark.parametrize("content", [WATER, FULL, Content(question="水费怎么交")])
def test_what_is_written_can_be_read_again(content):
    (row,) = read_rows(HEADINGS, [written("ZS000001", "市自来水公司", content)])
    assert (row.line, row.number, row.owner, row.content) == (2, "ZS000001", "市自来水公司", content)


@pytest.mark.parametrize(
    ("heading", "cell"), [("生效日期", "明天"), ("政策依据", "《办法》第三条（至 2027-13-01）")]
)
def test_a_cell_that_is_not_understood_is_named(heading, cell):
    (bad,) = read_rows(["标准问题", heading], [["?", cell]])
    assert isinstance(bad, BadRow)
    assert cell in bad.zh


@pytest.mark.parametrize("cell", ["2026-01-02", "2026.1.2", "2026年1月2日", date(2026, 1, 2)])
def test_days_are_read_as_people_write_them(cell):
    (row,) = read_rows(["标准问题", "生效日期"], [["?", cell], [None, ""]])
    assert row.content.valid_from == date(2026, 1, 2)


def workbook(*rows, header=HEADINGS):
    file = io.BytesIO()
    write_sheet(file, title="知识", header=header, rows=rows)
    file.seek(0)
    return file


@pytest.mark.django_db
def test_a_workbook_becomes_drafts_and_bad_rows_are_reported(desk):
    number = desk.publish()
    file = workbook(
        written("", "市自来水公司", Content(question="水费怎么交")),
        written("", "没有这个单位", Content(question="?")),
        written("", "市供电公司", Content(question="电费怎么交")),
        written(number, "", replace(WATER, fees="免费")),
    )
    came = actions.import_articles(file, name="a.xlsx", by=desk.water_clerk)
    assert (len(came.started), came.revised) == (1, (number,))
    assert [bad.line for bad in came.bad] == [3, 4]
    newest = selectors.get_article(number, for_user=desk.water_clerk)
    assert (newest.state, newest.fees) == ("draft", "免费")
    again = actions.import_articles(workbook(written(number, "", WATER)), name="a.xlsx", by=desk.water_clerk)
    assert again.revised == (number,)
    assert selectors.get_article(number, for_user=desk.water_clerk).fees == WATER.fees


@pytest.mark.django_db
@pytest.mark.parametrize("file", [io.BytesIO(b"no workbook"), workbook()])
def test_what_is_no_table_is_refused(desk, file):
    with pytest.raises(UnusableTable):
        actions.import_articles(file, name="a.xlsx", by=desk.water_clerk)


@pytest.mark.django_db
def test_an_export_can_be_imported(desk):
    number = desk.publish(FULL)
    file = io.BytesIO()
    assert selectors.export_articles(file) == 1
    file.seek(0)
    assert actions.import_articles(file, name="a.xlsx", by=desk.water_clerk).revised == (number,)
    assert selectors.get_article(number, for_user=desk.water_clerk).content == FULL
    assert selectors.export_articles(io.BytesIO(), numbers=[]) == 0


class AllDead:
    """Nothing answers any more."""

    def is_dead(self, url):
        return True


@pytest.mark.django_db
def test_what_is_wrong_with_live_articles_is_found(desk, held_clock):
    desk.publish(replace(FULL, review_by=in_days(10)))
    assert list(selectors.check_articles(on=in_days(0))) == []
    assert [found.field for found in selectors.check_articles(on=in_days(0), links=AllDead())] == ["links"]
    later = in_days(0) + timedelta(days=800)
    assert {found.field for found in selectors.check_articles(on=later)} == {
        "valid_until",
        "review_by",
        "basis",
    }


@pytest.mark.django_db
def test_talking_counts_uses_and_leaves_gaps(desk):
    number = desk.publish()
    keeping.forget_index()
    reply, conversation = actions.answer_message("家里停水了怎么办", Conversation(), source=Source.CHAT)
    assert (reply.kind, reply.text) == (Kind.ANSWER, WATER.spoken)
    assert Article.objects.get(number=number).uses == 1
    reply, conversation = actions.answer_message(
        "火星怎么移民", from_json(to_json(conversation)), source=Source.CHAT
    )
    assert reply.kind is Kind.UNKNOWN
    reply, conversation = actions.answer_message("月球呢", conversation, source=Source.CHAT)
    assert reply.to_person
    assert [gap.is_good for gap in Inquiry.objects.order_by("pk")] == [True, False, False]
    assert [line.by_citizen for line in conversation.lines] == [True, False] * 3


def test_a_conversation_survives_being_written_down():
    from tests.knowledge.shelf import say

    _, conversation = say("社保卡不见了怎么补")
    assert from_json(to_json(conversation)) == conversation
    assert from_json(None) == from_json({}) == Conversation()
