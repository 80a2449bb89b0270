"""Personal data in an answer that anybody may read: mobile numbers, identity numbers, names, flats."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from jiesu.oversight.replies.findings import Finding, FindingKind
from jiesu.oversight.replies.sentences import sentences_of
from jiesu.workorders.masking import masked, personal_numbers

_MOBILE = re.compile(r"(?:\+?86)?1[3-9]\d{9}")
_OFFICIAL = re.compile(
    r"(?:经办人|承办人|联系人|负责人|主任|局长|科长|所长|站长|队长|书记|校长|经理|民警|镇长|乡长|县长|市长|区长|院长|园长|组长|法人|老板)"
)
_ALSO_WORDS = frozenset(
    "商申尤安全于成方万高向温任余关钱史宁管项路支时毕满左古包房边党计施单游应平和水乐常元强盛"
)
"""Surnames that begin everyday words as well: a rule in doubt says nothing here."""

_HIDDEN = ("（电话已隐去）", "（号码已隐去）", "（账号已隐去）")
_CONTEXT = 6


def personal_data(answer: str, *, known: Iterable[str] = ()) -> list[Finding]:
    """What says who somebody is, each with the words around it, themselves half hidden.

    Numbers of offices and the names of those who answer for them by their post are no personal data.

    Args:
        answer: what is to be published.
        known: the citizen's own name and telephone, where they were told.
    """
    found = [Finding(FindingKind.PERSONAL_DATA, (words,)) for words in _numbers(answer)]
    found += [Finding(FindingKind.PERSONAL_DATA, (words,)) for words in _known(answer, known)]
    found += [Finding(FindingKind.PERSONAL_DATA, (words,)) for words in _named(answer)]
    return list(dict.fromkeys(found))


def _numbers(answer: str) -> Iterator[str]:
    for number in personal_numbers(answer):
        text = answer[number.start : number.end]
        bare = re.sub(r"[ \-.·]", "", text)
        if number.kind != "phone" or _MOBILE.fullmatch(bare):
            yield f"{text[:3]}****{text[-2:]}"


def _known(answer: str, known: Iterable[str]) -> Iterator[str]:
    for value in known:
        bare = value.strip()
        if len(bare) >= 2 and bare in answer and not bare.endswith(("先生", "女士")):
            yield f"{bare[:1]}{'*' * (len(bare) - 1)}"


def _named(answer: str) -> Iterator[str]:
    """Names and flats, as the masking of published texts would take them out."""
    for sentence in sentences_of(answer):
        if _OFFICIAL.search(sentence.text):
            continue
        text = unicodedata.normalize("NFKC", sentence.text)
        hidden = masked(text, keep_offices=True)
        for start, end in _changed(text, hidden):
            if _says_who(text, start, end):
                yield f"{text[max(0, start - _CONTEXT) : start]}***{text[end : end + _CONTEXT]}"


def _says_who(text: str, start: int, end: int) -> bool:
    gone = text[start:end]
    if any(ch.isdigit() for ch in gone):
        return "室" in text[end : end + 2] and "办公" not in text
    return start > 0 and text[start - 1] not in _ALSO_WORDS and "某" not in gone


def _changed(text: str, hidden: str) -> Iterator[tuple[int, int]]:
    if hidden == text or any(words in hidden for words in _HIDDEN):
        return
    for tag, start, end, _to, _till in SequenceMatcher(None, text, hidden, autojunk=False).get_opcodes():
        if tag in ("replace", "delete"):
            yield start, end
