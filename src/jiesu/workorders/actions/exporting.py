"""Lists of orders as files: asked for with a reason, written in the background, fetched by their owner.

A run reads its orders page by page and writes them into a file beside; only a whole file is ever stored. A
run whose worker was killed is begun anew by the next one: each beginning counts one attempt further, and
whoever belongs to an older attempt notices and stops.
"""

import tempfile
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import QuerySet

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.accounts.selectors import user_by_id
from jiesu.core import audit, ciphers, clock
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound, Refusal
from jiesu.core.sheets import write_sheet
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import actor_for
from jiesu.workorders import errors
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.exports import (
    COLUMN_LABELS,
    KEPT,
    MOST_ATTEMPTS,
    MOST_ROWS,
    MOST_UNFINISHED,
    UNFINISHED,
    Column,
    ExportState,
)
from jiesu.workorders.filters import OrderFilter, Sorting
from jiesu.workorders.listing import cells_of, pages_of
from jiesu.workorders.models import OrderExport
from jiesu.workorders.selectors import count_orders

_MOMENTS = ("overdue_at", "registered_from", "registered_until")
_MOMENT = timedelta(microseconds=1)
_UNFINISHED = [state.value for state in UNFINISHED]


class Superseded(Exception):
    """The export was cancelled, or another worker has begun it anew: this attempt is over."""


@transaction.atomic
def request_export(
    filters: OrderFilter,
    *,
    reason: str,
    by: Actor,
    title: str = "",
    columns: Iterable[Column] = (),
    sorting: Sorting = Sorting.NEWEST,
    unmasked: bool = False,
    at: datetime | None = None,
) -> OrderExport:
    """Ask for a file of the orders that a list shows; it is written in the background.

    Args:
        filters: what the list is narrowed by.
        reason: what the file is for; kept in the audit log.
        by: who asks; the file holds what they may see when it is written.
        title: name of the list, for people.
        columns: what is told of each order, in this order.
        sorting: as the list is sorted.
        unmasked: whether names and phone numbers are written in full.
        at: when; now if not given.

    Raises:
        NotAllowed: the person may not export, or not disclose citizens.
        Missing: no reason, or no columns.
        TooManyRows, TooManyExports: the limits of ``exports``.
    """
    at = at or clock.now()
    _check_permission(by, Permission.EXPORT_ORDERS)
    if unmasked:
        _check_permission(by, Permission.DISCLOSE_CITIZEN)
    reason = clean_text(reason, "reason", "导出用途", required=True, limit=200)
    chosen = list(dict.fromkeys(Column(column) for column in columns))
    if not chosen:
        raise errors.Missing(field="columns", what="导出的列")
    now = at + _MOMENT
    filters = replace(filters, registered_until=min(filters.registered_until or now, now))
    total = _counted(filters, by, sorting)
    _check_waiting(by)
    export = OrderExport.objects.create(
        owner_id=by.user_id or 0,
        owner_name=by.name,
        title=clean_text(title, "title", "名称", limit=60),
        reason=reason,
        filters=_as_json(filters),
        phone=filters.phone,
        sorting=sorting.value,
        columns=[column.value for column in chosen],
        unmasked=unmasked,
        total=total,
        requested_at=at,
    )
    _audit("export_orders", export, by=by, phone=ciphers.mask_phone(filters.phone), columns=export.columns)
    _defer(export.pk)
    return export


def run_export(export_id: int) -> None:
    """Write the file of an export that waits or whose worker died; safe to run twice and at once."""
    export = _begin(export_id)
    if export is None:
        return
    try:
        by = actor_for(user_by_id(export.owner_id))
        _check_permission(by, Permission.EXPORT_ORDERS)
        unmasked = export.unmasked and by.may(Permission.DISCLOSE_CITIZEN)
        with tempfile.TemporaryFile() as file:
            rows = _rows(export, by, unmasked=unmasked)
            header = [COLUMN_LABELS[Column(name)] for name in export.columns]
            count = write_sheet(file, title=export.title or "工单", header=header, rows=rows)
            _finish(export, file, count=count, by=by)
    except Superseded:
        return
    except Refusal as refusal:
        _fail(export, refusal.message("zh"))
    except Exception:
        if export.attempt >= MOST_ATTEMPTS:
            _fail(export, "写文件时出错，已重试多次。请联系系统管理员。")
        raise


def cancel_export(export_id: int, *, by: Actor) -> None:
    """Stop an export that waits or runs.

    Raises:
        NotFound: it is not one of this person's.
    """
    own = _own(export_id, by)
    OrderExport.objects.filter(pk=own.pk, state__in=_UNFINISHED).update(
        state=ExportState.CANCELLED.value, finished_at=clock.now()
    )


@transaction.atomic
def open_export(export_id: int, *, by: Actor) -> "tuple[OrderExport, File[Any]]":
    """The export and its file, for who asked for it; a recorded action.

    Raises:
        NotFound: it is not one of this person's, not written yet, expired, or the file is gone.
    """
    export = _own(export_id, by)
    ready = export.state == ExportState.DONE and export.expires_at and export.expires_at > clock.now()
    if not ready or not default_storage.exists(export.key):
        raise NotFound(what="导出文件 export")
    _audit("download_export", export, by=by, rows=export.done)
    return export, default_storage.open(export.key)


def expire_exports(*, at: datetime | None = None) -> int:
    """Remove the files whose time is over; returns how many."""
    at = at or clock.now()
    over = list(OrderExport.objects.filter(state=ExportState.DONE.value, expires_at__lte=at))
    for export in over:
        default_storage.delete(export.key)
        OrderExport.objects.filter(pk=export.pk).update(state=ExportState.EXPIRED.value, key="")
    return len(over)


def _check_permission(by: Actor, permission: Permission) -> None:
    if not by.may(permission):
        raise NotAllowed(permission=PERMISSION_LABELS[permission])


def _counted(filters: OrderFilter, by: Actor, sorting: Sorting) -> int:
    total = count_orders(filters, for_user=by, sorting=sorting, most=MOST_ROWS)
    if total > MOST_ROWS:
        raise errors.TooManyRows(most=f"{MOST_ROWS:,}")
    if not total:
        raise InvalidInput(
            field=None, reason_zh="没有可以导出的工单。", reason_en="There are no orders to export."
        )
    return total


def _check_waiting(by: Actor) -> None:
    mine = OrderExport.objects.filter(owner_id=by.user_id or 0, state__in=_UNFINISHED)
    if mine.count() >= MOST_UNFINISHED:
        raise errors.TooManyExports(most=MOST_UNFINISHED)


def _begin(export_id: int) -> OrderExport | None:
    with transaction.atomic():
        rows = OrderExport.objects.select_for_update().filter(pk=export_id, state__in=_UNFINISHED)
        export = rows.first()
        if export is None:
            return None
        export.attempt, export.done, export.state = export.attempt + 1, 0, ExportState.RUNNING.value
        export.save(update_fields=["attempt", "done", "state"])
    return export


def _rows(export: OrderExport, by: Actor, *, unmasked: bool) -> Iterator[list[object]]:
    """The rows of the file; after each page the export is told how far it is, and asked whether to go on."""
    columns, done = [Column(name) for name in export.columns], 0
    filters = replace(_from_json(export.filters), phone=export.phone)
    for orders in pages_of(filters, for_user=by, sorting=Sorting(export.sorting)):
        yield from (cells_of(order, columns, for_user=by, unmasked=unmasked) for order in orders)
        done += len(orders)
        if not _running(export).update(done=done):
            raise Superseded


def _finish(export: OrderExport, file: IO[bytes], *, count: int, by: Actor) -> None:
    """Store the file and say that it is there; a file that nobody waits for any more is thrown away."""
    size, now = file.tell(), clock.now()
    file.seek(0)
    key = default_storage.save(f"exports/{uuid.uuid4().hex}.xlsx", File(file))
    with transaction.atomic():
        changed = _running(export).update(
            state=ExportState.DONE.value,
            done=count,
            total=count,
            key=key,
            size=size,
            finished_at=now,
            expires_at=now + KEPT,
        )
        if changed:
            _audit("export_written", export, by=by, rows=count, bytes=size)
    if not changed:
        default_storage.delete(key)


def _fail(export: OrderExport, why: str) -> None:
    _running(export).update(state=ExportState.FAILED.value, failure=why[:200], finished_at=clock.now())


def _running(export: OrderExport) -> QuerySet[OrderExport]:
    return OrderExport.objects.filter(pk=export.pk, state=ExportState.RUNNING.value, attempt=export.attempt)


def _own(export_id: int, by: Actor) -> OrderExport:
    found = OrderExport.objects.filter(pk=export_id, owner_id=by.user_id).first() if by.user_id else None
    if found is None:
        raise NotFound(what="导出 export")
    return found


def _audit(action: str, export: OrderExport, *, by: Actor, **data: object) -> None:
    audit.record(
        action,
        subject=f"export:{export.pk}",
        by=by,
        reason=export.reason,
        title=export.title,
        filters=export.filters,
        unmasked=export.unmasked,
        total=export.total,
        **data,
    )


def _defer(export_id: int) -> None:
    from jiesu.workorders.tasks import write_export  # noqa: PLC0415 - tasks import the actions

    write_export.configure(lock=f"export:{export_id}").defer(export_id=export_id)


def _as_json(filters: OrderFilter) -> dict[str, object]:
    """The filter as it is kept, without the phone number."""
    told = {name: value for name, value in asdict(filters).items() if value not in ("", None, (), [])}
    told.pop("phone", None)
    return {name: value.isoformat() if isinstance(value, datetime) else value for name, value in told.items()}


def _from_json(told: dict[str, Any]) -> OrderFilter:
    moments = {name: datetime.fromisoformat(told[name]) for name in _MOMENTS if name in told}
    return OrderFilter(**{**told, **moments})
