"""What people type, paste and send, made fit to be kept or refused by the name of the field."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.catalogue.natures import Channel, Nature, Urgency
from jiesu.core.errors import InvalidInput
from jiesu.workorders.cleaning import clean_phone, clean_registration, clean_text, is_number, main_number
from jiesu.workorders.registration import CitizenDetails, Registration, title_of


def cleaned(content="路灯不亮", **more):
    return clean_registration(Registration(content=content, **more))


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("路灯\x00不亮\x07", "路灯不亮"),
        ("  路灯不亮\n\n", "路灯不亮"),
        ("一\r\n二\r三\u2028四\x85五", "一\n二\n三\n四\n五"),
        ("表\t格", "表\t格"),
        ("孤\ud83d代\udca1理", "孤代理"),
        ("灯💡坏了😠", "灯💡坏了😠"),
        ("不\ufffe是\uffff字\ufdd0符", "不是字符"),
        ("'; DROP TABLE workorders_workorder; --", "'; DROP TABLE workorders_workorder; --"),
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("\x1b[31m红\x1b[0m", "[31m红[0m"),
    ],
)
def test_what_no_text_may_hold_is_taken_out_and_the_rest_stays(told, kept):
    assert cleaned(told).content == kept


@given(st.text(st.characters(codec=None), max_size=200))
def test_whatever_is_told_can_be_stored_or_is_refused(text):
    try:
        kept = cleaned(text).content
    except InvalidInput:
        return
    assert "\x00" not in kept
    kept.encode()


@pytest.mark.parametrize("empty", ["", "   ", "\x00\x01", "\n\t"])
def test_an_appeal_needs_content(empty):
    with pytest.raises(InvalidInput) as refusal:
        cleaned(empty)
    assert (refusal.value.code, refusal.value.field) == ("missing", "content")


def test_fifty_thousand_characters_are_taken_and_one_more_is_not():
    assert len(cleaned("字" * 50_000).content) == 50_000
    with pytest.raises(InvalidInput) as refusal:
        cleaned("字" * 50_001)
    assert refusal.value.field == "content"
    assert refusal.value.message() == "“诉求内容”最多 50000 字，现有 50001 字。"


def test_fifty_megabytes_are_refused():
    with pytest.raises(InvalidInput) as refusal:
        cleaned("a" * 50_000_000)
    assert refusal.value.field == "content"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("address", "路" * 301),
        ("area_code", "9" * 13),
        ("topic_code", "0" * 13),
        ("nature", "gossip"),
        ("urgency", "asap"),
        ("channel", "pigeon"),
        ("lon", 180.5),
        ("lat", -90.01),
        ("lon", float("nan")),
        ("lat", float("inf")),
        ("lon", "120"),
        ("lat", True),
        ("occurred_at", datetime(2026, 3, 2, 9)),  # noqa: DTZ001 - the point
        ("occurred_at", "昨天"),
        ("is_public", "yes"),
        ("is_confidential", None),
        ("content", 42),
        ("title", None),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_by_the_name_of_its_field(field, value):
    with pytest.raises(InvalidInput) as refusal:
        cleaned(**{field: value})
    assert refusal.value.field == field


def test_words_of_the_vocabularies_become_members():
    kept = cleaned(nature="complaint", urgency="urgent", channel="wechat")
    assert (kept.nature, kept.urgency, kept.channel) == (Nature.COMPLAINT, Urgency.URGENT, Channel.WECHAT)


def test_a_confidential_appeal_is_never_public():
    assert cleaned(is_confidential=True, is_public=True).is_public is False


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("138 5123 4567", "13851234567"),
        ("+86 138-5123-4567", "13851234567"),
        ("008613851234567", "13851234567"),
        ("8613851234567", "13851234567"),
        ("１３８５１２３４５６７", "13851234567"),
        ("86221234", "86221234"),
        ("（0518）8541 2345", "051885412345"),
        ("0518-85412345转8001", "051885412345-8001"),
        ("85412345#2", "85412345-2"),
        ("+1 202 555 0100", "12025550100"),
        ("110", "110"),
        ("", ""),
        (" - ", ""),
    ],
)
def test_a_phone_number_is_kept_as_digits(told, kept):
    assert clean_phone(told) == kept


@pytest.mark.parametrize("told", ["不详", "12", "1" * 21, "138****4567", "a13851234567"])
def test_what_is_no_phone_number_is_refused(told):
    with pytest.raises(InvalidInput) as refusal:
        clean_phone(told)
    assert refusal.value.field == "phone"


def test_the_main_number_is_without_its_extension():
    assert main_number("051885412345-8001") == "051885412345"


def test_a_person_of_whom_nothing_is_told_is_nobody():
    assert cleaned(citizen=CitizenDetails(name="  ", phone="\x00")).citizen is None


def test_a_person_is_cleaned_field_by_field():
    person = cleaned(citizen=CitizenDetails(name=" 王\x00建国 ", phone="138 5123 4567")).citizen
    assert (person.name, person.phone) == ("王建国", "13851234567")


def test_the_title_is_the_first_sentence_when_none_is_told():
    assert title_of(Registration(content="路灯不亮。已经三天了。")) == "路灯不亮"
    assert title_of(Registration(content="字" * 100)) == "字" * 60
    assert title_of(Registration(content="。")) == "（无标题）"
    assert title_of(Registration(content="正文", title="标题")) == "标题"
    assert len(title_of(Registration(content="正文", title="长" * 500))) == 200


def test_a_reason_is_cleaned_and_must_say_something():
    assert clean_text(" 不属\x00本单位 ", "reason", "理由", required=True) == "不属本单位"
    with pytest.raises(InvalidInput) as refusal:
        clean_text("\x00 ", "reason", "理由", required=True)
    assert refusal.value.message() == "请填写“理由”。"
    with pytest.raises(InvalidInput):
        clean_text("字" * 20_001, "reason", "理由")
    with pytest.raises(InvalidInput):
        clean_text(None, "reason", "理由")


@pytest.mark.parametrize("text", ["", "1\x00", "１２", "12a", "1" * 25, "-1", " 1", "1\n", None, 7])
def test_what_cannot_be_the_number_of_an_order(text):
    assert not is_number(text)
