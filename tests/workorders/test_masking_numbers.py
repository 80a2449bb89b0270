import pytest

from jiesu.workorders.masking import PersonalKind, personal_numbers


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("电话13851234567找我", [(PersonalKind.PHONE, "13851234567")]),
        ("电话１３８５１２３４５６７", [(PersonalKind.PHONE, "１３８５１２３４５６７")]),
        ("身份证11010519491231002X。", [(PersonalKind.IDENTITY, "11010519491231002X")]),
        ("卡号6222021234567890123", [(PersonalKind.NUMBER, "6222021234567890123")]),
        ("号110105194912310021", [(PersonalKind.NUMBER, "110105194912310021")]),
        (
            "0518-85801234转2，或13851234567",
            [(PersonalKind.PHONE, "0518-85801234转2"), (PersonalKind.PHONE, "13851234567")],
        ),
        ("和平路88号，12345", []),
    ],
)  # fmt: skip
def test_numbers_that_say_who_somebody_is(text, found):
    assert [(one.kind, text[one.start : one.end]) for one in personal_numbers(text)] == found
