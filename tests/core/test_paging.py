import base64
import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiesu.core.models import JournalEntry
from jiesu.core.paging import BadCursor, page_of

MORNING = datetime(2026, 3, 2, 1, tzinfo=UTC)


@pytest.fixture
def entries(db):
    """Ten entries, two at each of five moments."""
    return JournalEntry.objects.bulk_create(
        JournalEntry(
            name="core.Test", subject=str(n), occurred_at=MORNING + timedelta(minutes=n // 2), payload={}
        )
        for n in range(10)
    )


def _walk(*, by, size, descending):
    subjects, cursor = [], None
    while True:
        page = page_of(JournalEntry.objects.all(), by=by, cursor=cursor, size=size, descending=descending)
        subjects.append([entry.subject for entry in page.items])
        if (cursor := page.next_cursor) is None:
            return subjects


@pytest.mark.parametrize("by", ["occurred_at", "pk", "id", "subject"])
@pytest.mark.parametrize("size", [1, 3, 5, 10, 200])
@pytest.mark.parametrize("descending", [True, False])
def test_pages_give_every_row_once_and_in_order(entries, by, size, descending):
    everything = list("0123456789")
    pages = _walk(by=by, size=size, descending=descending)
    assert [subject for page in pages for subject in page] == (everything[::-1] if descending else everything)
    assert all(len(page) == size for page in pages[:-1])


def test_a_row_added_in_front_does_not_move_the_next_page(entries):
    first = page_of(JournalEntry.objects.all(), by="occurred_at", size=4)
    JournalEntry.objects.create(name="x", subject="new", occurred_at=MORNING + timedelta(days=1), payload={})
    second = page_of(JournalEntry.objects.all(), by="occurred_at", cursor=first.next_cursor, size=4)
    assert [entry.subject for entry in second.items] == ["5", "4", "3", "2"]


def test_a_page_is_one_query(entries, django_assert_num_queries):
    with django_assert_num_queries(1):
        page_of(JournalEntry.objects.all(), by="occurred_at", size=3)


def _cursor(*parts):
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "！",
        _cursor("subject", "1", 1),
        _cursor("occurred_at", "yesterday", 1),
        _cursor("occurred_at", None, 1),
        _cursor("occurred_at", {}, 1),
        _cursor("occurred_at", MORNING.isoformat(), "1"),
        _cursor("occurred_at", MORNING.isoformat(), True),
        _cursor("occurred_at", MORNING.isoformat(), 10**30),
        _cursor("occurred_at"),
        _cursor(),
        base64.urlsafe_b64encode(b"[" * 100_000).decode(),
    ],
)
def test_a_foreign_cursor_is_refused(entries, cursor):
    with pytest.raises(BadCursor):
        page_of(JournalEntry.objects.all(), by="occurred_at", cursor=cursor)


def test_a_cursor_with_a_null_character_is_refused(entries):
    with pytest.raises(BadCursor):
        page_of(JournalEntry.objects.all(), by="subject", cursor=_cursor("subject", "\0", 1))


@given(st.text(max_size=80))
def test_no_text_passes_for_a_cursor(text):
    if text:
        with pytest.raises(BadCursor):
            page_of(JournalEntry.objects.all(), by="occurred_at", cursor=text)
