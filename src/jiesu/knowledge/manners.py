"""How a message is meant, before what it is about: danger, the wish for a person, abuse, courtesies."""

import re
from dataclasses import dataclass

from jiesu.knowledge.cutting import plain


@dataclass(frozen=True)
class Manner:
    """How a message is meant; all false and empty when it simply asks something."""

    call: str = ""
    wants_person: bool = False
    abuse: bool = False
    thanks: bool = False
    greeting: bool = False


_DANGER: tuple[tuple[str, str], ...] = (
    (
        "120",
        "晕倒|昏迷|没有?呼吸|没气了|大出血|心梗|心脏骤停|中风了|抽搐|休克|胸口(很|好|突然)?(疼|痛)|喝农药|触电了?|"
        "溺水|煤气中毒|吞了异物|要生了|骨头断了",
    ),
    ("119", "着火|起火|失火|火灾了|冒(浓)?烟|爆炸了|烧起来|困在电梯|燃气泄漏|煤气泄漏|漏煤气"),
    (
        "110",
        "砍人|杀人|持刀|拿刀|拿着刀|抢劫|抢东西|撬(我|他|隔壁)?.{0,3}(门|锁)|入室|绑架|跳楼|自杀|不想活|见血|打起来|"
        "被人打|正在打|家暴|打(我|他的?|自己的?)?(老婆|妻子|媳妇|老人|孩子)(?!疫苗|针)|强奸|猥亵|跟踪我|劫持",
    ),
)
_ASKS_ABOUT_IT = re.compile(
    "保险|报销|赔偿|赔付|补贴|补助|许可|验收|消防证|证明|怎么预防|预防|演练|知识|培训|责任|鉴定|政策|保护令|告诫书|离婚|违法|犯法|以后怎么|去年|上个月|标准"
)
_PERSON = re.compile("人工|真人|活人|转接客服|接线员|工作人员|找个人|跟人说|客服人员")
_ABUSE = re.compile(
    "傻逼|傻叉|煞笔|沙比|sb|妈的|你妈|他妈|去死|滚蛋|滚你|王八蛋|混蛋|废物|垃圾(机器人|客服|系统)|智障|脑残|"
    "狗东西|狗日|(你|你们)(是|就是)?(个)?(猪|白痴|蠢货)|蠢货|白痴"
)
_THANKS = re.compile("谢谢你?|感谢你?|多谢|辛苦了?|再见|拜拜|没事了|没有了|不用了|知道了|明白了")
_GREETING = re.compile("你好|您好|在吗|在不在|有人吗|早上好|上午好|中午好|下午好|晚上好|hello|hi|喂|哈喽")
_FILLING = re.compile("非常|十分|太|好的?|行|嗯|啊|呀|哦|了|你们?|您|吗|呢|的|那|就|我|很|是|ok")


def manner_of(text: str) -> Manner:
    """How a message is meant. Courtesies count only when nothing else is said."""
    clean = plain(text)
    call = next((number for number, signs in _DANGER if re.search(signs, clean)), "")
    if call and not _ASKS_ABOUT_IT.search(clean):
        return Manner(call=call)
    if _PERSON.search(clean):
        return Manner(wants_person=True)
    if _ABUSE.search(clean):
        return Manner(abuse=True)
    return _courtesy(clean)


def _courtesy(clean: str) -> Manner:
    thanks, greeting = bool(_THANKS.search(clean)), bool(_GREETING.search(clean))
    if not (thanks or greeting):
        return Manner()
    rest = _FILLING.sub("", _GREETING.sub("", _THANKS.sub("", clean))).strip()
    return Manner() if rest else Manner(thanks=thanks, greeting=greeting and not thanks)
