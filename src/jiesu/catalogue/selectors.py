"""Reads of the catalogue: the rules in force, the rules an old order lives under, topics, duties, reasons.

Published versions never change, so they are kept in the process once read; which of them are in force is
read each time, in one query.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import F, Q, Value
from django.db.models.functions import Length

from jiesu.catalogue.calendar import WorkingCalendar
from jiesu.catalogue.calendar_json import calendar_in
from jiesu.catalogue.codes import ReasonKind, area_prefixes, topic_prefixes
from jiesu.catalogue.errors import NothingPublished
from jiesu.catalogue.models import (
    CalendarVersion,
    DutyEntry,
    PackVersion,
    ReasonCode,
    Topic,
    TopicVersion,
)
from jiesu.catalogue.pack_json import from_json
from jiesu.catalogue.packs import Pack
from jiesu.catalogue.tables import DutyRow
from jiesu.core import statements

_CURRENT = """
    SELECT (SELECT id FROM catalogue_packversion WHERE is_current),
           (SELECT id FROM catalogue_calendarversion WHERE is_current),
           (SELECT id FROM catalogue_topicversion WHERE is_current)
"""

_ASSISTS = ArrayAgg(
    "assist_units__pk",
    filter=Q(assist_units__isnull=False),
    order_by=F("assist_units__code"),
    default=Value([]),
)


@dataclass(frozen=True)
class CurrentRules:
    """What an order registered now is born under; ``topic_version_id`` is None before topics are imported."""

    pack_version_id: int
    pack: Pack
    calendar_version_id: int
    calendar: WorkingCalendar
    topic_version_id: int | None


@dataclass(frozen=True)
class PublishedPack:
    """A version of a pack as it was published."""

    version_id: int
    version: int
    pack: Pack
    is_current: bool


@dataclass(frozen=True)
class TopicNode:
    """A topic of one version of the tree."""

    code: str
    name: str
    level: int
    parent_code: str
    full_name: str


@dataclass(frozen=True)
class DutyAdvice:
    """Whose duty it is according to the duty catalogue, and why."""

    lead_unit_id: int
    assist_unit_ids: tuple[int, ...]
    legal_basis: str
    entry_id: int
    topic_code: str
    area_code: str


@dataclass(frozen=True)
class Reason:
    """A reason code with its script and target channel."""

    code: str
    kind: ReasonKind
    title: str
    script: str
    target_channel: str
    is_active: bool


def current_rules() -> CurrentRules:
    """The rules in force: one query, the rest from memory.

    Raises:
        NothingPublished: no pack or no calendar is in force.
    """
    ((pack_id, calendar_id, topic_version_id),) = statements.fetch(_CURRENT)
    if pack_id is None or calendar_id is None:
        raise NothingPublished
    return CurrentRules(
        pack_version_id=pack_id,
        pack=pack_of(pack_id),
        calendar_version_id=calendar_id,
        calendar=calendar_of(calendar_id),
        topic_version_id=topic_version_id,
    )


@lru_cache(maxsize=256)
def pack_of(version_id: int) -> Pack:
    """The pack of a version; raises ``PackVersion.DoesNotExist`` for one that was never published."""
    return from_json(PackVersion.objects.values_list("data", flat=True).get(pk=version_id))


@lru_cache(maxsize=256)
def calendar_of(version_id: int) -> WorkingCalendar:
    """The calendar of a version; raises ``CalendarVersion.DoesNotExist`` for one never published."""
    row = CalendarVersion.objects.get(pk=version_id)
    return calendar_in(row.windows, row.exceptions, known_until=row.known_until)


def packs_published() -> tuple[PublishedPack, ...]:
    """The newest version of every pack, and the version in force if it is an older one, by code."""
    newest = PackVersion.objects.order_by("code", "-version").distinct("code").values("pk")
    rows = PackVersion.objects.filter(Q(pk__in=newest) | Q(is_current=True)).order_by("code", "version")
    return tuple(
        PublishedPack(version_id=key, version=number, pack=pack_of(key), is_current=current)
        for key, number, current in rows.values_list("pk", "version", "is_current")
    )


def topics_of(version_id: int | None = None) -> Mapping[str, TopicNode]:
    """The topics of a version (the current one when not given) by code, parents before children."""
    version_id = version_id or current_topic_version_id()
    return _topics(version_id) if version_id else MappingProxyType({})


def topic_by_code(code: str, version_id: int | None = None) -> TopicNode | None:
    """One topic of a version, the current one when not given; None when there is no such code."""
    return topics_of(version_id).get(code)


def current_topic_version_id() -> int | None:
    """The version of the tree of topics in force, or None before the first import."""
    return TopicVersion.objects.filter(is_current=True).values_list("pk", flat=True).first()


def duty_for(topic_code: str, area_code: str = "") -> DutyAdvice | None:
    """Whose duty a topic is in an area, by the most specific line of the current duty catalogue.

    The more specific topic goes before the more specific area: a line about 井盖缺失 in the whole city wins
    over one about 市政设施 in the county. A line without a topic is for what no other is about.
    """
    topics = [*topic_prefixes(topic_code), ""]
    areas = area_prefixes(area_code)
    row = (
        DutyEntry.objects.filter(version__is_current=True, topic_code__in=topics, area_stem__in=areas)
        .order_by(Length("topic_code").desc(), Length("area_stem").desc())
        .annotate(assists=_ASSISTS)
        .values_list("lead_unit_id", "assists", "legal_basis", "pk", "topic_code", "area_code")
        .first()
    )
    return DutyAdvice(row[0], tuple(row[1]), *row[2:]) if row else None


def duties_of(version_id: int) -> list[DutyRow]:
    """The lines of a version of the duty catalogue, as they can be imported again."""
    entries = DutyEntry.objects.filter(version_id=version_id).order_by("topic_code", "area_stem")
    return [
        DutyRow(
            topic=entry.topic_code,
            area_code=entry.area_code,
            lead=entry.lead_unit.code,
            assists=tuple(sorted(unit.code for unit in entry.assist_units.all())),
            legal_basis=entry.legal_basis,
        )
        for entry in entries.select_related("lead_unit").prefetch_related("assist_units")
    ]


def reason(code: str) -> Reason | None:
    """A reason code, in use or not; None when there is none."""
    row = ReasonCode.objects.filter(code=code).first() if code.isprintable() else None
    return _reason(row) if row else None


def reasons(*, kind: ReasonKind | None = None) -> tuple[Reason, ...]:
    """The reason codes in use, of one kind or of all, by code."""
    rows = ReasonCode.objects.filter(is_active=True)
    rows = rows.filter(kind=kind.value) if kind else rows
    return tuple(_reason(row) for row in rows.order_by("kind", "code"))


def forget_versions() -> None:
    """Read the versions anew; for tests, whose databases come and go."""
    for kept in (pack_of, calendar_of, _topics):
        kept.cache_clear()


@lru_cache(maxsize=16)
def _topics(version_id: int) -> Mapping[str, TopicNode]:
    rows = Topic.objects.filter(version_id=version_id).order_by("code")
    nodes = rows.values_list("code", "name", "level", "full_name")
    return MappingProxyType(
        {
            code: TopicNode(code=code, name=name, level=level, parent_code=code[:-2], full_name=full_name)
            for code, name, level, full_name in nodes
        }
    )


def _reason(row: ReasonCode) -> Reason:
    return Reason(row.code, ReasonKind(row.kind), row.title, row.script, row.target_channel, row.is_active)
