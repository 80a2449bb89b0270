"""The words of full-text search: every row of the rules."""

import pytest

from jiesu.workorders import wording
from jiesu.workorders.wording import (
    Piece,
    any_two_of,
    closeness,
    excerpt,
    marked,
    normalised,
    query_of,
    rare_pairs_of,
    sought,
    telling_words,
    terms,
)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("ＡＢＣ１２３", "abc123"),
        ("Wi-Fi", "wi-fi"),
        ("㎡ ①", "m2 1"),
        ("和\u200b平\ufeff路", "和平路"),
        ("（测试）", "(测试)"),
        ("", ""),
    ],
)
def test_width_case_and_invisible_characters_make_no_difference(text, same):
    assert normalised(text) == same


@pytest.mark.parametrize(
    ("texts", "found_by"),
    [
        (("和平路",), {"和平", "平路", "路"}),
        (("漏",), {"漏"}),
        (("88号",), {"88", "号"}),
        (("苏G12345",), {"苏", "g12345", "g", "12345"}),
        (("标题", "正文"), {"标题", "题", "正文", "文"}),
        (("𠮷野家",), {"𠮷野", "野家", "家"}),
        (("，。！ _",), set()),
        (("\ud800",), set()),
    ],
)
def test_a_text_is_found_by_its_pairs_words_and_figures(texts, found_by):
    assert terms(*texts) == found_by


@pytest.mark.parametrize(
    ("words", "must_occur"),
    [
        ("和平路漏水", ["和平路", "漏水"]),
        ("柳街", ["柳街"]),
        ("澄湖", ["澄湖"]),
        ("小区的路灯", ["小区", "路灯"]),
        ("里没路灯", ["路灯"]),
        ("漏", ["漏"]),
        ("的", ["的"]),
        ("水管爆", ["水管爆"]),
        ("和平路 88号", ["和平路", "88"]),
        ('"和平路漏水"', ["和平路漏水"]),
        ("“和平路漏水”", ["和平路漏水"]),
        ("ＷＩＦＩ　Ａ１", ["wifi", "a1"]),
        ("路灯 路灯", ["路灯"]),
        ("，。！", []),
        ("  ", []),
        ("'; DROP TABLE --", ["drop", "table"]),
    ],
)
def test_a_query_is_cut_into_the_words_that_must_occur(words, must_occur):
    assert sought(words) == must_occur


def test_only_the_beginning_of_a_query_is_read():
    assert "路灯" in sought(" " * (wording.LONGEST_QUERY - 2) + "路灯")
    assert sought(" " * wording.LONGEST_QUERY + "路灯") == []


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("和平路", "'和平' & '平路'"),
        ("路灯", "'路灯'"),
        ("漏", "'漏':*"),
        ("88", "'88'"),
        ("9901", "'9901':*"),
        ("路灯 wifi", "'路灯' & 'wifi':*"),
        ("…", ""),
        ("\x00'\\:*|&!()", ""),
    ],
)
def test_a_query_is_written_in_the_databases_notation(words, query):
    assert query_of(words) == query


def test_any_two_of_many_words_are_enough_and_one_of_one():
    assert any_two_of(["甲乙", "丙丁", "88"]) == "('甲乙') & ('丙丁') | ('甲乙') & ('88') | ('丙丁') & ('88')"
    assert any_two_of(["甲乙"]) == "('甲乙')"
    assert any_two_of([]) == ""


def test_the_words_that_tell_appeals_apart_are_the_long_ones_that_not_everybody_uses():
    words = telling_words("市民来电反映和平路水管漏水，希望尽快处理", most=3)

    assert words == ["和平路", "水管", "漏水"]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("和平路水管漏水", "市民来电反映和平路水管漏水严重，希望尽快处理", True),
        ("和平路水管漏水", "人民路水管漏水", False),
        ("和平路路灯不亮", "咨询公积金提取", False),
        ("", "和平路", False),
        ("希望尽快处理", "希望尽快处理", False),
    ],
)
def test_appeals_are_alike_by_what_tells_them_apart(one, other, alike):
    assert (closeness(one, other) > 0.8) is alike
    assert closeness(one, other) == closeness(other, one)


def test_what_was_looked_for_is_marked_as_it_was_written():
    assert marked("朝阳路ＷｉＦｉ坏了，WIFI 没信号", "wifi 朝阳") == [
        Piece("朝阳", is_hit=True),
        Piece("路", is_hit=False),
        Piece("ＷｉＦｉ", is_hit=True),
        Piece("坏了，", is_hit=False),
        Piece("WIFI", is_hit=True),
        Piece(" 没信号", is_hit=False),
    ]
    assert marked("没有", "路灯") == [Piece("没有", is_hit=False)]
    assert marked("㎡单价", "m2") == [Piece("㎡", is_hit=True), Piece("单价", is_hit=False)]
    assert marked("", "路灯") == []


def test_overlapping_hits_are_marked_once():
    assert marked("和平路灯", "和平路 路灯") == [Piece("和平路灯", is_hit=True)]


def test_an_excerpt_shows_the_first_of_the_words():
    text = "开头" * 40 + "和平路漏水。" + "结尾" * 40

    assert "和平路漏水" in excerpt(text, "漏水", length=30)
    assert excerpt(text, "漏水", length=30).startswith("…")
    assert excerpt(text, "没有", length=6) == "开头开头开头…"
    assert excerpt("短\n文", "", length=30) == "短 文"


def test_a_word_without_end_asks_no_endless_query():
    assert any_two_of(["的" * 20_000]) == "('的的')"
    assert len(query_of("甲乙丙丁" * 5000)) < 1000


def test_the_rarest_pairs_of_words_are_looked_for_until_enough_is_found():
    shares = {"路灯": 0.1, "和平": 0.01, "平路": 0.02, "不亮": 0.1, "88": 0.0001}
    query = rare_pairs_of(["路灯", "和平路", "不亮", "88"], share=shares.get, enough=0.0001)
    assert query == "('和平' & '平路' & '88') | ('路灯' & '88') | ('不亮' & '88')"


@pytest.mark.parametrize(
    ("words", "query"), [([], ""), (["路灯"], "'路灯'"), (["灯", "abc"], "('灯' & 'abc')")]
)
def test_few_words_are_looked_for_as_they_are(words, query):
    assert rare_pairs_of(words, share=lambda _: 0.1, enough=1.0) == query
