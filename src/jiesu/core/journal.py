"""Reads of the journal, for those who follow it."""

from django.db.models import Max

from jiesu.core.models import JournalEntry


def newest_entry() -> int:
    """The highest id so far; 0 for an empty journal."""
    found: int | None = JournalEntry.objects.aggregate(newest=Max("pk"))["newest"]
    return found or 0


def entries_after(entry_id: int, *, limit: int = 5000) -> list[JournalEntry]:
    """The entries with higher ids, oldest first."""
    return list(JournalEntry.objects.filter(pk__gt=entry_id).order_by("pk")[:limit])
