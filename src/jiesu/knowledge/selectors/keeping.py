"""The process's index of live articles: opened from a file, following the database, sorted anew in a thread.

The bulk is the index as one process of the machine sorted it and wrote it down; the others open the file and
share its pages. What was published since stands in a small index of its own, scored as if it were in the
bulk; when that has grown, a thread sorts all anew while searching goes on. Whether anything changed is asked
at most once a second, so a new article is found within a second or two in every process.
"""

import logging
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from django.conf import settings
from django.db import DatabaseError, connection
from numpy.typing import NDArray

from jiesu.knowledge import stored
from jiesu.knowledge.asking import query_of
from jiesu.knowledge.cutting import Counted, unpacked
from jiesu.knowledge.lexical import LexicalIndex, indexed
from jiesu.knowledge.models import ArticleTerms, IndexRevision
from jiesu.knowledge.synonyms import SynonymTable

LOOK_AGAIN = 1.0
"""Seconds for which the index is taken to be up to date."""

SORT_ANEW = 1000
"""Changed articles that are kept apart before the whole index is sorted anew."""

WORTH_A_FILE = 2000
"""Fewer articles are sorted in a fraction of a second, when they are needed; they need no file."""

_DATABASE = """
SELECT system_identifier::text || '/' || (SELECT oid FROM pg_database WHERE datname = current_database())
FROM pg_control_system()
"""

_log = logging.getLogger(__name__)
_Revisions = dict[int, int]


@dataclass(frozen=True)
class Kept:
    """The sorted bulk, which of it still counts, and what changed since.

    Attributes:
        revision: the newest revision that is taken over.
        looked_at: when the database was last asked.
        bulk, bulk_ids: the sorted index, and the article at each of its places.
        counts: which places of the bulk hold what the article says now.
        changed: the articles that are not as in the bulk; None for one that is not to be found any more.
        fresh, fresh_ids: the index of those that are to be found, and the article at each of its places.
    """

    revision: int = -1
    looked_at: float = -1e9
    bulk: LexicalIndex = field(default_factory=lambda: indexed([]))
    bulk_ids: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    counts: NDArray[np.bool_] = field(default_factory=lambda: np.zeros(0, dtype=np.bool_))
    changed: dict[int, Counted | None] = field(default_factory=dict)
    fresh: LexicalIndex = field(default_factory=lambda: indexed([]))
    fresh_ids: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


_kept = Kept()
_lock = threading.Lock()
_sorting = threading.Lock()


def up_to_date() -> Kept:
    """The index as the database stood at most a second ago."""
    global _kept  # noqa: PLW0603 - the process's index, replaced as a whole so that readers need no lock
    if time.monotonic() - _kept.looked_at < LOOK_AGAIN:
        return _kept
    with _lock:
        if time.monotonic() - _kept.looked_at >= LOOK_AGAIN:
            _kept = _followed(_kept)
    return _kept


def forget_index() -> None:
    """Read everything anew; for tests, whose databases come and go."""
    global _kept  # noqa: PLW0603 - see up_to_date
    _kept = Kept()


def warm_index() -> threading.Thread:
    """Begin to open or build the index beside the process's work, so that the first search need not wait."""
    thread = threading.Thread(target=_warm, name="knowledge-index", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    try:
        up_to_date()
        query_of("停水 tingshui", synonyms=SynonymTable.shipped().others("停水"))  # their tables, too
    except DatabaseError:
        _log.exception("the index of the knowledge base could not be read ahead; the first search will")
    finally:
        connection.close()


def _followed(kept: Kept) -> Kept:
    """The index as the database stands now."""
    newest = _newest()
    kept = replace(kept, looked_at=time.monotonic())
    if newest == kept.revision:
        return kept
    if kept.revision < 0 or newest < kept.revision:
        return _begun(newest)
    kept = _with_changes(kept, _changes_since(kept.revision), newest=newest)
    if len(kept.changed) <= SORT_ANEW:
        return kept
    if kept.bulk.size + len(kept.changed) < WORTH_A_FILE:
        return _sorted_anew(newest)
    if _sorting.acquire(blocking=False):
        threading.Thread(target=_sort_beside, name="knowledge-sorting", daemon=True).start()
    return kept


def _begun(newest: int) -> Kept:
    """The first index of a process: from the file, else sorted by one process at a time."""
    if ArticleTerms.objects.filter(version__isnull=False).count() < WORTH_A_FILE:
        return _sorted_anew(newest)
    with stored.only_one(_path()):
        return _opened() or _sorted_anew(newest)


def _sort_beside() -> None:
    """Sort anew in a thread of its own, unless another process has just done so."""
    global _kept  # noqa: PLW0603 - see up_to_date
    try:
        with stored.only_one(_path()):
            anew = _opened() or _sorted_anew(_newest())
        with _lock:
            _kept = anew
    except DatabaseError:
        _log.exception("the index of the knowledge base could not be sorted anew; the one before is kept")
    finally:
        _sorting.release()
        connection.close()


def _opened() -> Kept | None:
    """The index from the file, with what changed since; None without a file, or when it fell behind."""
    newest = _newest()
    found = stored.read(_path(), of=_database())
    if found is None or found.newest > newest:
        return None
    now: _Revisions = dict(
        ArticleTerms.objects.filter(version__isnull=False).values_list("article_id", "revision")
    )
    held = np.array([now.get(int(article), -1) for article in found.articles], dtype=np.int64)
    counts = held == found.revisions
    missing = now.keys() - set(found.articles[counts].tolist())
    if len(missing) + int((~counts).sum()) > SORT_ANEW:
        return None
    gone = dict.fromkeys(found.articles[~counts].tolist())
    kept = Kept(revision=newest, bulk=LexicalIndex(found.postings), bulk_ids=found.articles, counts=counts)
    return _with_changes(kept, {**gone, **_terms_of(missing)}, newest=newest)


def _sorted_anew(newest: int) -> Kept:
    rows = ArticleTerms.objects.filter(version__isnull=False, revision__lte=newest).order_by("article_id")
    articles: list[int] = []
    revisions: list[int] = []
    terms: list[Counted] = []
    for article, revision, counted in rows.values_list("article_id", "revision", "counted").iterator(2000):
        articles.append(article)
        revisions.append(revision)
        terms.append(unpacked(bytes(counted)))
    ids, index = np.array(articles, dtype=np.int64), indexed(terms)
    del terms
    if len(ids) >= WORTH_A_FILE:
        index = _written(index, newest, ids=ids, revisions=np.array(revisions, dtype=np.int64))
    return Kept(newest, time.monotonic(), bulk=index, bulk_ids=ids, counts=np.ones(len(ids), dtype=np.bool_))


def _written(
    index: LexicalIndex, newest: int, *, ids: NDArray[np.int64], revisions: NDArray[np.int64]
) -> LexicalIndex:
    """The index as it lies in the file that all processes share; itself when it cannot be written."""
    of = _database()
    try:
        stored.write(stored.Stored(of, newest, ids, revisions=revisions, postings=index.postings), _path())
    except OSError as error:
        _log.warning("the index of the knowledge base stays in memory: %s", error)
        return index
    again = stored.read(_path(), of=of)
    return LexicalIndex(again.postings) if again else index


def _changes_since(revision: int) -> dict[int, Counted | None]:
    rows = ArticleTerms.objects.filter(revision__gt=revision)
    return {
        article: unpacked(bytes(counted)) if version else None
        for article, version, counted in rows.values_list("article_id", "version_id", "counted")
    }


def _terms_of(articles: Iterable[int]) -> dict[int, Counted | None]:
    rows = ArticleTerms.objects.filter(article_id__in=list(articles), version__isnull=False)
    return {
        article: unpacked(bytes(counted)) for article, counted in rows.values_list("article_id", "counted")
    }


def _with_changes(kept: Kept, changes: dict[int, Counted | None], *, newest: int) -> Kept:
    changed = {**kept.changed, **changes}
    found = [(article, counted) for article, counted in changed.items() if counted is not None]
    return replace(
        kept,
        revision=newest,
        looked_at=time.monotonic(),
        counts=kept.counts & ~np.isin(kept.bulk_ids, list(changes)) if changes else kept.counts,
        changed=changed,
        fresh=indexed([counted for _, counted in found], beside=kept.bulk),
        fresh_ids=np.array([article for article, _ in found], dtype=np.int64),
    )


def _newest() -> int:
    return IndexRevision.objects.values_list("newest", flat=True).first() or 0


def _database() -> str:
    """Which database this is: a restored or another one is never taken for it."""
    with connection.cursor() as cursor:
        cursor.execute(_DATABASE)
        row = cursor.fetchone()
    return str(row[0]) if row else ""


def _path() -> Path:
    folder: Path = settings.VAR / "knowledge"
    return folder / "index.idx"
