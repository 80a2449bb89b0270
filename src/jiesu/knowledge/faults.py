"""What can be wrong with an article that is live: pure rules, a sentence in both languages for each."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from jiesu.knowledge.contents import CONTENT_LABELS, Content, flaws_of, holds_on, stale_basis
from jiesu.knowledge.states import FindingKind

_DAY = re.compile(
    r"(?:截止|截至|至|到|有效期)[^\d，。；,;]{0,6}(\d{4})\s*[年.\-/]\s*(\d{1,2})\s*[月.\-/]\s*(\d{1,2})\s*日?"
)
_DATED = ("valid_from", "valid_until", "review_by")


@dataclass(frozen=True)
class Fault:
    """Something wrong: of which kind, in which field, and a sentence."""

    kind: FindingKind
    field: str
    zh: str
    en: str


def faults_of(content: Content, *, on: date) -> list[Fault]:
    """What is wrong with an article on a day."""
    return [*_flaws(content), *_in_time(content, on), *_bases(content, on), *_days_in_words(content, on)]


def dead_link(url: str, said: str) -> Fault:
    """A link behind which nothing is any more."""
    return Fault(
        FindingKind.LINK, "links", f"链接打不开（{said}）：{url}", f"The link is dead ({said}): {url}"
    )


def _flaws(content: Content) -> Iterator[Fault]:
    for flaw in flaws_of(content):
        kind = FindingKind.DATES if flaw.field in _DATED and content.review_by else FindingKind.CONTENT
        yield Fault(kind, flaw.field, flaw.zh, flaw.en)


def _in_time(content: Content, on: date) -> Iterator[Fault]:
    if not holds_on(content, on):
        zh, en = "已过有效期或尚未生效。", "It does not hold on this day."
        yield Fault(FindingKind.VALIDITY, "valid_until", zh, en)
    if content.review_by and content.review_by < on:
        yield Fault(FindingKind.REVIEW, "review_by", "复核已超期。", "Its review is overdue.")


def _bases(content: Content, on: date) -> Iterator[Fault]:
    label = CONTENT_LABELS["basis"]
    for basis in stale_basis(content, on=on):
        yield Fault(FindingKind.BASIS, "basis", f"{label}{basis}已失效。", f"{basis} has ceased to hold.")
    for basis in content.basis:
        if (
            basis.ends_on
            and basis.ends_on >= on
            and content.valid_until
            and basis.ends_on < content.valid_until
        ):
            zh = f"{label}{basis}于 {basis.ends_on} 失效，早于知识的失效日期 {content.valid_until}。"
            en = f"{basis} ends on {basis.ends_on}, before the article does on {content.valid_until}."
            yield Fault(FindingKind.DATES, "basis", zh, en)


def _days_in_words(content: Content, on: date) -> Iterator[Fault]:
    """A last day that stands in the words: over, or another than the article's own."""
    for name in ("spoken", "answer"):
        for found in _DAY.finditer(getattr(content, name)):
            day = _day(*map(int, found.groups()))
            if day is None:
                continue
            label = CONTENT_LABELS[name]
            if day < on:
                zh, en = f"{label}里写的“{found[0]}”已过。", f"“{found[0]}” in the {name} is over."
                yield Fault(FindingKind.DATES, name, zh, en)
            elif content.valid_until and content.valid_until > day:
                zh = f"{label}里写的“{found[0]}”早于失效日期 {content.valid_until}。"
                en = f"“{found[0]}” in the {name} is before the end, {content.valid_until}."
                yield Fault(FindingKind.DATES, name, zh, en)


def _day(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None
