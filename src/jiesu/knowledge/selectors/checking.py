"""What the last check found, for those whose matter it is."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from jiesu.knowledge.models import ArticleFinding
from jiesu.knowledge.states import FindingKind
from jiesu.organisations.actors import Actor


def findings(*, for_user: Actor, kind: str = "", owner_path: str = "") -> QuerySet[ArticleFinding]:
    """What is wrong with live articles within the person's reach; the centre's is everything."""
    rows = ArticleFinding.objects.select_related("version__article__owner").filter(_within(for_user))
    rows = rows.filter(kind=kind) if kind else rows
    return rows.filter(version__article__owner__path__startswith=owner_path) if owner_path else rows


def finding_counts(*, for_user: Actor) -> list[tuple[FindingKind, int]]:
    """How many findings there are of each kind, those without any too."""
    counted = ArticleFinding.objects.filter(_within(for_user)).values_list("kind").annotate(n=Count("pk"))
    known = dict(counted.order_by())
    return [(kind, known.get(kind.value, 0)) for kind in FindingKind]


def finding_lines(rows: Iterable[ArticleFinding]) -> list[list[object]]:
    """Findings as the rows of a table."""
    return [
        [
            row.version.article.number,
            row.version.question,
            row.version.article.owner.name,
            row.get_kind_display(),
            row.zh,
            row.found_at,
        ]
        for row in rows
    ]


def _within(actor: Actor) -> Q:
    if actor.is_system or actor.is_centre:
        return Q()
    scope = Q(pk__in=[])
    for path in actor.unit_paths:
        scope |= Q(version__article__owner__path__startswith=path)
    return scope
