"""Articles as rows of a table, and talking on the record."""

from dataclasses import replace
from datetime import date

import pytest

from jiesu.knowledge import actions
from jiesu.knowledge.answering import Conversation, Kind
from jiesu.knowledge.contents import Content, LegalBasis
from jiesu.knowledge.conversations import from_json, to_json
from jiesu.knowledge.models import Article, Inquiry
from jiesu.knowledge.selectors import keeping
from jiesu.knowledge.states import Source
from jiesu.knowledge.tables import HEADINGS, BadRow, read_rows, written
from tests.knowledge.desk import WATER

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
