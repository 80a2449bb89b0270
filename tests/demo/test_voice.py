"""Templates become sentences."""

from datetime import date

import pytest

from jiesu.demo.chance import chance_of
from jiesu.demo.voice import Voice, dated, spoken_date


def voice(seed="a", **slots):
    return Voice(chance=chance_of(seed), slots=slots, today=date(2026, 3, 10))


def said(template, **slots):
    return {voice(str(seed), **slots).say(template) for seed in range(60)}


def test_one_of_the_alternatives_is_said():
    assert said("路灯[不亮|熄灭|]。") == {"路灯不亮。", "路灯熄灭。", "路灯。"}


def test_alternatives_nest():
    assert said("[甲[一|二]|乙]") == {"甲一", "甲二", "乙"}


def test_a_slot_keeps_its_value_within_one_voice():
    speaker = voice(n="1-1000")
    assert speaker.say("{n}") == speaker.say("{n}")


def test_a_range_stays_in_its_bounds_and_keeps_its_prefix():
    assert said("{b}", b=["K1-K3"]) == {"K1", "K2", "K3"}


def test_slots_may_hold_templates():
    assert said("{a}", a="[左|右]{b}", b=["门"]) == {"左门", "右门"}


def test_the_same_group_chooses_alike_in_two_sentences():
    for seed in range(20):
        speaker = voice(str(seed))
        assert speaker.say("查明系[甲|乙|丙]") == speaker.say("查明系[甲|乙|丙]")


def test_groups_of_one_number_choose_alike():
    assert said("[1:红|绿]灯[1:停|行]") == {"红灯停", "绿灯行"}


def test_cause_remedy_and_answer_of_one_strand_belong_together():
    for seed in range(30):
        speaker = voice(str(seed))
        done = speaker.say("系[断线|烧毁]，已[接线|更换]。", strand="round0")
        answer = speaker.say("因[断线|烧毁]不亮。", strand="round0")
        assert (done, answer) in {
            ("系断线，已接线。", "因断线不亮。"),
            ("系烧毁，已更换。", "因烧毁不亮。"),
        }


def test_empty_alternatives_leave_no_stray_punctuation():
    assert said("影响通行，[劝过|]，请处理。") == {"影响通行，劝过，请处理。", "影响通行，请处理。"}
    assert said("好[。|]。") == {"好。"}


def test_an_unknown_slot_is_an_error():
    with pytest.raises(KeyError):
        voice().say("{nobody}")


@pytest.mark.parametrize(
    ("back", "words"),
    [
        (0, "今天"),
        (1, "昨天"),
        (2, "前天"),
        (3, "3月7日"),
        (90, "2025年12月10日"),
        (200, "2025年8月"),
        (-30, "4月9日"),
    ],
)
def test_dates_are_said_as_people_say_them(back, words):
    assert spoken_date(date(2026, 3, 10), back=back) == words


def test_the_day_of_the_visit_is_filled_in_later():
    text = voice().say("{visited}到场，{visited+3}完工。")
    assert dated(text, date(2026, 2, 27)) == "2月27日到场，3月2日完工。"
