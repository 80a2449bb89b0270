import pytest

from jiesu.core.errors import Conflict, InvalidInput, NotAllowed, NotFound, Refusal


def test_a_refusal_speaks_chinese_and_english():
    refusal = NotFound(what="工单 1")
    assert refusal.message() == "没有找到工单 1。"
    assert refusal.message("en-gb") == "工单 1 was not found."
    assert str(refusal) == "工单 1 was not found."


@pytest.mark.parametrize(
    ("refusal", "code", "status"),
    [
        (Refusal(), "refused", 409),
        (NotFound(what="x"), "not_found", 404),
        (NotAllowed(permission="x"), "not_allowed", 403),
        (InvalidInput(field="phone", reason_zh="号码不对", reason_en="wrong number"), "invalid_input", 422),
        (Conflict(what="x"), "conflict", 409),
    ],
)
def test_each_refusal_has_a_stable_code_and_status(refusal, code, status):
    assert (refusal.code, refusal.status) == (code, status)


def test_a_refusal_of_input_names_the_field():
    assert InvalidInput(field="phone", reason_zh="甲", reason_en="b").field == "phone"


def test_parameters_may_carry_braces():
    assert NotFound(what="{x}").message() == "没有找到{x}。"


def test_what_was_not_found_is_named_in_the_readers_language():
    refusal = NotFound(what="时限方案 time-limit pack")
    assert refusal.message() == "没有找到时限方案。"
    assert refusal.message("en") == "The time-limit pack was not found."


def test_an_english_sentence_reads_labels_in_english_and_leaves_the_rest():
    assert NotAllowed(permission="登记工单").message("en") == "You lack the permission “Register orders”."
    assert NotAllowed(permission="登记工单").message() == "您没有“登记工单”的权限。"
    assert Conflict(what="王小明").message("en") == "Somebody else acted first: 王小明"
    assert InvalidInput(reason_zh="登记工单", reason_en="登记工单").message("en") == "登记工单"
