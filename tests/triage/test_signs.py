import pytest

from jiesu.catalogue.natures import Urgency
from jiesu.triage.signs import Danger, dangers_in, urgency_of, wish_for_secrecy


@pytest.mark.parametrize(
    ("text", "danger"),
    [
        ("家里老人晕倒了没人管", Danger.LIFE),
        ("孩子被困在电梯里", Danger.LIFE),
        ("再不解决我就不想活了", Danger.SELF_HARM),
        ("他站在楼顶要跳楼", Danger.SELF_HARM),
        ("楼道里燃气味道很大", Danger.GAS),
        ("施工挖断了天然气管道", Danger.GAS),
        ("路面塌陷一个大坑", Danger.COLLAPSE),
        ("旁边的围墙要倒了", Danger.COLLAPSE),
        ("垃圾站起火冒浓烟", Danger.FIRE),
        ("几十名工人聚集在门口讨薪", Danger.CROWD),
        ("不解决就去上访", Danger.PETITION),
    ],
)
def test_each_danger_is_seen_in_plain_speech(text, danger):
    signs = dangers_in(text)
    assert danger in [sign.danger for sign in signs]
    assert all(sign.words in text for sign in signs)


@pytest.mark.parametrize(
    "text",
    [
        "商场跳楼价促销是否虚假宣传",
        "路口没有人员被困，请清理现场",
        "请问火灾保险怎么办理",
        "天然气收费标准是多少",
        "地震演练什么时候",
        "垃圾没人清运",
        "",
    ],
)
def test_harmless_words_are_no_sign(text):
    assert dangers_in(text) == ()


def test_the_gravest_sign_decides():
    signs = dangers_in("业主聚集上访，有人要自杀")
    assert [sign.danger for sign in signs] == [Danger.SELF_HARM, Danger.CROWD, Danger.PETITION]
    assert urgency_of(signs) is Urgency.CRITICAL
    assert urgency_of(dangers_in("村民准备去上访")) is Urgency.URGENT
    assert urgency_of(()) is Urgency.NORMAL


@pytest.mark.parametrize(
    ("text", "wished"),
    [
        ("希望对我的信息保密", True),
        ("请匿名处理", True),
        ("不要告诉物业是我说的", True),
        ("怕被打击报复", True),
        ("不需要保密", False),
        ("公司要我签保密协议", False),
        ("路灯不亮", False),
    ],
)
def test_a_wish_to_stay_unknown(text, wished):
    assert bool(wish_for_secrecy(text)) is wished
