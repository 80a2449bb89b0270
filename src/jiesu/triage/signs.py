"""Signs in what a citizen says that a person must see at once: danger, despair, crowds; and wishes.

Each sign is shown with the words it was found in. A sign is never a decision: it moves an order forward in
somebody's view, and is better shown once too often than missed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from jiesu.catalogue.natures import Urgency


class Danger(StrEnum):
    """Why an appeal may be urgent."""

    LIFE = "danger_to_life"
    SELF_HARM = "self_harm"
    GAS = "gas"
    COLLAPSE = "collapse"
    FIRE = "fire"
    CROWD = "mass_incident"
    PETITION = "petition"


DANGER_LABELS: dict[Danger, str] = {
    Danger.LIFE: "危及生命",
    Danger.SELF_HARM: "自伤轻生",
    Danger.GAS: "燃气泄漏",
    Danger.COLLAPSE: "坍塌险情",
    Danger.FIRE: "火情爆炸",
    Danger.CROWD: "群体聚集",
    Danger.PETITION: "信访苗头",
}

URGENCY_OF: Mapping[Danger, Urgency] = {
    Danger.LIFE: Urgency.CRITICAL,
    Danger.SELF_HARM: Urgency.CRITICAL,
    Danger.GAS: Urgency.CRITICAL,
    Danger.COLLAPSE: Urgency.CRITICAL,
    Danger.FIRE: Urgency.CRITICAL,
    Danger.CROWD: Urgency.URGENT,
    Danger.PETITION: Urgency.URGENT,
}

_PATTERNS: Mapping[Danger, re.Pattern[str]] = {
    Danger.LIFE: re.compile(
        r"生命危险|危及(?:[^，。]{0,6})生命|救命|出人命|人命关天|昏迷|昏倒|晕倒|休克|不省人事|被困|困在电梯|关在电梯|落水|溺水|触电|漏电"
        r"|中毒|大出血|快死|要死人|失联|走失|走丢|高压线(?:断|垂|掉|落)|电线(?:断|垂|掉|落)"
    ),
    Danger.SELF_HARM: re.compile(
        r"自杀|自尽|轻生|自残|割腕|不想活|活不下去|活不了了|没法活|喝农药|喝药自|跳楼(?!价|甩|机|式|大减)|跳河|跳江|跳桥"
        r"|死给|一死了之|同归于尽|了结(?:自己|生命)|结束(?:自己的)?生命"
    ),
    Danger.GAS: re.compile(
        r"(?:燃气|煤气|天然气|液化气|瓦斯)[^，。；！]{0,8}(?:泄漏|泄露|漏气|漏了|在漏|味道很|气味|爆)|漏气(?!车)|(?:煤气|燃气|天然气)味"
        r"|(?:挖|碰|撞)[断破坏漏][^，。]{0,4}(?:燃气|煤气|天然气)"
    ),
    Danger.COLLAPSE: re.compile(
        r"坍塌|垮塌|倒塌|塌陷|塌方|塌了|路面(?:下陷|沉陷)|地陷|滑坡|泥石流|(?:墙|房|楼|桥|塔吊|广告牌|脚手架)[^，。；！]{0,6}(?:要倒|快倒|要塌|快塌|倾斜|开裂严重)"
        r"|溃坝|决堤|管涌"
    ),
    Danger.FIRE: re.compile(r"着火|起火|失火|火灾(?!险)|爆炸|冒浓烟|自燃"),
    Danger.CROWD: re.compile(
        r"聚集|集结|围堵|堵门|堵路|堵塞大门|拉横幅|打横幅|静坐|罢工|罢运|停运抗议|游行|示威(?!范)|闹事|聚众|械斗"
        r"|(?:[上几数]百|[几数]十|\d{2,})(?:多|余|来)?(?:个|名|位)?(?:人|工人|业主|村民|家长|群众|员工)[^，。]{0,8}(?:讨薪|讨说法|维权|集体|上访|围)"
    ),
    Danger.PETITION: re.compile(
        r"上访|进京|去北京(?:告|反映|上)|到省里(?:告|反映|上)|去省里(?:告|反映|上)|信访局|国家信访|越级|联名(?:信|上书|反映)|集体(?:信访|投诉|反映)|巡视组|督察组反映"
    ),
}  # fmt: skip

_DENIED = re.compile(r"(?:没有|没|未|无|并非|不是|不会|不存在|未发生|无人)(?:[^，。；！？\s]{0,3})$")
_PAST_ONLY = re.compile(r"(?:演练|演习|保险|预案|宣传|知识|培训|补贴|险种)")

_SECRET = re.compile(
    r"(?:要求|希望|请|需要|务必|帮我|给我)?(?:为我|替我|对我|给我|将|把)?[^，。；！？]{0,8}(?:保密|匿名)|(?:不要|别|不能|不想|不愿|请勿|勿)(?:[^，。；！？]{0,8})"
    r"(?:透露|泄露|告诉|公开)[^，。；！？]{0,6}(?:我|姓名|信息|电话|身份|个人)?|怕(?:被)?(?:打击)?报复"
)
_NOT_SECRET = re.compile(
    r"(?:不需要|不用|无需|不必|不要求|可以不|取消|没有要求)[^，。；！？]{0,3}(?:保密|匿名)|(?:签|违反|的)保密(?:协议|规定|义务)|保密(?:局|协议|工作)"
)


@dataclass(frozen=True)
class DangerSign:
    """A sign of danger, and the words it was found in."""

    danger: Danger
    words: str

    @property
    def urgency(self) -> Urgency:
        """How urgent an appeal with this sign is."""
        return URGENCY_OF[self.danger]


def dangers_in(text: str) -> tuple[DangerSign, ...]:
    """The signs of danger in a text, the gravest first, each once; what is denied does not count."""
    found = [
        DangerSign(danger, match.group())
        for danger, pattern in _PATTERNS.items()
        if (match := _first_sound(pattern, text))
    ]
    return tuple(sorted(found, key=lambda sign: sign.urgency is not Urgency.CRITICAL))


def urgency_of(signs: tuple[DangerSign, ...]) -> Urgency:
    """The urgency that the signs ask for; normal without any."""
    return signs[0].urgency if signs else Urgency.NORMAL


def wish_for_secrecy(text: str) -> str:
    """The words with which somebody asks to stay unknown; empty when nobody does."""
    refused = [match.span() for match in _NOT_SECRET.finditer(text)]
    for match in _SECRET.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in refused):
            return match.group().strip()
    return ""


def _first_sound(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    for match in pattern.finditer(text):
        denied = _DENIED.search(text[max(0, match.start() - 6) : match.start()])
        harmless = _PAST_ONLY.match(text, match.end())
        if not denied and not harmless:
            return match
    return None
