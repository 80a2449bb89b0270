"""Looking over everything that is live: what ended, what contradicts itself, what nobody can reach."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO, Protocol

from jiesu.core.sheets import write_sheet
from jiesu.knowledge.contents import CONTENT_LABELS, flaws_of, holds_on, stale_basis
from jiesu.knowledge.models import ArticleVersion
from jiesu.knowledge.states import LIVE
from jiesu.knowledge.tables import HEADINGS, written

_LIVE = [state.value for state in LIVE]


class LinkProbe(Protocol):
    """Whatever can say whether an address still answers; the product makes no request by itself."""

    def is_dead(self, url: str) -> bool:
        """Whether nothing is there any more."""


@dataclass(frozen=True)
class Finding:
    """Something wrong with a live article."""

    number: str
    question: str
    owner: str
    field: str
    zh: str
    en: str


def check_articles(*, on: date, links: LinkProbe | None = None) -> Iterator[Finding]:
    """What is wrong with the live articles on a day: contradicting dates, expired bases, dead links."""
    rows = ArticleVersion.objects.filter(state__in=_LIVE).select_related("article__owner").order_by("pk")
    for version in rows.iterator(chunk_size=500):
        for field, zh, en in (*_ended(version, on), *_dead_links(version, links)):
            yield Finding(version.article.number, version.question, str(version.article.owner), field, zh, en)


def export_articles(target: BinaryIO, *, numbers: Iterable[str] | None = None) -> int:
    """Write the live articles as a workbook that can be imported again; how many."""
    rows = ArticleVersion.objects.filter(state__in=_LIVE).select_related("article__owner").order_by("pk")
    rows = rows if numbers is None else rows.filter(article__number__in=list(numbers))
    lines = (
        written(row.article.number, row.article.owner.name, row.content)
        for row in rows.iterator(chunk_size=500)
    )
    return write_sheet(target, title="知识", header=HEADINGS, rows=lines)


def _ended(version: ArticleVersion, on: date) -> Iterator[tuple[str, str, str]]:
    content = version.content
    for flaw in flaws_of(content):
        yield flaw.field, flaw.zh, flaw.en
    if not holds_on(content, on):
        yield "valid_until", "已过有效期或尚未生效。", "It does not hold on this day."
    if content.review_by and content.review_by < on:
        yield "review_by", "复核已超期。", "Its review is overdue."
    for basis in stale_basis(content, on=on):
        yield "basis", f"{CONTENT_LABELS['basis']}{basis}已失效。", f"{basis} has ceased to hold."


def _dead_links(version: ArticleVersion, links: LinkProbe | None) -> Iterator[tuple[str, str, str]]:
    for url in version.links if links else ():
        if links and links.is_dead(url):
            yield "links", f"链接打不开：{url}", f"The link is dead: {url}"
