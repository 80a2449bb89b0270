"""Articles out of Word documents, in the ways in which units write them."""

from datetime import date

import pytest

from jiesu.knowledge.documents import MOST_BYTES, NoDocument, read_document
from jiesu.knowledge.tables import BadRow, Row
from tests.knowledge.writing import document, paragraph, table


def told(*parts):
    return [(row.line, row.content.question, row.content.answer) for row in read_document(document(*parts))]


def lines(*texts):
    return [paragraph(text) for text in texts]


def test_lines_with_labels_are_one_article_until_the_next_question():
    parts = lines(
        "供水知识", "一、标准问题：家里停水了怎么办", "口语短答：请拨打 96116。",
        "完整答复：突发停水一小时内到场。", "八小时内恢复。",
        "维护单位：市自来水公司", "复核期限：2027年6月30日",
        "标准问题：水费怎么交", "答复：可在营业厅交。",
    )  # fmt: skip
    first, second = read_document(document(*parts))
    assert (first.content.question, first.content.spoken) == ("家里停水了怎么办", "请拨打 96116。")
    assert first.content.answer == "突发停水一小时内到场。\n八小时内恢复。"
    assert (first.owner, first.content.review_by) == ("市自来水公司", date(2027, 6, 30))
    assert (second.line, second.content.question, second.content.answer) == (
        2,
        "水费怎么交",
        "可在营业厅交。",
    )


def test_questions_and_answers_by_their_first_characters():
    parts = lines("问：公积金怎么提取？", "答：带身份证到窗口。", "问：要多久？", "三个工作日。")
    assert told(*parts) == [(1, "公积金怎么提取？", "带身份证到窗口。"), (2, "要多久？", "三个工作日。")]


def test_a_line_that_is_a_question_begins_an_article_where_nothing_is_labelled():
    parts = lines(
        "常见问题", "1. 社保卡丢了怎么办？", "先电话挂失。", "再到网点补办。", "2、补办要钱吗？", "不要钱。"
    )
    assert told(*parts) == [
        (1, "社保卡丢了怎么办？", "先电话挂失。\n再到网点补办。"),
        (2, "补办要钱吗？", "不要钱。"),
    ]


def test_both_kinds_of_tables_are_read():
    beside = table([("标准问题", "停水怎么办"), ("完整答复：", "拨打热线。"), ("备注", "略")])
    above = table([("标准问题", "答复"), ("水费多少", "每吨三元。"), ("", "没有问题的一行")])
    assert told(beside, above) == [(1, "停水怎么办", "拨打热线。"), (2, "水费多少", "每吨三元。")]


def test_what_is_not_understood_is_a_bad_row():
    good, bad = read_document(document(*lines("问：甲？", "答：乙。", "问：丙？", "失效日期：明天")))
    assert isinstance(good, Row)
    assert (type(bad), bad.line, bad.field, bad.zh) == (BadRow, 2, "valid_until", "不能识别“明天”。")


@pytest.mark.parametrize(
    "body",
    [
        b"no document",
        document(before='<!DOCTYPE x [<!ENTITY a "b">]>'),
        document("<w:p>"),
        document("<w:p/>" * (MOST_BYTES // 6 + 1)),
    ],
)
def test_what_is_no_document_or_a_trap_is_refused(body):
    with pytest.raises(NoDocument):
        read_document(body)


def test_a_document_without_questions_has_no_articles():
    assert told(*lines("通知", "请各单位知悉。")) == []
