"""Reads of the catalogue for those who configure it: versions, tables, searches."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.db.models import Q, QuerySet

from jiesu.catalogue import selectors
from jiesu.catalogue.calendar_tables import CalendarTable
from jiesu.catalogue.codes import PATH_MARK, ReasonKind
from jiesu.catalogue.models import (
    CalendarVersion,
    DutyEntry,
    DutyVersion,
    PackVersion,
    ReasonCode,
    TopicVersion,
    Version,
)
from jiesu.catalogue.selectors import Reason, TopicNode
from jiesu.core.errors import NotFound
from jiesu.organisations.selectors import units_named

V = TypeVar("V", bound=Version)


@dataclass(frozen=True)
class TopicBranch:
    """A topic with those below it, and how many lines of the duty catalogue name it."""

    node: TopicNode
    below: Sequence["TopicBranch"]
    duties: int = 0


def pack_versions(code: str = "") -> QuerySet[PackVersion]:
    """The versions of a pack, or of all, the newest first."""
    versions = PackVersion.objects.order_by("code", "-version")
    return versions.filter(code=code) if code else versions


def pack_version(key: int) -> PackVersion:
    """One version of a pack.

    Raises:
        NotFound: it was never published.
    """
    return _one(PackVersion.objects.filter(pk=key), what="时限方案 time-limit pack")


def current_pack_version() -> PackVersion | None:
    """The version in force, or None."""
    return PackVersion.objects.filter(is_current=True).first()


def calendar_versions() -> QuerySet[CalendarVersion]:
    """The versions of the calendar, the newest first."""
    return CalendarVersion.objects.order_by("-version")


def calendar_version(key: int | None = None) -> CalendarVersion:
    """A version of the calendar, the one in force when not given.

    Raises:
        NotFound: there is none.
    """
    found = CalendarVersion.objects.filter(pk=key) if key else CalendarVersion.objects.filter(is_current=True)
    return _one(found, what="工作日历 working calendar")


def calendar_table(version: CalendarVersion) -> CalendarTable:
    """A version of the calendar with the reasons of its exceptions."""
    return CalendarTable(selectors.calendar_of(version.pk), version.remarks, version.effective_from)


def topic_versions() -> QuerySet[TopicVersion]:
    """The versions of the tree, the newest first."""
    return TopicVersion.objects.order_by("-version")


def duty_versions() -> QuerySet[DutyVersion]:
    """The versions of the duty catalogue, the newest first."""
    return DutyVersion.objects.order_by("-version")


def current_duty_version() -> DutyVersion | None:
    """The version of the duty catalogue in force, or None."""
    return DutyVersion.objects.filter(is_current=True).first()


def topic_tree(version_id: int | None = None, *, words: str = "") -> list[TopicBranch]:
    """The tree of topics; with words, only the topics that contain them and what is above and below those."""
    nodes = selectors.topics_of(version_id)
    hits = {code for code, node in nodes.items() if not words or words in node.full_name or code == words}
    shown = {code for code in nodes if any(code.startswith(hit) or hit.startswith(code) for hit in hits)}
    duties = Counter(DutyEntry.objects.filter(version__is_current=True).values_list("topic_code", flat=True))
    return _branches("", [nodes[code] for code in sorted(shown)], duties)


def topic_paths(version_id: int | None = None) -> list[tuple[str, tuple[str, ...]]]:
    """Code and names of every topic that has none below it."""
    nodes = selectors.topics_of(version_id).values()
    inner = {node.parent_code for node in nodes}
    return [(node.code, tuple(node.full_name.split(PATH_MARK))) for node in nodes if node.code not in inner]


def duties_matching(*, words: str = "", topic_code: str = "", area_code: str = "") -> QuerySet[DutyEntry]:
    """Lines of the duty catalogue in force by words of topic, unit or law, to be paged by key."""
    entries = DutyEntry.objects.filter(version__is_current=True)
    entries = entries.select_related("lead_unit").prefetch_related("assist_units")
    if topic_code:
        entries = entries.filter(topic_code__startswith=topic_code)
    if area_code:
        entries = entries.filter(area_code__startswith=area_code)
    if words and words.isprintable():
        topics = [code for code, node in selectors.topics_of().items() if words in node.full_name]
        units = [unit.pk for unit in units_named(words, limit=100)]
        asked = Q(topic_code__in=topics) | Q(legal_basis__icontains=words) | Q(topic_code=words)
        entries = entries.filter(asked | Q(lead_unit__in=units) | Q(assist_units__in=units)).distinct()
    return entries


def duty_entry(key: int) -> DutyEntry:
    """A line of the duty catalogue in force.

    Raises:
        NotFound: there is none, or no longer.
    """
    entries = DutyEntry.objects.filter(pk=key, version__is_current=True).select_related("lead_unit")
    entry = entries.first()
    if entry is None:
        raise NotFound(what="派单目录条目 line of the duty catalogue")
    return entry


def reason_codes(*, kind: ReasonKind | None = None) -> tuple[Reason, ...]:
    """All reason codes, those out of use too, by kind and code."""
    rows = ReasonCode.objects.filter(kind=kind.value) if kind else ReasonCode.objects.all()
    order = list(ReasonKind)
    found: Iterable[Reason] = (
        Reason(row.code, ReasonKind(row.kind), row.title, row.script, row.target_channel, row.is_active)
        for row in rows
    )
    return tuple(sorted(found, key=lambda reason: (order.index(reason.kind), reason.code)))


def _branches(parent: str, nodes: Sequence[TopicNode], duties: "Counter[str]") -> list[TopicBranch]:
    return [
        TopicBranch(node, _branches(node.code, nodes, duties), duties[node.code])
        for node in nodes
        if node.parent_code == parent
    ]


def _one(found: QuerySet[V], *, what: str) -> V:
    version = found.first()
    if version is None:
        raise NotFound(what=what)
    return version
