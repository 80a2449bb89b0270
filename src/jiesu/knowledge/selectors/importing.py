"""Files of articles that were brought: how they were read, and what became of their rows."""

from dataclasses import dataclass

from django.db.models import Case, Count, IntegerField, QuerySet, Value, When

from jiesu.core.errors import NotFound
from jiesu.knowledge.models import ArticleImport, ArticleImportRow
from jiesu.knowledge.states import RowState
from jiesu.organisations.actors import Actor


@dataclass(frozen=True)
class Imported:
    """A file and how many of its rows are in each state."""

    brought: ArticleImport
    counts: dict[RowState, int]

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.counts.values())

    @property
    def ready(self) -> int:
        """Rows that wait to be taken."""
        return self.counts.get(RowState.READY, 0)

    @property
    def refused(self) -> int:
        """Rows that were turned away."""
        return self.counts.get(RowState.REFUSED, 0)

    @property
    def taken(self) -> int:
        """Rows that became drafts."""
        return self.counts.get(RowState.STARTED, 0) + self.counts.get(RowState.REVISED, 0)


def imports_of(*, for_user: Actor, most: int = 20) -> list[ArticleImport]:
    """The files that the person brought, the newest first."""
    rows = ArticleImport.objects.filter(brought_by_id=for_user.user_id)
    return list(rows.order_by("-brought_at", "-pk")[:most])


def imported(import_id: int, *, for_user: Actor) -> Imported:
    """One of the person's files.

    Raises:
        NotFound: the person brought no such file.
    """
    brought = ArticleImport.objects.filter(pk=import_id, brought_by_id=for_user.user_id).first()
    if brought is None:
        raise NotFound(what="导入 import")
    counts = brought.rows.values_list("state").annotate(n=Count("pk")).order_by()
    return Imported(brought, {RowState(state): count for state, count in counts})


def import_rows(brought: ArticleImport) -> QuerySet[ArticleImportRow]:
    """The rows of a file, those that were turned away first; to be paged by ``rank``."""
    refused_first = Case(
        When(state=RowState.REFUSED.value, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    return ArticleImportRow.objects.filter(taken_from=brought).annotate(rank=refused_first)
