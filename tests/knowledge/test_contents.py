"""What an article must say, and what it must not contradict."""

from dataclasses import replace
from datetime import date

import pytest

from jiesu.knowledge.comparison import Change, compare, differing
from jiesu.knowledge.contents import (
    CONTENT_FIELDS,
    CONTENT_LABELS,
    Content,
    LegalBasis,
    area_stem,
    flaws_of,
    holds_in,
    holds_on,
    stale_basis,
)
from tests.knowledge.desk import WATER


def test_every_field_has_a_label():
    assert list(CONTENT_LABELS) == list(CONTENT_FIELDS)


def test_what_is_complete_has_no_flaw():
    assert flaws_of(WATER) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"question": " "}, "question"),
        ({"spoken": ""}, "spoken"),
        ({"spoken": "长" * 201}, "spoken"),
        ({"answer": ""}, "answer"),
        ({"review_by": None}, "review_by"),
        (
            {"valid_from": date(2027, 1, 2), "valid_until": date(2027, 1, 1), "review_by": date(2027, 1, 2)},
            "valid_until",
        ),
        ({"valid_until": date(2027, 6, 29)}, "review_by"),
        ({"valid_from": date(2027, 7, 1)}, "review_by"),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_named(change, field):
    assert flaws_of(replace(WATER, **change))[0].field == field


def test_a_document_that_has_ceased_to_hold_is_found():
    old = LegalBasis(title="《供水办法》", article="第三条", ends_on=date(2026, 1, 1))
    content = replace(WATER, basis=(*WATER.basis, old))
    assert stale_basis(content, on=date(2026, 1, 1)) == ()
    assert stale_basis(content, on=date(2026, 1, 2)) == (old,)
    assert str(old) == "《供水办法》第三条"


def test_validity_includes_its_first_and_last_day():
    content = Content(question="?", valid_from=date(2026, 1, 1), valid_until=date(2026, 1, 3))
    days = [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 4)]
    assert [holds_on(content, day) for day in days] == [False, True, True, False]


@pytest.mark.parametrize(
    ("areas", "asked", "expected"),
    [
        ((), "320700", True),
        (("320703",), "", True),
        (("320703",), "320703", True),
        (("320703",), "320703001000", True),
        (("320703",), "320700", True),
        (("320703",), "320706", False),
        (("320700",), "320706", True),
    ],
)
def test_where_an_article_holds(areas, asked, expected):
    assert holds_in(areas, asked) is expected


def test_zeros_that_only_fill_a_code_up_do_not_count():
    assert [area_stem(code) for code in ("320000", "320700", "320703", "100000")] == [
        "32",
        "3207",
        "320703",
        "10",
    ]


def test_a_comparison_shows_what_was_taken_out_and_put_in():
    changed = replace(WATER, fees="每次 10 元", duration="两小时内到场")
    differences = compare(WATER, changed)
    assert [(row.field, row.label) for row in differences] == [("duration", "办理时限"), ("fees", "收费标准")]
    assert Change.KEPT in [piece.change for piece in differences[0].stretches]
    assert [piece.text for piece in differences[1].stretches if piece.change is Change.REMOVED] == ["不收费"]


def test_both_texts_can_be_read_from_a_comparison():
    old, new = "提前24小时公告停水", "提前48小时公告并短信通知停水"
    pieces = differing(old, new)
    assert "".join(piece.text for piece in pieces if piece.change is not Change.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.change is not Change.REMOVED) == new


def test_what_is_the_same_has_no_difference():
    assert compare(WATER, replace(WATER)) == ()
