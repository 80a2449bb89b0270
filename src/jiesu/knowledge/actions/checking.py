"""Looking over everything that is live, and asking the links: what is found is kept until it is mended."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock
from jiesu.knowledge.contents import Content
from jiesu.knowledge.faults import Fault, dead_link, faults_of
from jiesu.knowledge.links import LinkProbe, may_be_asked
from jiesu.knowledge.models import ArticleFinding, ArticleVersion, LinkState
from jiesu.organisations.actors import Actor

_AT_ONCE = 500


def check_live_articles(*, at: datetime | None = None) -> int:
    """批量检查: everything live is looked over; how much is wrong. Safe to run twice.

    What was found before and still holds keeps the moment of its first finding.
    """
    at = at or clock.now()
    dead = dict(LinkState.objects.filter(is_dead=True).values_list("url", "said"))
    ArticleFinding.objects.exclude(version__in=ArticleVersion.objects.live()).delete()
    last, found = 0, 0
    while versions := list(ArticleVersion.objects.live().filter(pk__gt=last).order_by("pk")[:_AT_ONCE]):
        found += _keep(versions, dead, at=at)
        last = versions[-1].pk
    return found


def probe_links(
    probe: LinkProbe, *, hosts: Iterable[str], at: datetime | None = None, most: int = 2000
) -> tuple[int, int]:
    """检查链接: ask every link of live articles whose host may be asked; how many were asked, and are dead.

    Nothing is asked where no host is named; what was asked longest ago is asked first. Links that no live
    article has, or that may not be asked any more, are forgotten.
    """
    at, named = at or clock.now(), list(hosts)
    lists = ArticleVersion.objects.live().exclude(links=[]).values_list("links", flat=True)
    live = {url for links in lists for url in links if may_be_asked(url, named)}
    LinkState.objects.exclude(url__in=live).delete()
    before = dict(LinkState.objects.values_list("url", "checked_at"))
    never = datetime.min.replace(tzinfo=UTC)
    asked = sorted(live, key=lambda url: (before.get(url, never), url))[:most]
    dead = 0
    for url in asked:
        answer = probe.ask(url)
        told = {"checked_at": at, "is_dead": answer.is_dead, "said": answer.said[:100]}
        LinkState.objects.update_or_create(url=url, defaults=told)
        dead += answer.is_dead
    return len(asked), dead


@transaction.atomic
def ask_for_check(*, by: Actor) -> bool:
    """立即检查: have everything live looked over now, in the background; False when one waits already.

    Raises:
        NotAllowed: the person neither writes nor approves articles.
    """
    from jiesu.knowledge.tasks import check  # noqa: PLC0415 - tasks need the application registry

    require(by, Permission.EDIT_ARTICLE if by.may(Permission.EDIT_ARTICLE) else Permission.APPROVE_ARTICLE)
    try:
        with transaction.atomic():
            check.configure().defer(timestamp=0)
    except AlreadyEnqueued:
        return False
    return True


@transaction.atomic
def _keep(versions: list[ArticleVersion], dead: dict[str, str], *, at: datetime) -> int:
    day = at.astimezone(clock.SHANGHAI).date()
    wrong = {
        (version.pk, fault.field, fault.zh[:600]): fault
        for version in versions
        for fault in (*faults_of(version.content, on=day), *_dead(version.content, dead))
    }
    known = {}
    for row in ArticleFinding.objects.filter(version__in=versions):
        known[row.version_id, row.field, row.zh] = row.pk
    ArticleFinding.objects.filter(pk__in=[key for name, key in known.items() if name not in wrong]).delete()
    fresh = [
        ArticleFinding(
            version_id=version, kind=fault.kind.value, field=field, zh=zh, en=fault.en[:600], found_at=at
        )
        for (version, field, zh), fault in wrong.items()
        if (version, field, zh) not in known
    ]
    ArticleFinding.objects.bulk_create(fresh, ignore_conflicts=True)
    return len(wrong)


def _dead(content: Content, dead: dict[str, str]) -> list[Fault]:
    return [dead_link(url, dead[url]) for url in content.links if url in dead]
