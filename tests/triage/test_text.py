import pytest

from jiesu.triage import text


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("", []),
        ("。，！？", []),
        ("😀😀", []),
        ("A2区华庭楼顶水箱长年不洗", ["a2", "区华庭", "楼顶", "水箱", "长年", "不洗"]),
        ("ＡＢＣ１２３", ["abc123"]),
        ("看 https://example.com/a?b=1 这里", ["看", "这里"]),
        ("第一段_x000D_第二段", ["第一段", "第二段"]),
    ],
)
def test_raw_text_becomes_words_without_punctuation_and_mark_up(written, words):
    assert text.segmented(written) == words


def test_a_lone_surrogate_or_a_null_is_read_over():
    assert text.segmented("停水\ud800\x00三天") == ["停水", "三天"]


def test_only_the_beginning_of_an_endless_message_is_read():
    assert len(text.cleaned("停水" * 25_000)) == text.LONGEST


def test_segmented_text_keeps_the_words_it_came_with():
    assert text.words_of("A1 区 蔡锷 南路 — 水箱") == ["a1", "区", "蔡锷", "南路", "水箱"]


def test_stop_words_are_those_that_raw_texts_have_and_segmented_ones_lost():
    raw = [["我们", "的", "水箱"], ["道路", "的", "路灯"]] * 60
    thinned = [["水箱", "我们"], ["道路", "路灯"]] * 60
    assert text.learned_stop_words(raw, thinned) == {"的"}


def test_with_too_few_texts_the_stop_words_are_the_usual_ones():
    assert text.learned_stop_words([["的"]], [["水"]]) == text.FUNCTION_WORDS
