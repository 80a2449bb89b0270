"""Promises that name no time: 将尽快修复 without a day by which."""

import re

from jiesu.oversight.replies.findings import Finding, FindingKind
from jiesu.oversight.replies.sentences import Purpose, Sentence

_PROMISE = re.compile(
    r"(?:将(?!您|你|此|该|上述|有关|问题|合同)|会(?!议|同)|拟|准备|计划|力争|争取|承诺|尽快|尽早|抓紧|待[^，。]{2,20}后)[^，。；]{0,30}?"
    r"(?:修复|维修|改造|整改|完成|拆除|清理|建设|开工|实施|落实|处理|解决|安装|增设|开通|调整|退还|退款|发放|补发|移交|处罚|"
    r"查处|回复|反馈|答复|启动|办理|更换|治理|整治|规划|纳入|督促|协调)"
)
_TIME = re.compile(
    r"\d{1,4}\s*(?:年|月|日|号|天|小时|个工作日|个月|周)|[一二三四五六七八九十两半]+(?:天|周|个月|个工作日|日内|年)|"
    r"(?:今|明|本|当|下|次)(?:日|天|周|月|年|季度)|(?:年|月|周|季度)(?:底|末|初|内)|上半年|下半年|[春夏秋冬]季|节前|节后|汛期前|立即|当场"
)


def open_promises(sentences: list[Sentence]) -> list[Finding]:
    """The promises of a reply that say no day, no month, no number of days."""
    found: list[Finding] = []
    for sentence in sentences:
        match = _PROMISE.search(sentence.text)
        if match and sentence.purpose is not Purpose.COURTESY and not _TIME.search(sentence.text):
            found.append(Finding(FindingKind.OPEN_PROMISE, (match.group()[:40],)))
    return found
