import json
from concurrent.futures import ThreadPoolExecutor

import openpyxl
import pytest
from django.db import connection

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.errors import NothingPublished
from jiesu.core.errors import InvalidInput, NotAllowed
from jiesu.core.models import AuditEntry
from jiesu.intake import selectors
from jiesu.intake.actions import batches, import_file, rehearse_import
from jiesu.intake.actions import importing as module
from jiesu.intake.errors import ImportRunning, UnreadableFile
from jiesu.intake.models import Contact, ImportRun, RejectedRow
from jiesu.intake.opening import Manner, open_table
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.workorders.models import WorkOrder
from tests.intake.real_data import ROWS, real_file, real_rows

HEADER = "编号,诉求内容,受理时间,电话"


def file(tmp_path, *rows, name="file.csv", header=HEADER, encoding="utf-8"):
    path = tmp_path / name
    path.write_bytes("\n".join([header, *rows, ""]).encode(encoding))
    return path


def tally(summary):
    counts = summary.tally
    assert counts.read == counts.accepted + counts.rejected + counts.duplicate
    return counts.accepted, counts.rejected, counts.duplicate


def contents():
    return list(WorkOrder.objects.order_by("number").values_list("content", flat=True))


def test_rows_become_orders_in_the_order_of_the_file(hotline, tmp_path):
    path = file(tmp_path, "A1,路灯坏了,2026-01-02 10:00,13812345678", "A2,井盖不见了,,", encoding="gbk")
    summary = import_file(path, by=SYSTEM, source="旧系统")
    assert tally(summary) == (2, 0, 0)
    assert contents() == ["路灯坏了", "井盖不见了"]
    first = Contact.objects.get(external_key="A1")
    assert (first.source, first.channel, first.line, first.run_id) == ("旧系统", "import", 2, summary.run_id)
    assert first.received_at.isoformat() == "2026-01-02T02:00:00+00:00"
    assert first.order.citizen.phone == "13812345678"
    assert first.told == {
        "cells": {"编号": "A1", "受理时间": "2026-01-02 10:00", "电话": "13812345678"},
        "extra": {},
    }


def test_the_import_itself_is_recorded(hotline, tmp_path):
    path = file(tmp_path, "A1,路灯,,", "A2,,,")
    summary = import_file(path, by=SYSTEM)
    run = selectors.import_run(summary.run_id)
    assert (run.file_name, run.size, run.state) == ("file.csv", path.stat().st_size, "done")
    assert (run.position, run.accepted, run.rejected, run.duplicate) == (2, 1, 1, 0)
    assert run.finished_at >= run.started_at
    assert run.reading["columns"]["诉求内容"] == "content"
    assert list(AuditEntry.objects.order_by("id").values_list("action", flat=True))[-2:] == [
        "import_orders",
        "import_finished",
    ]
    assert list(selectors.import_runs()) == [run]


def test_the_same_file_again_under_another_name_and_form_registers_nothing(hotline, tmp_path):
    rows = ["A1,路灯坏了,2026-01-02 10:00,", "A2,井盖不见了,,"]
    import_file(file(tmp_path, *rows), by=SYSTEM)
    assert tally(import_file(file(tmp_path, *rows), by=SYSTEM)) == (0, 0, 2)
    assert tally(import_file(file(tmp_path, *rows, name="copy.txt", encoding="gbk"), by=SYSTEM)) == (0, 0, 2)
    book = openpyxl.Workbook()
    for row in [HEADER, *rows]:
        book.active.append(row.split(","))
    book.save(tmp_path / "copy.xlsx")
    assert tally(import_file(tmp_path / "copy.xlsx", by=SYSTEM)) == (0, 0, 2)
    assert len(contents()) == 2


def test_rows_without_numbers_are_told_apart_by_what_they_say(hotline, tmp_path):
    rows = ["路灯坏了,2026-01-02", "路灯坏了,2026-01-02", "井盖,2026-01-03"]
    path = file(tmp_path, *rows, header="内容,时间")
    assert tally(import_file(path, by=SYSTEM)) == (3, 0, 0)
    copy = file(tmp_path, rows[2], *rows, rows[0], header="内容,时间", name="more.csv")
    assert tally(import_file(copy, by=SYSTEM)) == (2, 0, 3)


def test_a_number_used_for_something_else_is_turned_away_not_swallowed(hotline, tmp_path):
    import_file(file(tmp_path, "A1,路灯坏了,,"), by=SYSTEM)
    path = file(tmp_path, "A1,路灯 坏了,,", "A1,井盖,,", "A2,停水,,", "A2,停电,,", name="other.csv")
    summary = import_file(path, by=SYSTEM)
    assert tally(summary) == (1, 2, 1)
    first, second = selectors.rejected_lines(summary.run_id)
    number = WorkOrder.objects.get(content="路灯坏了").number
    assert (first.line, second.line) == (3, 5)
    assert f"编号“A1”已用于工单 {number}" in first.reason
    assert "编号“A2”已用于第 4 行" in second.reason
    assert tally(import_file(path, by=SYSTEM, source="另一系统")) == (2, 2, 0)


def test_rejected_rows_are_kept_sealed_with_line_reason_and_cells(hotline, tmp_path):
    rows = ["A1,路灯,2019-02-30,13812345678", "A2", 'A3,"没有配对,,', "A4,好的,,", "A5,\ufffe坏\0字,,"]
    summary = import_file(file(tmp_path, *rows), by=SYSTEM)
    assert tally(summary) == (2, 3, 0)
    lines = list(selectors.rejected_lines(summary.run_id))
    assert [(line.line, line.reason) for line in lines] == [
        (2, "“受理时间”没有这一天或这一时刻：2019-02-30"),
        (3, "应有 4 列，只有 1 列"),
        (4, "引号没有配对，或引号后面还有别的字"),
    ]
    assert lines[0].cells == ("A1", "路灯", "2019-02-30", "13812345678")
    row = RejectedRow.objects.get(line=2)
    assert row.codes == ["bad_received_at"]
    assert contents() == ["好的", "坏字"]


def test_batches_do_not_change_what_comes_out(hotline, tmp_path):
    rows = [f"{n % 7},内容{n % 14},,{'x' if n % 5 == 0 else ''}" for n in range(40)]
    path = file(tmp_path, *rows)
    summaries = [import_file(path, by=SYSTEM, source=f"s{size}", batch=size) for size in (1, 3, 1000)]
    assert len({tally(summary) for summary in summaries}) == 1
    kept = [
        list(Contact.objects.filter(run_id=s.run_id).order_by("line").values_list("line", flat=True))
        for s in summaries
    ]
    assert kept[0] == kept[1] == kept[2]


def test_an_import_that_broke_off_goes_on_where_it_stopped(hotline, tmp_path, monkeypatch):
    path = file(tmp_path, *(f"{n},内容{n},,{'x' if n == 4 else ''}" for n in range(10)))
    steps = []

    def break_off(position, size, tally):
        steps.append(tally.read)
        if tally.read == 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(path, by=SYSTEM, batch=2, progress=break_off)
    assert steps == [2, 4, 6]
    run = ImportRun.objects.get()
    assert (run.state, run.position, run.rejected) == ("running", 6, 1)
    summary = import_file(path, by=SYSTEM, batch=2)
    assert (summary.run_id, summary.resumed_at) == (run.pk, 6)
    assert tally(summary) == (9, 1, 0)
    assert contents() == [f"内容{n}" for n in range(10) if n != 4]


def test_a_resumed_import_counts_repeated_rows_on(hotline, tmp_path):
    path = file(tmp_path, *["路灯"] * 6, header="内容")

    def break_off(position, size, tally):
        if tally.read == 4:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_file(path, by=SYSTEM, batch=2, progress=break_off)
    assert tally(import_file(path, by=SYSTEM, batch=2)) == (6, 0, 0)
    assert tally(import_file(path, by=SYSTEM)) == (0, 0, 6)


def test_two_imports_of_one_file_at_once_do_not_both_go_on(hotline, tmp_path):
    path = file(tmp_path, *(f"{n},内容{n},," for n in range(6)))

    def other_process(position, size, tally):
        if tally.read == 2:
            import_file(path, by=SYSTEM, batch=2)

    with pytest.raises(ImportRunning):
        import_file(path, by=SYSTEM, batch=2, progress=other_process)
    assert len(contents()) == 6


@pytest.mark.django_db(transaction=True)
def test_an_overlapping_import_in_between_is_noticed(transactional_db, tmp_path, monkeypatch):
    from jiesu.catalogue.actions import install_presets

    install_presets(by=SYSTEM)
    path = file(tmp_path, "A1,路灯,,", "A2,井盖,,")
    other = file(tmp_path, "A2,井盖,,", name="other.csv")
    look = batches.known_under

    def import_other():
        import_file(other, by=SYSTEM)
        connection.close()

    def be_overtaken(source, keys):
        known = look(source, keys)
        monkeypatch.setattr(module, "known_under", look)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(import_other).result()
        return known

    monkeypatch.setattr(module, "known_under", be_overtaken)
    assert tally(import_file(path, by=SYSTEM)) == (1, 0, 1)
    assert sorted(contents()) == ["井盖", "路灯"]


def test_one_row_that_cannot_be_registered_after_all_does_not_take_others_with_it(
    hotline, tmp_path, monkeypatch
):
    register = batches.register_orders

    def refuse_one(registrations, *, by):
        if any(item.content == "井盖" for item in registrations):
            raise InvalidInput(field="content", reason_zh="不行。", reason_en="No.")
        return register(registrations, by=by)

    monkeypatch.setattr(batches, "register_orders", refuse_one)
    summary = import_file(file(tmp_path, "1,路灯,,", "2,井盖,,", "3,停水,,"), by=SYSTEM)
    assert tally(summary) == (2, 1, 0)
    assert [line.reason for line in selectors.rejected_lines(summary.run_id)] == ["不行"]


def test_a_dry_run_says_what_would_happen_and_changes_nothing(hotline, tmp_path):
    import_file(file(tmp_path, "A0,旧的,,", name="old.csv"), by=SYSTEM)
    path = file(tmp_path, "A0,旧的,,", "A1,路灯,,", "A1,路灯,,", "A1,井盖,,", "A2,,,", "A3,停水,,x")
    rejected = []
    audits = AuditEntry.objects.count()
    summary = rehearse_import(open_table(path, Manner()), by=SYSTEM, on_rejection=rejected.append)
    assert summary.run_id is None
    assert tally(summary) == (1, 3, 2)
    assert [rejection.line for rejection in rejected] == [5, 6, 7]
    assert (WorkOrder.objects.count(), ImportRun.objects.count()) == (1, 1)
    assert AuditEntry.objects.count() == audits
    assert tally(import_file(path, by=SYSTEM)) == (1, 3, 2)


def test_topics_and_areas_are_found_by_name_and_the_unknown_stay_open(hotline, tmp_path):
    from jiesu.catalogue.actions import import_topics
    from jiesu.catalogue.tables import TopicRow
    from jiesu.places.actions import import_divisions

    import_topics([TopicRow(level1="城乡建设", level2="路灯")], by=SYSTEM)
    import_divisions([{"code": "320700", "name": "连云港市", "level": "city", "parent": ""}], by=SYSTEM)
    rows = ["1,a,路灯,连云港市", "2,b,0101,320799", "3,c,外星事务,火星"]
    summary = import_file(file(tmp_path, *rows, header="编号,内容,分类,区县"), by=SYSTEM)
    assert tally(summary) == (3, 0, 0)
    assert summary.tally.unmatched == {"topic_code": 1, "area_code": 1}
    assert list(WorkOrder.objects.order_by("number").values_list("topic_code", "area_code")) == [
        ("0101", "320700"),
        ("0101", "320799"),
        ("", ""),
    ]
    assert Contact.objects.get(external_key="3").told["cells"]["分类"] == "外星事务"


def test_who_may_not_import_imports_nothing(hotline, tmp_path):
    clerk = Actor(user_id=1, name="张三", permissions=frozenset({Permission.REGISTER_ORDER}))
    with pytest.raises(NotAllowed):
        import_file(file(tmp_path, "1,路灯,,"), by=clerk)
    assert ImportRun.objects.count() == 0


def test_without_rules_in_force_nothing_is_turned_away(db, tmp_path):
    with pytest.raises(NothingPublished):
        import_file(file(tmp_path, "1,路灯,,"), by=SYSTEM)
    assert (ImportRun.objects.count(), RejectedRow.objects.count()) == (0, 0)


def test_a_file_that_cannot_be_read_leaves_no_trace(hotline, tmp_path):
    (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7")
    with pytest.raises(UnreadableFile):
        import_file(tmp_path / "x.pdf", by=SYSTEM)
    assert ImportRun.objects.count() == 0


def test_halves_of_characters_do_not_stop_an_import(hotline, tmp_path):
    from tests.intake.writing import inline, raw_workbook

    header = f'<row r="1">{inline("A1", "内容")}{inline("B1", "备注")}{inline("C1", "时间")}</row>'
    row = f'<row r="2">{inline("A2", "坏_xD800_字")}{inline("B2", "_xD800_")}{inline("C2", "{}")}</row>'
    path = raw_workbook(tmp_path / "a.xlsx", header + row.format("") + row.format("昨_xDFFF_天"))
    assert tally(import_file(path, by=SYSTEM)) == (1, 1, 0)
    assert contents() == ["坏字"]


@pytest.mark.parametrize("name", ["stream.csv", "replies.csv", "kinds_sichuan.csv"])
def test_every_real_row_becomes_an_order_once(hotline, name):
    summary = import_file(real_file(name), by=SYSTEM, source=name)
    assert tally(summary) == (ROWS[name], 0, 0)
    rows = {row["id"]: row for row in real_rows(name)}
    for contact in Contact.objects.select_related("order").iterator():
        assert contact.order.content == rows[contact.external_key]["content"].replace("\0", "").strip()
        if "reply" in rows[contact.external_key]:
            assert contact.told["extra"].get("reply", "") == rows[contact.external_key]["reply"].strip()
    assert json.dumps(summary.table.reading())
