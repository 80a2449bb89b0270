"""Places and parties that a message names: estates, roads, schools, companies; and districts.

No gazetteer is asked: a name is a word with one of the endings that such names have, together with the one
or two words before it. Wrong finds are common and harmless, since only names that several messages share
count.
"""

import re
from collections.abc import Sequence

from jiesu.triage.text import FUNCTION_WORDS

_ENDINGS = re.compile(
    ".*(?:小区|社区|花园|家园|公寓|大厦|广场|公园|学校|小学|中学|学院|大学|幼儿园|医院|大道|街道|号线|市场|项目|公馆|新城|国际"
    "|公司|工地|高速|隧道|车站|机场|苑|府|城|路|街|镇|乡|村|湾|郡|站|庄|园|里|居|墅|桥|山|湖|河|港|院|庭|厂|楼)",
    re.DOTALL,
)
_PLACE = re.compile(
    ".*(?:小区|社区|花园|家园|公寓|大厦|广场|公园|学校|小学|中学|学院|大学|幼儿园|医院|大道|街道|号线|市场|公馆|新城|国际|公司|集团"
    "|工地|隧道|车站|机场|世家|时代|平台|苑|府|城|路|街|镇|乡|村|湾|郡|站|庄|园|里|居|墅|桥|山|湖|河|港|院|庭|厂|楼)",
    re.DOTALL,
)
_KIND = re.compile(
    "(?:小区|社区|学校|小学|中学|学院|大学|幼儿园|医院|大道|街道|市场|公司|工地|集团|平台|路|街|镇|乡|村)+$"
)
_BESIDE_NAMES = """
旁 附近 旁边 周边 请问 关于 投诉 反映 请求 求 请 请政府 恳请 建议 希望 咨询 举报 反对 严查 加快 建 修建
至 何时
"""
_NO_PART = frozenset(_BESIDE_NAMES.split())
_LONGEST_NAME = 4
_MASKED_DISTRICT = re.compile(r"(?<![a-z0-9])[a-z](?:\d{1,2}[区县市]|市)")
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


def stems_in(pieces: Sequence[str]) -> list[str]:
    """The names of places and bodies in a title that was cut into pieces, without the word for their kind.

    ``涉外经济学院`` gives ``涉外经济``: what tells it from another of its kind. A name begins after a
    district, a gap, a function word or a word of asking, and has four pieces at most.
    """
    stems: list[str] = []
    run: list[str] = []
    for piece in pieces:
        if not piece.isalnum() or piece in FUNCTION_WORDS or piece in _NO_PART or is_district(piece):
            run = []
            continue
        run.append(piece)
        stem = _KIND.sub("", "".join(run[-_LONGEST_NAME:])) if _PLACE.fullmatch(piece) else ""
        if len(stem) >= 2:
            stems.append(stem)
    return stems


def apart(text: str) -> str:
    """The text with its masked districts set apart, so that they do not stick to the names behind them."""
    return _MASKED_DISTRICT.sub(r" \g<0> ", text)


def is_district(piece: str) -> bool:
    """Whether a piece is a masked district or city, such as ``a3区``."""
    return bool(_MASKED_DISTRICT.fullmatch(piece))


def _may_join(piece: str, *, longest: int) -> bool:
    return 0 < len(piece) <= longest and piece.isalnum()


def districts_in(text: str, pieces: Sequence[str]) -> frozenset[str]:
    """The districts and counties in a text, also masked ones such as ``a3区``."""
    plain = {piece for piece in pieces if _DISTRICT.fullmatch(piece) and not _NO_DISTRICT.fullmatch(piece)}
    masked = {found for found in _MASKED_DISTRICT.findall(text) if not found.endswith("市")}
    return frozenset(plain | masked)
