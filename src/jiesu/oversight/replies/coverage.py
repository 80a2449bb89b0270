"""Does a reply answer the demand: the questions that were asked, and the things that were named."""

import re
from collections.abc import Iterator

from jiesu.oversight.replies.findings import Finding, FindingKind
from jiesu.workorders.wording import normalised, telling_words

LEAST_COVERED = 0.12
"""Share of the title's telling words that a reply on the matter takes up at least."""

FEWEST_WORDS = 3
"""A title with fewer telling words proves nothing."""

_MOST_WORDS = 5
_CLAUSE = re.compile(r"[^。！!？?；;，,\n]*[^。！!；;，,\n]")

_QUESTIONS: tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...] = (
    (
        "什么时候",
        re.compile(r"什么时候|何时|几时|多久(?:能|可|会|才)|啥时候|时间表"),
        re.compile(
            r"\d{1,4}年|\d{1,2}月|\d+(?:个)?(?:工作日|天|日|小时|周)|(?:年|月|周|季度)(?:底|末|初|内|中)|[一二三四上下](?:季度|半年)|"
            r"今年|明年|近期|目前|暂(?:无|不|未)|已(?:经|于)?|尚未|正在|待|没有"
        ),
    ),
    (
        "多少",
        re.compile(r"多少(?!次|年来|人|老百姓|家庭)|收费标准|比例是|什么标准|怎么收费"),
        re.compile(
            r"\d|[一二三四五六七八九十百千]+(?:元|%|年|月|人|户|次)|标准|比例|不(?:收|予|能|需)|免费|没有|暂"
        ),
    ),
    (
        "在哪里",
        re.compile(r"在哪(?:里|儿|办|个)?|哪里(?:办|投诉|可以|能)|什么地方|到哪"),
        re.compile(r"[路街楼号室厅窗站村镇区]|地址|位于|网点|电话|拨打|部门"),
    ),
    (
        "为什么",
        re.compile(r"为什么|为何|凭什么|什么原因|是何原因"),
        re.compile(r"因|由于|原因|根据|依据|按照|规定|为了|属于|不属|系|不实|不存在|没有|经(?:查|核|调)"),
    ),
    (
        "是否可以",
        re.compile(r"是否|能否|能不能|可不可以|可否|是不是|有没有|有无|吗"),
        re.compile(
            r"可以?|能|不得|不予|无法|符合|已|暂|没有|不(?:是|属|需|会|存在|具备|再|在)|需|应|将|会|属于|是|未|免费|必须|正在"
        ),
    ),
    (
        "怎么办理",
        re.compile(
            r"(?:如何|怎么|怎样)(?:办|申请|缴|交|报|补|查|申|处理|解决)|什么手续|流程|需要(?:什么|哪些|带)"
        ),
        re.compile(r"请|需|携带|持|凭|办理|提供|提交|申请|步骤|材料|到|向|程序|已|可"),
    ),
)


def unanswered(title: str, demand: str, answer: str) -> list[Finding]:
    """One finding for each question left open, and one where the reply names nothing of the matter."""
    found = [Finding(FindingKind.NOT_ANSWERED, (words,)) for words in _open_questions(demand, answer)]
    if words := _untouched(title, answer):
        found.append(Finding(FindingKind.NOT_ANSWERED, words))
    return found


def covered(title: str, answer: str) -> float:
    """The share of the title's telling words that the answer takes up, each whole or by half; 1 for none."""
    words = telling_words(title, most=12)
    if not words:
        return 1.0
    plain = normalised(answer)
    return sum(1 for word in words if _occurs(word, plain)) / len(words)


def _open_questions(demand: str, answer: str) -> Iterator[str]:
    for _name, asked, answered in _QUESTIONS:
        clause = next((c.group() for c in _CLAUSE.finditer(demand) if asked.search(c.group())), "")
        if clause and not answered.search(answer):
            yield clause.strip()[:40]


def _untouched(title: str, answer: str) -> tuple[str, ...]:
    words = telling_words(title, most=12)
    if len(words) < FEWEST_WORDS or covered(title, answer) >= LEAST_COVERED:
        return ()
    return tuple(words[:_MOST_WORDS])


def _occurs(word: str, plain: str) -> bool:
    if word in plain:
        return True
    return len(word) > 2 and any(word[at : at + 2] in plain for at in range(len(word) - 1))
