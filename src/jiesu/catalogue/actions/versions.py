"""Numbering versions and putting one in force; one publisher at a time."""

import hashlib
import json
from collections.abc import Callable
from typing import TypeVar

from django.db import connection
from django.db.models import Max, QuerySet

from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.catalogue.models import Version
from jiesu.core import audit, clock

V = TypeVar("V", bound=Version)

_LOCK = 0x12345CA7


def begin(by: Holder) -> None:
    """Check the right to configure and wait until nobody else is publishing."""
    require(by, Permission.CONFIGURE_CATALOGUE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def digest_of(content: object) -> str:
    """A fingerprint of JSON content."""
    return hashlib.sha256(json.dumps(content, sort_keys=True, ensure_ascii=False).encode()).hexdigest()


def publish(
    rows: QuerySet[V], *, content: object, note: str, by: Holder, make: Callable[[], V]
) -> tuple[V, bool]:
    """The newest version of ``rows`` if it has this very content, else a new one made by ``make``.

    Returns the version and whether it is new; it is not put in force.
    """
    digest = digest_of(content)
    newest = rows.order_by("-version").first()
    if newest is not None and newest.digest == digest:
        return newest, False
    version = make()
    version.version = (rows.aggregate(last=Max("version"))["last"] or 0) + 1
    version.digest, version.note = digest, note
    version.created_at = clock.now()
    version.created_by_id, version.created_by_name = by.user_id, by.name
    version.save(force_insert=True)
    audit.record(f"catalogue.publish.{type(version).__name__}", subject=str(version), by=by, reason=note)
    return version, True


def put_in_force(version: V, rows: QuerySet[V], *, by: Holder) -> V:
    """Make a version the one in force among ``rows``, which are all of its kind."""
    if not version.is_current:
        rows.filter(is_current=True).update(is_current=False)
        version.is_current = True
        version.save(update_fields=["is_current"])
        audit.record(f"catalogue.use.{type(version).__name__}", subject=str(version), by=by)
    return version
