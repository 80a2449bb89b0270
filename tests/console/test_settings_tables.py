"""Tables of the configuration out as xlsx and in again: looked at row by row, all of it or nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from jiesu.accounts import actions as accounts
from jiesu.accounts.models import User
from jiesu.catalogue import configured, selectors
from jiesu.console.settings.kinds import KINDS
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM
from jiesu.organisations.models import Unit
from tests.console.configuring import S, body_of, signed_in, state


def test_a_pack_goes_out_as_xlsx_and_comes_back_the_same(desk):
    version = configured.current_pack_version()
    file = SimpleUploadedFile("pack.xlsx", body_of(desk.get(f"{S}packs/{version.pk}/xlsx/")))

    shown = desk.post(S + "packs/upload/", {"file": file})

    assert shown.context["form"].reading.pack == selectors.pack_of(version.pk)
    assert shown.context["lines"] == []


@pytest.mark.parametrize("kind", KINDS)
def test_every_table_goes_out_as_xlsx_and_comes_back_without_loss(desk, kind):
    content = body_of(desk.get(f"{S}tables/{kind}/xlsx/"))
    rows = list(load_workbook(io.BytesIO(content)).active.values)
    assert rows[0] == tuple(column.label for column in KINDS[kind].columns)
    before = state()

    report = desk.post(f"{S}tables/{kind}/", {"file": SimpleUploadedFile("t.xlsx", content)})

    assert report.context["taken"].is_sound, report.context["lines"][:3]
    assert not report.context["taken"].changes_something, report.context["lines"][:3]
    assert len(report.context["taken"].rows) == len(rows) - 1
    assert state() == before
    noted = AuditEntry.objects.filter(action="export_table").latest("pk")
    assert (noted.subject, noted.data["rows"]) == (f"table:{kind}", len(rows) - 1)


@pytest.mark.parametrize("kind", KINDS)
def test_tables_are_for_those_who_configure(stranger, desk, kind):
    file = SimpleUploadedFile("t.csv", "代码,名称\nx,y\n".encode())
    before = state()

    assert stranger.get(f"{S}tables/{kind}/xlsx/").status_code == 403
    assert stranger.post(f"{S}tables/{kind}/", {"file": file}).status_code == 403
    assert stranger.post(f"{S}tables/{kind}/confirm/", {"rows": "x"}).status_code == 403
    assert state() == before


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
def test_a_table_in_gbk_or_utf_8_is_looked_at_and_then_written(desk, city, encoding):
    text = "单位一览,,\n代码,名称,上级代码\ngas,市燃气公司,centre\ngas-1,检修班,gas\n"
    report = desk.post(S + "tables/units/", {"file": SimpleUploadedFile("t.csv", text.encode(encoding))})
    assert not Unit.objects.filter(code="gas").exists()

    answer = desk.post(S + "tables/units/confirm/", {"rows": report.context["sealed"]})
    assert answer["Location"] == S + "units/"
    assert Unit.objects.get(code="gas-1").parent.name == "市燃气公司"
    assert AuditEntry.objects.get(action="import_table").data == {"counts": {"added": 2}}


def test_a_table_with_one_bad_row_is_not_taken_at_all(desk):
    text = "代码,名称,上级代码\ngas,市燃气公司,centre\nx,孤儿,nowhere\n"
    report = desk.post(S + "tables/units/", {"file": SimpleUploadedFile("t.csv", text.encode())})

    assert report.context["sealed"] == ""
    page = report.content.decode()
    assert "没有找到单位" in page
    assert "确认导入" not in page
    assert not Unit.objects.filter(code="gas").exists()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.7 ...",
        b"\xd0\xcf\x11\xe0" + b"\0" * 600,
        b"PK\x03\x04 not a workbook",
        b"\x00\x01\x02" * 99,
        "名称\n只有名称\n".encode(),
        "代码,名称\n".encode(),
    ],
)
def test_odd_files_are_refused_in_words(desk, content):
    before = state()
    answer = desk.post(S + "tables/units/", {"file": SimpleUploadedFile("t.xlsx", content)})

    assert answer.status_code in (409, 422)
    assert answer.context["form"].errors
    assert state() == before


def test_what_is_confirmed_is_what_the_same_person_looked_at(desk, city, held_clock):
    other = signed_in(accounts.create_account("other-admin", by=SYSTEM))
    user = User.objects.get(username="other-admin")
    from jiesu.organisations import actions

    actions.assign_post(user.pk, unit=city.units["centre"], role="administrator", by=SYSTEM)
    text = "代码,名称,上级代码\ngas,市燃气公司,centre\n"
    report = desk.post(S + "tables/units/", {"file": SimpleUploadedFile("t.csv", text.encode())})
    sealed = report.context["sealed"]

    assert other.post(S + "tables/units/confirm/", {"rows": sealed}).status_code == 422
    assert desk.post(S + "tables/people/confirm/", {"rows": sealed}).status_code == 422
    assert desk.post(S + "tables/units/confirm/", {"rows": sealed[:-1] + "x"}).status_code == 422
    assert not Unit.objects.filter(code="gas").exists()
