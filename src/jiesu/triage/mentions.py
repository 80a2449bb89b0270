"""Places and parties that a message names: estates, roads, schools, companies; and districts.

No gazetteer is asked: a name is a word with one of the endings that such names have, together with the one
or two words before it. Wrong finds are common and harmless, since only names that several messages share
count.
"""

import re
from collections.abc import Sequence

_ENDINGS = re.compile(
    ".*(?:小区|社区|花园|家园|公寓|大厦|广场|公园|学校|小学|中学|学院|大学|幼儿园|医院|大道|街道|号线|市场|项目|公馆|新城|国际"
    "|公司|工地|高速|隧道|车站|机场|苑|府|城|路|街|镇|乡|村|湾|郡|站|庄|园|里|居|墅|桥|山|湖|河|港|院|庭|厂|楼)",
    re.DOTALL,
)
_MASKED_DISTRICT = re.compile(r"(?<![a-z0-9])[a-z]\d{1,2}[区县]")
_DISTRICT = re.compile(r"[\u4e00-\u9fff]{2,5}[区县]")
_NO_DISTRICT = re.compile(
    ".*(?:[小社地校园厂片城景学市辖新库山郊林灾矿民业务公居商宿院病战禁特老东西南北中各该本两一二三四]|住宅|开发|安置|保护|生活|自治)区|.*[各该本全]县"
)


def names_in(pieces: Sequence[str]) -> frozenset[str]:
    """The names in a text that was cut into pieces."""
    names: set[str] = set()
    for place, piece in enumerate(pieces):
        if not _ENDINGS.fullmatch(piece):
            continue
        before, earlier = (pieces[place - back] if place >= back else "" for back in (1, 2))
        if len(piece) >= 3:
            names.add(piece)
        if _may_join(before, longest=4):
            names.add(before + piece)
        if _may_join(before, longest=2) and _may_join(earlier, longest=2):
            names.add(earlier + before + piece)
    return frozenset(names)


def _may_join(piece: str, *, longest: int) -> bool:
    return 0 < len(piece) <= longest and piece.isalnum()


def districts_in(text: str, pieces: Sequence[str]) -> frozenset[str]:
    """The districts and counties in a text, also masked ones such as ``a3区``."""
    plain = {piece for piece in pieces if _DISTRICT.fullmatch(piece) and not _NO_DISTRICT.fullmatch(piece)}
    return frozenset(plain | set(_MASKED_DISTRICT.findall(text)))
