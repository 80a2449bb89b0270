"""Where a reply says the opposite of an earlier one, or lets a promised day pass in silence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiesu.oversight.replies.findings import Finding, FindingKind

_NOT_TRUE = re.compile(
    r"(?:基本)?(?:不属实|并不属实|与事实不符|不符合事实|情况不实|"
    r"不存在[^，。]{0,12}(?:问题|情况|行为|现象))"
)
_TRUE = re.compile(r"(?<!不)(?<!并不)(?:基本|情况|问题|部分)?属实|确(?:实)?存在")
_NOT_OURS = re.compile(
    r"不属(?:于)?(?:我|本)[^。，]{0,12}|不在(?:我|本)[^。，]{0,8}(?:职责|范围)[^。，]{0,4}"
)
_OURS = re.compile(
    r"(?<!不)属(?:于)?(?:我|本)(?:局|单位|街道|镇|公司|办|区|县)[^。，]{0,8}(?:职责|管理|管辖|范围)|"
    r"由我(?:局|单位|街道|镇|公司)负责"
)
_DEEDS = "修复|修好|拆除|清理|完成|整改到位|安装|开通|退还|退款|发放|查处|停业|关停|移交|更换|恢复"
_DID = re.compile(rf"已(?:经|于[^，。]{{0,16}}|全部|将[^，。]{{0,12}})?({_DEEDS})")
_DID_NOT = re.compile(rf"(?:尚未|还未|仍未|没有|未(?:能)?|尚没有|无法)({_DEEDS})")
_BY_DAY = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(\d{1,2})日(?:之)?前")
_DONE_NOW = re.compile(rf"已(?:经|于[^，。]{{0,16}}|全部)?(?:{_DEEDS}|办结|结束)")


@dataclass(frozen=True)
class Earlier:
    """An earlier answer to the same appeal and the day on which it was given."""

    text: str
    on: date


def contradictions(answer: str, *, on: date, earlier: tuple[Earlier, ...]) -> list[Finding]:
    """One finding for each contradiction, with the words of both; the newest earlier answers first."""
    found = [pair for each in earlier for pair in _pairs(each, answer, on)]
    return [Finding(FindingKind.CONTRADICTION, pair) for pair in dict.fromkeys(found)]


def _pairs(each: Earlier, answer: str, on: date) -> Iterator[tuple[str, str]]:
    for before, after in ((_NOT_TRUE, _TRUE), (_TRUE, _NOT_TRUE), (_NOT_OURS, _OURS), (_OURS, _NOT_OURS)):
        one, other = _alone(before, after, each.text), _alone(after, before, answer)
        if one and other:
            yield one, other
    yield from _undone(each.text, answer)
    yield from _let_pass(each, answer, on)


def _alone(wanted: re.Pattern[str], opposite: re.Pattern[str], text: str) -> str:
    """What a text says, when it does not say the opposite of another point as well."""
    match = wanted.search(text)
    return match.group() if match and not opposite.search(text) else ""


def _undone(before: str, answer: str) -> Iterator[tuple[str, str]]:
    """Earlier it was done, now it is not."""
    not_done = {match.group(1): match.group() for match in _DID_NOT.finditer(answer)}
    for match in _DID.finditer(before):
        if match.group(1) in not_done:
            yield match.group(), not_done[match.group(1)]


def _let_pass(each: Earlier, answer: str, on: date) -> Iterator[tuple[str, str]]:
    """A day that was promised has passed, and nothing is said to be done."""
    for match in _BY_DAY.finditer(each.text):
        year, month, day = match.groups()
        try:
            promised = date(int(year or each.on.year), int(month), int(day))
        except ValueError:
            continue
        if each.on <= promised < on and not _DONE_NOW.search(answer):
            yield each.text[max(0, match.start() - 4) : match.end() + 12].rstrip("。"), "答复中没有说已办成"
