"""Reads of the ledgers of problems."""

from django.db.models import Count, Q, QuerySet

from jiesu.core.errors import NotFound
from jiesu.core.paging import Page, page_of
from jiesu.organisations.actors import Actor
from jiesu.oversight.models import LedgerEntry
from jiesu.oversight.problems import Ledger


def ledger_counts(*, for_user: Actor) -> dict[Ledger, tuple[int, int]]:
    """How many entries of each ledger are open, and how many settled: one query."""
    rows = (
        LedgerEntry.objects.visible_to(for_user)
        .values("ledger")
        .annotate(
            open=Count("pk", filter=Q(settled_at__isnull=True)),
            settled=Count("pk", filter=Q(settled_at__isnull=False)),
        )
        .order_by()
    )
    found = {row["ledger"]: (row["open"], row["settled"]) for row in rows}
    return {ledger: found.get(ledger.value, (0, 0)) for ledger in Ledger}


def ledger_rows(ledger: Ledger | None, *, for_user: Actor, settled: bool = False) -> QuerySet[LedgerEntry]:
    """The entries of one ledger, or of all, with their orders and units."""
    rows = LedgerEntry.objects.visible_to(for_user).filter(settled_at__isnull=not settled)
    if ledger is not None:
        rows = rows.filter(ledger=ledger.value)
    return rows.select_related("order", "unit").defer("order__content", "order__public_answer")


def ledger_page(
    ledger: Ledger | None, *, for_user: Actor, settled: bool = False, cursor: str | None = None
) -> Page[LedgerEntry]:
    """One page of a ledger, the latest entries first."""
    return page_of(ledger_rows(ledger, for_user=for_user, settled=settled), by="entered_at", cursor=cursor)


def get_entry(entry_id: int, *, for_user: Actor) -> LedgerEntry:
    """An entry with its history.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    rows = LedgerEntry.objects.visible_to(for_user).select_related("order", "unit", "step")
    row = rows.prefetch_related("lines").filter(pk=entry_id).first()
    if row is None:
        raise NotFound(what="台账 ledger entry")
    return row
