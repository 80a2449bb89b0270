"""What an article says, and whether it says enough and nothing that contradicts itself."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date

LONGEST_SPOKEN = 200
"""Characters that can be said on the telephone in well under a minute."""


@dataclass(frozen=True, kw_only=True)
class LegalBasis:
    """What an answer rests on: a document, the article in it, and the day it ceases to hold, if known."""

    title: str
    article: str = ""
    ends_on: date | None = None

    def __str__(self) -> str:
        return f"《{self.title.strip('《》')}》{self.article}"


@dataclass(frozen=True, kw_only=True)
class Content:
    """The words of one version.

    Attributes:
        question: the standard question.
        askings: other ways in which people ask it.
        topic_code: topic of the catalogue; empty when none fits.
        areas: codes of the divisions where it holds; empty for everywhere.
        valid_from, valid_until: first and last day on which it holds; None is open.
        review_by: the day by which the owning unit looks at it again.
        spoken: the short answer for the telephone.
        answer: the full answer for reading.
        materials, place, duration, fees: what to bring, where to go, how long it takes, what it costs.
        basis: the legal basis.
        links: addresses of official pages.
    """

    question: str
    askings: tuple[str, ...] = ()
    topic_code: str = ""
    areas: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_until: date | None = None
    review_by: date | None = None
    spoken: str = ""
    answer: str = ""
    materials: str = ""
    place: str = ""
    duration: str = ""
    fees: str = ""
    basis: tuple[LegalBasis, ...] = ()
    links: tuple[str, ...] = ()


MESSAGE_LENGTH = 300
"""Characters of a short message; gateways send more as several and charge for each."""


def message_of(content: Content) -> str:
    """An answer as a short message: the question, the spoken answer, and as much of the facts as has room."""
    told = f"您咨询的“{content.question}”：{content.spoken}"
    for label, name in (("材料", "materials"), ("地点", "place"), ("时限", "duration"), ("收费", "fees")):
        value = " ".join(getattr(content, name).split())
        if value and len(told) + len(label) + len(value) + 2 <= MESSAGE_LENGTH:
            told = f"{told}{label}：{value.rstrip('。')}。"
    return told


CONTENT_LABELS: dict[str, str] = {
    "question": "标准问题",
    "askings": "其他问法",
    "topic_code": "事项分类",
    "areas": "适用区域",
    "valid_from": "生效日期",
    "valid_until": "失效日期",
    "review_by": "复核期限",
    "spoken": "口语短答",
    "answer": "完整答复",
    "materials": "所需材料",
    "place": "办理地点",
    "duration": "办理时限",
    "fees": "收费标准",
    "basis": "政策依据",
    "links": "相关链接",
}
CONTENT_FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Content))


@dataclass(frozen=True)
class Flaw:
    """What is wrong with an article: where, and a sentence in both languages."""

    field: str
    zh: str
    en: str


def flaws_of(content: Content) -> list[Flaw]:
    """What stands in the way of submitting this; empty when nothing does."""
    return [*_gaps(content), *_contradictions(content)]


def _gaps(content: Content) -> Iterator[Flaw]:
    if not content.question.strip():
        yield Flaw("question", "请填写标准问题。", "The standard question is needed.")
    if not content.spoken.strip():
        yield Flaw("spoken", "请填写口语短答。", "The short spoken answer is needed.")
    elif len(content.spoken) > LONGEST_SPOKEN:
        zh = f"口语短答不超过 {LONGEST_SPOKEN} 字。"
        yield Flaw("spoken", zh, f"The spoken answer has at most {LONGEST_SPOKEN} characters.")
    if not content.answer.strip():
        yield Flaw("answer", "请填写完整答复。", "The full answer is needed.")
    if content.review_by is None:
        yield Flaw("review_by", "请填写复核期限。", "The day of the next review is needed.")


def _contradictions(content: Content) -> Iterator[Flaw]:
    begins, ends, review = content.valid_from, content.valid_until, content.review_by
    if begins and ends and ends < begins:
        yield Flaw("valid_until", "失效日期早于生效日期。", "It ends before it begins.")
    if review and ends and review > ends:
        yield Flaw("review_by", "复核期限晚于失效日期。", "The review is after the end.")
    if review and begins and review < begins:
        yield Flaw("review_by", "复核期限早于生效日期。", "The review is before the beginning.")


def stale_basis(content: Content, *, on: date) -> tuple[LegalBasis, ...]:
    """The documents it rests on that have ceased to hold by a day."""
    return tuple(basis for basis in content.basis if basis.ends_on is not None and basis.ends_on < on)


def holds_on(content: Content, day: date) -> bool:
    """Whether it holds on a day."""
    return (content.valid_from is None or content.valid_from <= day) and (
        content.valid_until is None or day <= content.valid_until
    )


def holds_in(areas: Sequence[str], area_code: str) -> bool:
    """Whether something that holds in these areas may hold in a division: it lies in one, or contains one.

    An article for a district is offered to somebody who has only said the city, so that the question for the
    district can be asked; an article of another district is not.
    """
    if not areas or not area_code:
        return True
    asked = area_stem(area_code)
    return any(asked.startswith(area_stem(area)) or area_stem(area).startswith(asked) for area in areas)


def area_stem(code: str) -> str:
    """A division's code without the pairs of zeros that only fill it up: 320700 is 3207."""
    stem = code.strip()
    while len(stem) > 2 and stem.endswith("00"):
        stem = stem[:-2]
    return stem
