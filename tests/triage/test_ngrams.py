from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiesu.triage.cues import cues_in, opening_of
from jiesu.triage.ngrams import View, Weighing, counted

WORDS = st.lists(
    st.lists(st.text(alphabet="停水电路ab1", min_size=1, max_size=6), max_size=8), min_size=1, max_size=5
)


def spelled_out(words, view):
    if view is View.WORDS:
        return [f" {word} " for word in words] + [f" {a} {b} " for a, b in pairwise(words)]
    return [
        gram
        for word in words
        for padded in [f" {word} "]
        for size in range(1, 5)
        for gram in (padded[at : at + size] for at in range(len(padded) - size + 1))
        if gram.strip()
    ]


@pytest.mark.parametrize("view", [View.WORDS, View.CHARACTERS])
@settings(max_examples=40, deadline=None)
@given(texts=WORDS)
def test_every_text_has_as_many_ngrams_as_when_spelled_out(view, texts):
    counts = counted(texts, view)
    totals = np.bincount(counts.rows, counts.times, minlength=len(texts))
    assert totals.tolist() == [len(spelled_out(words, view)) for words in texts]


@pytest.mark.parametrize("view", [View.WORDS, View.CHARACTERS])
@settings(max_examples=40, deadline=None)
@given(texts=WORDS)
def test_different_ngrams_have_different_buckets_and_equal_ones_the_same(view, texts):
    counts = counted(texts, view)
    distinct = {gram for words in texts for gram in spelled_out(words, view)}
    assert len(np.unique(counts.columns)) == len(distinct)


def test_an_ngram_has_the_same_bucket_wherever_it_stands():
    alone, later = counted([["停水"]], View.WORDS), counted([["a", "b"], ["晚上", "停水"]], View.WORDS)
    assert set(alone.columns.tolist()) <= set(later.columns.tolist())


def test_a_weighed_row_has_length_one_and_an_unknown_text_is_empty():
    known = counted([["停水", "三天"], ["停水", "路灯"]], View.CHARACTERS)
    weighing = Weighing.learned(known, at_least=1)
    matrix = weighing.weighed(counted([["停水"], ["xyz"], []], View.CHARACTERS)).matrix(len(weighing.columns))
    assert (matrix * matrix).sum(axis=1).round(5).tolist() == [1.0, 0.0, 0.0]


def test_phrases_run_across_words_and_characters_do_not():
    across, within = counted([["停", "水"]], View.PHRASES), counted([["停", "水"]], View.CHARACTERS)
    assert (across.times.sum(), within.times.sum()) == (8, 8)
    assert across.columns.tolist() != within.columns.tolist()


def test_cues_name_what_is_asked():
    assert cues_in("请问何时通车?")[:3] == ["asks", "question", "when"]
    assert cues_in("") == ["length-0"]


def test_signs_are_told_apart_by_where_they_stand_and_how_often():
    found = cues_in("噪声太大\n工地太吵，太晚，请问谁管？")
    assert {"nuisance", "opening-nuisance", "often-anger", "end-asks"} <= set(found)
    assert "opening-asks" not in found


@pytest.mark.parametrize(
    ("message", "opening"),
    [("停水\n三天没有水了", "停水"), ("停" * 70 + "\n水", "停" * 24), ("三天没有水", "三天没有水"), ("", "")],
)
def test_the_opening_is_the_title_or_the_first_words(message, opening):
    assert opening_of(message) == opening
