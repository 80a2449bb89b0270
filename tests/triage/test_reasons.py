import pytest

from jiesu.triage.reasons import SENTENCES, Reason, Why, told

ENGLISH = {
    "诉求中提到%(words)s，与事项名称相符": "mentions %(words)s, as the topic's name does",
    "规则%(rule)s失效：%(why)s": "rule %(rule)s does not work: %(why)s",
    "单位已停用：%(units)s": "unit out of use: %(units)s",
    "、": ", ",
    "；": "; ",
}


def test_every_reason_has_its_sentence():
    assert set(SENTENCES) == set(Why)


def test_reasons_are_one_line_with_what_is_quoted_as_it_was_written():
    reasons = [Reason(Why.NAMED, {"words": ("漏水", "水管")}), Reason(Why.KEPT, {"given": 9, "returned": 1})]
    assert told(reasons) == "诉求中提到“漏水”、“水管”，与事项名称相符；同类工单派给它9件，退回1件"


@pytest.mark.parametrize("say", [str, lambda text: ENGLISH.get(text, text)])
def test_another_language_changes_the_words_of_the_service_and_no_quotation(say):
    line = told([Reason(Why.NAMED, {"words": ("、", "水管")})], say=say)
    assert "“、”" in line
    assert ("mentions" in line) is (say is not str)


def test_a_reason_may_stand_in_another_and_programs_read_both():
    why = Reason(Why.UNITS_CLOSED, {"units": "供电公司"})
    fails = Reason(Why.RULE_FAILS, {"rule": ("旧规则",), "why": why})
    assert told([fails], say=lambda text: ENGLISH.get(text, text)) == (
        "rule “旧规则” does not work: unit out of use: 供电公司"
    )
    assert fails.plain() == {
        "code": "rule_fails",
        "values": {"rule": ["旧规则"], "why": {"code": "units_closed", "values": {"units": "供电公司"}}},
    }
