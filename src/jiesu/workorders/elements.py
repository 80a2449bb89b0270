"""The five elements of an appeal — who, when, where, why, what happened — as far as its words show them.

The field asks for them (何人、何时、何地、何因、何事). Only signs that stand in the words or the fields are
looked for; a sign is shown with the words it was found in, so that the operator can judge it. Nothing is
refused for a missing element: a citizen may not know it.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Element(StrEnum):
    """One of the five."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    WHY = "why"
    WHAT = "what"


ELEMENT_LABELS: dict[Element, str] = {
    Element.WHO: "何人",
    Element.WHEN: "何时",
    Element.WHERE: "何地",
    Element.WHY: "何因",
    Element.WHAT: "何事",
}

ELEMENT_QUESTIONS: dict[Element, str] = {
    Element.WHO: "怎么称呼？怎么联系？",
    Element.WHEN: "什么时候开始的？现在还这样吗？",
    Element.WHERE: "具体在哪里？附近有什么？",
    Element.WHY: "什么原因？希望怎么解决？",
    Element.WHAT: "发生了什么事？",
}
"""What the operator may ask when an element is missing."""

_NUMERAL = r"[0-9０-９一二三四五六七八九十两几半多数]"
_SIGNS: Mapping[Element, re.Pattern[str]] = {
    Element.WHO: re.compile(
        r"[本我](?:人|家|们|们家|公司|厂|店|单位|小区)|市民|业主|居民|村民|老人|孩子|家长|租户|租客|住户|商户"
        r"|员工|工人|学生|乘客|司机|顾客|消费者|姓[\u4e00-\u9fff]|[\u4e00-\u9fff](?:先生|女士|阿姨|大爷|师傅)"
    ),
    Element.WHEN: re.compile(
        rf"{_NUMERAL}+\s*(?:年|月|日|点|时|天|周|星期|小时|分钟|个月|个星期|个小时)"
        rf"|(?<!{_NUMERAL})(?<![路街巷弄道里苑村园城区]){_NUMERAL}+\s*号(?!楼|线|门|院|店|房|桥)"
        r"|\d{1,2}[:：]\d{2}|今[天日早晚年]|昨[天日晚夜]|前[天日晚]|去年|上(?:周|个?月|星期)|这(?:周|几天|两天|个月)"
        r"|本(?:周|月)|每[天日晚周月年早]|刚[才刚]|最近|近[日期来]|长期|一直|凌晨|清晨|早[上晨]|上午|中午|下午"
        r"|傍晚|晚上|夜[里间]|半夜|深夜|周[一二三四五六日末]|现在|目前"
    ),
    Element.WHERE: re.compile(
        r"[\u4e00-\u9fff]{1,12}?(?:路|街|巷|弄|胡同|大道|高速|公路|小区|花园|家园|新村|苑|社区|街道|村|镇|乡|区"
        r"|广场|公园|学校|小学|中学|幼儿园|大学|医院|市场|商场|超市|车站|地铁站|桥|河|工地|项目|大厦|号楼|单元|门口)"
        r"|\d+\s*(?:号楼|幢|栋|单元|弄|号线|号院)"
    ),
    Element.WHY: re.compile(
        r"因为|由于|因此|所以|导致|造成|致使|原因|缘故|起因|为[何啥]|怀疑|担心|影响|以免|希望|要求|请求|请问|请(?=相关|有关|尽快|核实|处理|协调)"
        r"|诉求|想(?:知道|了解|咨询|问)|建议|能否|可否|是否|怎么办|如何|感谢|表扬"
    ),
}  # fmt: skip
_WORDS = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_ENOUGH_WORDS = 10
"""So many characters tell more than a subject."""


@dataclass(frozen=True)
class Sign:
    """Whether an element is told.

    Attributes:
        element: which one.
        told: whether there is a sign of it.
        found: the words, or the field, in which it was found; empty when it is not told.
    """

    element: Element
    told: bool
    found: str = ""


def elements_in(
    content: str,
    *,
    name: str = "",
    phone: str = "",
    address: str = "",
    is_pinned: bool = False,
    is_dated: bool = False,
) -> tuple[Sign, ...]:
    """What the words and the fields show of each element, in the order in which they are asked for.

    Args:
        content: what the citizen says.
        name: of the citizen.
        phone: of the citizen.
        address: where it happened.
        is_pinned: whether the place stands on the map.
        is_dated: whether the time stands in its field.
    """
    fields = {
        Element.WHO: name.strip() or phone.strip(),
        Element.WHEN: "✓" if is_dated else "",
        Element.WHERE: address.strip() or ("✓" if is_pinned else ""),
    }
    return tuple(_sign(element, content, told=fields.get(element, "")) for element in Element)


def _sign(element: Element, content: str, *, told: str) -> Sign:
    if element is Element.WHAT:
        return Sign(element, len(_WORDS.findall(content)) >= _ENOUGH_WORDS)
    if told:
        return Sign(element, told=True)
    match = _SIGNS[element].search(content)
    return Sign(element, told=match is not None, found=match.group()[-12:] if match else "")
