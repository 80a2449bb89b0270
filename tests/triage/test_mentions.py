import pytest

from jiesu.triage import text
from jiesu.triage.mentions import apart, districts_in, names_in, stems_in


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("A2区丽发新城小区旁边建搅拌站", "新城小区"),
        ("广益中学门口乱停车", "广益中学"),
        ("星沙商业乐园C栋在东六路", "东六路"),
    ],
)
def test_names_are_found_by_their_endings(written, name):
    assert name in names_in(text.pieces(written))


@pytest.mark.parametrize(
    ("written", "districts"),
    [
        ("A市A3区麓云路", {"a3区"}),
        ("我们小区、景区和学区", set()),
        ("东海县石榴街道", {"东海县"}),
        ("", set()),
    ],
)
def test_districts_are_told_from_other_words_that_end_alike(written, districts):
    assert districts_in(text.cleaned(written), text.pieces(written)) == districts


@pytest.mark.parametrize(
    ("title", "stems"),
    [
        ("A市涉外经济学院强制学生实习", ["涉外经济"]),
        ("投诉A2区丽发新城小区", ["丽发新城", "丽发新城"]),
        ("请问什么时候通车", []),
        ("", []),
    ],
)
def test_a_place_in_a_title_is_told_by_what_is_its_own(title, stems):
    assert stems_in(text.pieces(apart(text.cleaned(title)))) == stems
