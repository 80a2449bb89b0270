"""Lists as files: who may, what is in them, what happens when a worker dies, and what is written down."""

import io
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from openpyxl import load_workbook

from jiesu.core import clock
from jiesu.core.errors import NotAllowed, NotFound, Refusal
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions, errors, exports, listing
from jiesu.workorders.actions import exporting
from jiesu.workorders.actions.exporting import (
    cancel_export,
    expire_exports,
    open_export,
    request_export,
    run_export,
)
from jiesu.workorders.exports import COLUMN_LABELS, Column, ExportState
from jiesu.workorders.filters import OrderFilter, Sorting
from jiesu.workorders.models import OrderExport
from tests.jobs import waiting

COLUMNS = [Column.NUMBER, Column.TITLE, Column.CITIZEN_NAME, Column.CITIZEN_PHONE]


@pytest.fixture(autouse=True)
def storage(settings, place):
    settings.MEDIA_ROOT = place
    return place


@pytest.fixture
def chief(cast):
    """May export and disclose."""
    assert cast.duty_chief.may("export_orders")
    return cast.duty_chief


def ask(by, columns=COLUMNS, filters=None, **more):
    return request_export(filters or OrderFilter(), reason="月度分析", by=by, columns=columns, **more)


def rows_of(export, by):
    _, file = open_export(export.pk, by=by)
    with file:
        book = load_workbook(io.BytesIO(file.read()))
    return [[cell.value for cell in row] for row in book.active.rows]


def audited():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor_name", "reason"))


def test_a_list_becomes_a_file_that_its_owner_fetches(cast, chief, run_jobs, held_clock):
    first = cast.register("和平路路灯不亮", title="=路灯")
    held_clock.move(timedelta(minutes=1))
    second = cast.register("人民路井盖破损", title="井盖")
    cast.register("公积金", title="咨询")
    held_clock.move(timedelta(minutes=1))

    export = ask(chief, filters=OrderFilter(words="路"), title="路面")
    held_clock.move(timedelta(minutes=1))
    cast.register("后来的路灯", title="后来")
    assert run_jobs() >= 1

    export.refresh_from_db()
    assert (export.state, export.done, export.total, export.attempt) == ("done", 2, 2, 1)
    assert export.expires_at == clock.now() + exports.KEPT
    assert rows_of(export, chief) == [
        [COLUMN_LABELS[column] for column in COLUMNS],
        [second, "井盖", "王**", "138****4567"],
        [first, "=路灯", "王**", "138****4567"],
    ]
    assert audited()[-3:] == [
        ("export_orders", chief.name, "月度分析"),
        ("export_written", chief.name, "月度分析"),
        ("download_export", chief.name, "月度分析"),
    ]


def test_every_column_can_be_written_for_every_order(cast, chief, run_jobs):
    cast.register("和平路路灯不亮")
    actions.answer_directly(cast.register("公积金"), answer="可线上办理", by=chief)
    cast.register("无人", citizen=None, topic_code="")

    export = ask(chief, columns=list(Column))
    run_jobs()

    rows = rows_of(export, chief)
    assert [len(row) for row in rows] == [len(Column)] * 4
    assert "可线上办理" in rows[2] or "可线上办理" in rows[1] or "可线上办理" in rows[3]


def test_persons_are_written_in_full_only_for_those_who_may_and_said_so(cast, chief, run_jobs):
    cast.register()
    full = ask(chief, unmasked=True)
    run_jobs()

    assert rows_of(full, chief)[1][2:] == ["王建国", "13851234567"]
    assert AuditEntry.objects.filter(action="export_orders", data__unmasked=True).count() == 1


def test_confidential_persons_stay_unknown_to_those_who_may_not_see_them(cast, chief, run_jobs):
    number = cast.register("匿名举报", is_confidential=True)
    actions.dispatch_order(number, lead=cast.water.pk, by=chief)

    cells = listing.cells_of(actions_order(number), COLUMNS, for_user=cast.water_leader, unmasked=True)

    assert cells[2:] == ["保密", "保密"]


def actions_order(number):
    from tests.cast import order

    return order(number)


def test_who_may_not_export_is_refused_and_nothing_is_kept(cast):
    cast.register()

    with pytest.raises(NotAllowed):
        ask(cast.operator)
    assert not OrderExport.objects.exists()
    assert not AuditEntry.objects.filter(action="export_orders").exists()
    assert "workorders.write_export" not in waiting()


@pytest.mark.parametrize(
    ("more", "refusal"),
    [({"reason": " "}, errors.Missing), ({"columns": []}, errors.Missing),
     ({"filters": OrderFilter(words="火星")}, Refusal)],
)  # fmt: skip
def test_a_file_needs_a_reason_columns_and_orders(cast, chief, more, refusal):
    cast.register()
    given = {"filters": OrderFilter(), "reason": "月报", "columns": COLUMNS, **more}

    with pytest.raises(refusal):
        request_export(given.pop("filters"), by=chief, **given)
    assert not OrderExport.objects.exists()


def test_the_limits_are_kept(cast, chief, monkeypatch):
    for n in range(3):
        cast.register(f"路灯{n}")
    monkeypatch.setattr(exporting, "MOST_ROWS", 2)
    with pytest.raises(errors.TooManyRows):
        ask(chief)
    monkeypatch.setattr(exporting, "MOST_ROWS", 3)
    for _ in range(exports.MOST_UNFINISHED):
        ask(chief)
    with pytest.raises(errors.TooManyExports):
        ask(chief)


def test_a_killed_export_is_written_anew_from_the_beginning(cast, chief, monkeypatch):
    numbers = [cast.register(f"路灯{n}") for n in range(5)]
    export = ask(chief, sorting=Sorting.OLDEST)
    monkeypatch.setattr(listing, "PAGE", 2)

    def killed(order, *args, **kwargs):
        if order.number == numbers[3]:
            raise SystemExit("killed")
        return [order.number]

    with monkeypatch.context() as patch:
        patch.setattr(exporting, "cells_of", killed)
        with pytest.raises(SystemExit):
            run_export(export.pk)
    export.refresh_from_db()
    assert (export.state, export.done, export.attempt, export.key) == ("running", 2, 1, "")

    run_export(export.pk)

    export.refresh_from_db()
    assert (export.state, export.done, export.attempt) == ("done", 5, 2)
    assert [row[0] for row in rows_of(export, chief)[1:]] == numbers
    assert len(default_storage.listdir("exports")[1]) == 1


def test_an_older_attempt_that_comes_back_writes_nothing(cast, chief, monkeypatch):
    cast.register()
    export = ask(chief)
    inner = []

    def twice(order, *args, **kwargs):
        if not inner:
            inner.append(True)
            run_export(export.pk)
        return [order.number]

    monkeypatch.setattr(exporting, "cells_of", twice)
    run_export(export.pk)

    export.refresh_from_db()
    assert (export.state, export.attempt) == ("done", 2)
    assert len(default_storage.listdir("exports")[1]) == 1
    run_export(export.pk)
    export.refresh_from_db()
    assert export.attempt == 2


def test_a_cancelled_export_stops_and_leaves_no_file(cast, chief, monkeypatch):
    for n in range(3):
        cast.register(f"路灯{n}")
    monkeypatch.setattr(listing, "PAGE", 1)
    export = ask(chief)

    def cancelling(order, *args, **kwargs):
        cancel_export(export.pk, by=chief)
        return [order.number]

    monkeypatch.setattr(exporting, "cells_of", cancelling)
    run_export(export.pk)

    export.refresh_from_db()
    assert export.state == ExportState.CANCELLED
    assert not default_storage.exists("exports")
    with pytest.raises(NotFound):
        open_export(export.pk, by=chief)


def test_an_export_that_fails_again_and_again_says_so(cast, chief, monkeypatch):
    cast.register()
    export = ask(chief)

    def broken(*args, **kwargs):
        raise OSError("disk full")

    monkeypatch.setattr(exporting, "write_sheet", broken)
    for _ in range(exports.MOST_ATTEMPTS):
        with pytest.raises(OSError, match="disk full"):
            run_export(export.pk)

    export.refresh_from_db()
    assert export.state == ExportState.FAILED
    assert export.failure


def test_who_lost_the_permission_meanwhile_gets_no_file(cast, chief):
    from jiesu.organisations.models import Post

    cast.register()
    export = ask(chief)
    Post.objects.filter(user_id=chief.user_id).delete()

    run_export(export.pk)

    export.refresh_from_db()
    assert (export.state, export.key) == ("failed", "")
    assert "权限" in export.failure


def test_only_the_owner_fetches_a_file_and_only_until_it_expires(cast, chief, run_jobs, held_clock):
    cast.register()
    export = ask(chief)
    with pytest.raises(NotFound):
        open_export(export.pk, by=chief)
    run_jobs()
    for other in (cast.supervisor, SYSTEM):
        with pytest.raises(NotFound):
            open_export(export.pk, by=other)
        with pytest.raises(NotFound):
            listing.export_of(export.pk, owner=other)
    assert listing.exports_of(cast.supervisor) == []
    assert [row.pk for row in listing.exports_of(chief)] == [export.pk]

    assert expire_exports() == 0
    held_clock.move(exports.KEPT)
    with pytest.raises(NotFound):
        open_export(export.pk, by=chief)
    assert expire_exports() == 1
    export.refresh_from_db()
    assert (export.state, export.key) == ("expired", "")
    assert default_storage.listdir("exports")[1] == []
    assert expire_exports() == 0


def test_a_phone_number_that_a_list_is_narrowed_by_is_sealed_and_masked(cast, chief, run_jobs):
    from django.db import connection

    number = cast.register()
    cast.register("别人的", citizen=None)
    export = ask(chief, filters=OrderFilter(phone="138 5123 4567", states=("pending_dispatch",)))
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, filters::text FROM workorders_orderexport")
        assert "5123" not in str(cursor.fetchone())
    assert "5123" not in str(AuditEntry.objects.values_list("data", flat=True))
    run_jobs()

    assert [row[0] for row in rows_of(export, chief)[1:]] == [number]
