"""The configuration pages of the catalogue."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from jiesu.catalogue import actions, selectors
from jiesu.catalogue.models import (
    CalendarVersion,
    DutyVersion,
    PackVersion,
    ReasonCode,
    TopicVersion,
)
from jiesu.catalogue.tables import TopicRow
from jiesu.organisations.actors import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.catalogue.admin_urls")]

PAGES = ["packversion", "calendarversion", "topicversion", "topic", "dutyversion", "dutyentry", "reasoncode"]


@pytest.fixture
def page(client, django_user_model, units):
    """The browser of the administrator."""
    actions.install_presets(by=SYSTEM)
    client.force_login(django_user_model.objects.create_superuser("admin", password="x"))
    return client


def address(name, rest=""):
    return f"/admin/catalogue/{name}/{rest}"


@pytest.mark.parametrize("name", PAGES)
def test_every_list_opens(page, name):
    actions.import_topics([TopicRow(level1="市政")], by=SYSTEM)
    assert page.get(address(name)).status_code == 200
    assert page.get(address(name), {"q": "市政"}).status_code == 200 or name in (
        "packversion",
        "calendarversion",
    )


@pytest.mark.parametrize("name", PAGES)
def test_who_may_not_configure_sees_nothing(client, django_user_model, name):
    client.force_login(django_user_model.objects.create_user("clerk", password="x", is_staff=True))
    assert client.get(address(name)).status_code == 403


def test_a_published_pack_is_read_only_and_shows_its_lines(page):
    version = PackVersion.objects.get(code="sichuan_2025")
    shown = page.get(address("packversion", f"{version.pk}/change/"))
    assert "办理时限（投诉、举报；一般）15工作日" in shown.text
    assert "复制为新版本" in shown.text
    assert 'name="data"' not in shown.text
    assert page.post(address("packversion", f"{version.pk}/change/"), {"note": "x"}).status_code == 403
    assert page.post(address("packversion", f"{version.pk}/delete/"), {"post": "yes"}).status_code == 403


def test_a_pack_is_copied_changed_and_put_in_force(page):
    version = PackVersion.objects.get(code="sichuan_2025")
    form = page.get(address("packversion", "add/"), {"copy": version.pk}).context["adminform"].form
    data = form.initial["data"] | {"unit_approval": False}
    sent = page.post(
        address("packversion", "add/"),
        {"data": json.dumps(data), "note": "取消审签", "put_in_force": "on"},
    )
    assert sent.status_code == 302
    current = PackVersion.objects.get(is_current=True)
    assert (current.code, current.version, current.note) == ("sichuan_2025", 2, "取消审签")
    assert current.created_by_name == "admin"
    assert selectors.current_rules().pack.unit_approval is False


def test_a_bad_pack_is_refused_beside_the_form_and_nothing_is_published(page):
    before = PackVersion.objects.count()
    data = PackVersion.objects.get(code="default").data
    for broken in (data | {"limits": []}, data | {"effective_from": "soon"}, {}):
        answer = page.post(address("packversion", "add/"), {"data": json.dumps(broken), "note": ""})
        assert answer.status_code == 200
        assert answer.context["adminform"].form.errors
    assert PackVersion.objects.count() == before


def test_another_pack_is_put_in_force_from_the_list(page):
    chosen = PackVersion.objects.get(code="lvliang_2024")
    page.post(address("packversion"), {"action": "use", "_selected_action": [chosen.pk]})
    assert selectors.current_rules().pack_version_id == chosen.pk
    both = list(PackVersion.objects.values_list("pk", flat=True)[:2])
    page.post(address("packversion"), {"action": "use", "_selected_action": both})
    assert selectors.current_rules().pack_version_id == chosen.pk


def test_a_calendar_is_copied_with_an_exception(page):
    form = page.get(address("calendarversion", "add/")).context["adminform"].form
    assert form.initial["windows"] == [["08:30", "12:00"], ["14:00", "17:30"]]
    sent = page.post(
        address("calendarversion", "add/"),
        {
            "windows": json.dumps(form.initial["windows"]),
            "exceptions": '{"2026-07-08": false}',
            "known_until": "",
            "effective_from": "2026-07-01",
            "note": "防汛",
        },
    )
    assert sent.status_code == 302
    assert CalendarVersion.objects.get(is_current=True).exceptions == {"2026-07-08": False}


@pytest.mark.parametrize("exceptions", ['{"2026-07-40": false}', '{"2026-07-08": "off"}', "[1]", "{"])
def test_a_malformed_calendar_is_refused(page, exceptions):
    values = {"windows": '[["08:30", "12:00"]]', "exceptions": exceptions, "effective_from": "2026-07-01"}
    answer = page.post(address("calendarversion", "add/"), values)
    assert answer.context["adminform"].form.errors
    assert CalendarVersion.objects.count() == 1


def upload(text, encoding="utf-8"):
    return SimpleUploadedFile("table.csv", text.encode(encoding))


def test_topics_and_duties_are_uploaded_and_fetched(page, units):
    topics = upload("一级,二级\n市政设施,井盖设施\n环境保护,\n", "gbk")
    assert page.post(address("topicversion", "add/"), {"file": topics, "note": "首版"}).status_code == 302
    assert selectors.topic_by_code("0101").name == "井盖设施"
    lines = upload("事项,区划,主办,协办,法律依据\n0101,,市城管局,shuiwu,《条例》\n")
    assert page.post(address("dutyversion", "add/"), {"file": lines, "note": ""}).status_code == 302
    assert selectors.duty_for("0101").lead_unit_id == units["chengguan"].pk

    version = TopicVersion.objects.get()
    answer = page.post(address("topicversion"), {"action": "download", "_selected_action": [version.pk]})
    assert answer.text == "\ufefflevel1,level2,level3\r\n市政设施,井盖设施,\r\n环境保护,,\r\n"
    assert answer["Content-Disposition"] == 'attachment; filename="topicversion-1.csv"'
    version = DutyVersion.objects.get()
    answer = page.post(address("dutyversion"), {"action": "download", "_selected_action": [version.pk]})
    assert answer.text.endswith("0101,,chengguan,shuiwu,《条例》\r\n")
    for name, key in (("topicversion", TopicVersion.objects.get().pk), ("dutyversion", version.pk)):
        assert page.get(address(name, f"{key}/change/")).status_code == 200


@pytest.mark.parametrize("text", ["", "二级\n井盖\n", "一级,三级\n市政,井盖\n"])
def test_a_bad_table_is_refused_and_nothing_is_imported(page, text):
    answer = page.post(address("topicversion", "add/"), {"file": upload(text), "note": ""})
    assert answer.context["adminform"].form.errors
    assert not TopicVersion.objects.exists()


def test_reason_codes_are_made_and_reworded(page):
    words = {"title": "气象灾害", "script": "", "target_channel": "", "is_active": "on"}
    made = page.post(
        address("reasoncode", "add/"), {"code": "suspension_storm", "kind": "suspension", **words}
    )
    assert made.status_code == 302
    row = ReasonCode.objects.get(code="suspension_storm")
    changed = page.post(
        address("reasoncode", f"{row.pk}/change/"), words | {"title": "台风暴雨", "is_active": ""}
    )
    assert changed.status_code == 302
    row.refresh_from_db()
    assert (row.title, row.is_active, row.kind) == ("台风暴雨", False, "suspension")
    again = page.post(address("reasoncode", "add/"), {"code": "suspension_storm", "kind": "guide", **words})
    assert again.context["adminform"].form.errors
    row.refresh_from_db()
    assert row.title == "台风暴雨"
