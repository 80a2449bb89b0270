"""The configuration in the console: who may, what is refused, what is published, tables out and in."""

from datetime import date

import pytest
from django.test import Client

from jiesu.accounts.models import RoleDefinition, User
from jiesu.catalogue import configured, selectors
from jiesu.catalogue.models import CalendarVersion, DutyVersion, PackVersion, TopicVersion
from jiesu.core.models import AuditEntry
from jiesu.organisations.models import Post, Unit
from tests.console.configuring import S, signed_in, state

PAGES = ["units/", "people/", "roles/", "duties/", "topics/", "packs/", "calendar/", "reasons/"]
SEARCHES = ["units/?q=水", "people/?q=water", "duties/?words=供水", "topics/?q=供水"]


@pytest.mark.parametrize("page", PAGES)
def test_pages_are_for_those_who_configure(desk, stranger, page):
    assert desk.get(S + page).status_code == 200
    assert stranger.get(S + page).status_code == 403
    assert Client().get(S + page).status_code == 302


def test_the_navigation_leads_only_where_one_may_go(desk, stranger, city):
    auditor = signed_in(city.voices["auditor"].user)

    assert "/console/settings/packs/" in desk.get(S + "units/").content.decode()
    assert "/console/audit/" not in desk.get(S + "units/").content.decode()
    assert "/console/settings/" not in stranger.get("/console/").content.decode()
    assert "/console/audit/" in auditor.get("/console/").content.decode()


@pytest.mark.parametrize(
    ("address", "given"),
    [
        ("units/new/?parent=1", {"code": "gas", "name": "燃气", "kind": "utility"}),
        ("people/new/", {"username": "new", "display_name": "新人"}),
        ("roles/new/", {"code": "night", "name": "夜班", "permissions": ["view_orders"]}),
        ("roles/dispatcher/", {"name": "派遣员", "permissions": ["view_orders"]}),
        ("calendar/days/", {"first": "2026-07-08", "kind": "rest", "reason": "台风"}),
        ("calendar/windows/", {"windows": "09:00-17:00", "reason": "夏令"}),
        ("duties/new/", {"topic": "0201", "area_code": "990101", "lead": "water", "note": "试"}),
        ("reasons/new/", {"code": "guide_x", "kind": "guide", "title": "某"}),
    ],
)
def test_without_the_right_nothing_changes(stranger, desk, address, given):
    before = state()
    assert stranger.post(S + address, given).status_code == 403
    assert state() == before


@pytest.mark.parametrize("page", [*PAGES, *SEARCHES])
def test_pages_ask_the_database_little(desk, page, django_assert_max_num_queries):
    desk.get(S + page)
    with django_assert_max_num_queries(15):
        assert desk.get(S + page).status_code == 200


def test_the_pages_of_one_thing_ask_the_database_little(desk, city, django_assert_max_num_queries):
    unit, person = city.units["water"], city.voices["water_clerk"].user
    pack = configured.current_pack_version()
    for address in (f"units/{unit.pk}/", f"people/{person.pk}/", "roles/dispatcher/", f"packs/{pack.pk}/"):
        with django_assert_max_num_queries(15):
            assert desk.get(S + address).status_code == 200


def test_a_unit_is_made_changed_moved_closed_and_opened(desk, city):
    centre = city.units["centre"]
    given = {
        "code": "gas",
        "name": "市燃气公司",
        "kind": "utility",
        "working_hours": "8:30-12:00、14:00-17:30",
    }
    desk.post(f"{S}units/new/?parent={centre.pk}", {**given, "parent": centre.pk})
    gas = Unit.objects.get(code="gas")
    assert (gas.parent, gas.working_hours) == (centre, [["08:30", "12:00"], ["14:00", "17:30"]])

    desk.post(f"{S}units/{gas.pk}/edit/", {**given, "name": "市天然气公司", "liaison_name": "气调"})
    desk.post(f"{S}units/{gas.pk}/move/", {"to": "county", "reason": "划转"})
    desk.post(f"{S}units/{gas.pk}/close/", {"reason": "撤并"})
    gas.refresh_from_db()
    assert (gas.name, gas.parent.code, gas.is_active) == ("市天然气公司", "county", False)
    desk.post(f"{S}units/{gas.pk}/open/", {"reason": "恢复"})
    gas.refresh_from_db()
    assert gas.is_active
    reasons = AuditEntry.objects.filter(subject="unit:gas").values_list("reason", flat=True)
    assert {"划转", "撤并", "恢复"} <= set(reasons)


def test_what_is_wrong_stands_beside_the_field_and_the_form_stays_filled_in(desk, city):
    given = {"code": "坏 代码", "name": "某单位", "kind": "utility", "parent": city.units["centre"].pk}
    answer = desk.post(S + "units/new/", given)

    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["code"]
    assert 'value="某单位"' in answer.content.decode()


def test_a_person_gets_an_account_a_password_and_posts(desk, city):
    desk.post(S + "people/new/", {"username": "zhou", "display_name": "周到", "phone": "13800000001"})
    zhou = User.objects.get(username="zhou")
    page = f"{S}people/{zhou.pk}/"

    shown = desk.post(page + "do/password/", {"reason": "新人"})
    zhou.refresh_from_db()
    assert zhou.check_password(shown.context["password"])
    assert zhou.must_change_password
    refused = desk.post(page + "posts/", {"unit": "没有这个", "role": "unit_clerk"})
    assert (refused.status_code, Post.objects.filter(user=zhou).count()) == (422, 0)
    desk.post(page + "posts/", {"unit": "水务集团", "role": "unit_clerk", "starts_on": "2026-03-01"})
    post = Post.objects.get(user=zhou)
    desk.post(f"{page}posts/{post.pk}/end/", {"on": "2026-06-30"})
    post.refresh_from_db()
    assert post.ends_on == date(2026, 6, 30)
    desk.post(page + "do/close/", {"reason": "离职"})
    assert not User.objects.get(pk=zhou.pk).is_active


def test_nobody_ends_the_post_of_another_person_by_a_wrong_address(desk, city):
    post = Post.objects.get(user=city.voices["water_clerk"].user)
    other = city.voices["parks_clerk"].user

    assert desk.post(f"{S}people/{other.pk}/posts/{post.pk}/end/").status_code == 404
    assert Post.objects.get(pk=post.pk).ends_on is None


def test_an_administrator_does_not_reset_their_own_sign_in(desk, city):
    me = city.voices["administrator"].user

    assert desk.post(f"{S}people/{me.pk}/do/password/").status_code == 403


def test_a_role_is_changed_and_put_back(desk):
    desk.post(
        S + "roles/dispatcher/", {"name": "派遣员", "permissions": ["view_orders"], "centre_only": "on"}
    )
    stored = RoleDefinition.objects.get(code="dispatcher")
    assert (stored.name, stored.permissions, stored.is_customised) == ("派遣员", ["view_orders"], True)

    desk.post(S + "roles/dispatcher/reset/")
    assert not RoleDefinition.objects.get(code="dispatcher").is_customised
    apart = {"name": "两头", "code": "both", "permissions": ["apply_extension", "decide_extension"]}
    assert desk.post(S + "roles/new/", apart).status_code == 409
    assert not RoleDefinition.objects.filter(code="both").exists()


def test_demanding_a_second_factor_leaves_a_role_a_preset(desk):
    role = desk.get(S + "roles/dispatcher/").context["role"]
    given = {"name": role.name, "permissions": sorted(role.permissions), "centre_only": "on"}
    desk.post(S + "roles/dispatcher/", {**given, "needs_second_factor": "on"})

    stored = RoleDefinition.objects.get(code="dispatcher")
    assert (stored.needs_second_factor, stored.is_customised) == (True, False)


def pack_post(client, version, **changes):
    """The pack's form as a browser would send it."""
    form = client.get(f"{S}packs/{version.pk}/edit/").context["form"]
    columns = ("order", "item", "natures", "urgencies", "amount", "measure", "start_day", "warn", "ours")
    lines = list(form.limits)
    data = {name: [line[name] for line in lines] for name in columns}
    data |= {cell.name: cell.value for cell in (*form.fact_cells, *form.rule_cells)}
    return data | changes


def test_a_pack_is_looked_at_before_a_new_version_is_published(desk):
    version = configured.current_pack_version()
    data = pack_post(desk, version)
    assert len(data["item"]) == len(selectors.pack_of(version.pk).limits)
    data["amount"][0] = "9"
    before = state()

    shown = desk.post(f"{S}packs/{version.pk}/edit/", data)
    assert [(line.old[:5], line.new[:3]) for line in shown.context["lines"]] == [("0.5小时", "9小时")]
    assert any(is_new for row in shown.context["examples"] for _, is_new in row.dues)
    assert state() == before
    assert desk.post(f"{S}packs/{version.pk}/edit/", {**data, "publish": "1"}).status_code == 422
    assert state() == before

    desk.post(f"{S}packs/{version.pk}/edit/", {**data, "publish": "1", "put_in_force": "on", "note": "试行"})
    published = configured.current_pack_version()
    assert (published.version, published.note) == (version.version + 1, "试行")
    assert str(selectors.pack_of(published.pk).limits[0].limit) == "9小时"
    compared = desk.get(f"{S}packs/compare/?old={version.pk}&new={published.pk}")
    assert compared.context["differing"] == 1


def test_a_bad_cell_of_a_pack_is_marked_and_nothing_is_lost(desk):
    version = configured.current_pack_version()
    data = pack_post(desk, version)
    data["amount"][3], data["fact-name"] = "许多", "改了名"

    answer = desk.post(f"{S}packs/{version.pk}/edit/", {**data, "publish": "1", "note": "x"})

    assert answer.status_code == 422
    page = answer.content.decode()
    assert "“许多”不是数。" in page
    assert 'value="改了名"' in page
    assert PackVersion.objects.filter(code=version.code).count() == 1


def test_another_version_is_put_in_force(desk):
    other = configured.pack_versions().exclude(is_current=True).first()
    desk.post(f"{S}packs/{other.pk}/use/")

    assert configured.current_pack_version() == other


def test_a_stretch_of_days_off_is_published_with_its_reason(desk):
    before = CalendarVersion.objects.count()
    given = {"first": "2026-07-08", "last": "2026-07-10", "kind": "rest"}
    assert desk.post(S + "calendar/days/", given).status_code == 422
    assert CalendarVersion.objects.count() == before

    answer = desk.post(S + "calendar/days/", {**given, "reason": "台风停工"})
    assert answer["Location"].endswith("?year=2026")
    version = configured.calendar_version()
    assert not selectors.calendar_of(version.pk).is_working_day(date(2026, 7, 9))
    assert version.remarks["2026-07-09"] == "台风停工"
    shown = desk.get(S + "calendar/?year=2026").content.decode()
    assert "day-own_rest" in shown
    assert "day-make_up" in shown
    desk.post(S + "calendar/days/", {**given, "kind": "public", "reason": "复工"})
    assert selectors.calendar_of(configured.calendar_version().pk).is_working_day(date(2026, 7, 9))


def test_other_business_hours_keep_the_exceptions(desk):
    desk.post(S + "calendar/days/", {"first": "2026-07-08", "kind": "rest", "reason": "台风停工"})
    assert desk.post(S + "calendar/windows/", {"windows": "17:00-09:00", "reason": "x"}).status_code == 422
    desk.post(S + "calendar/windows/", {"windows": "9:00-17:00", "reason": "夏令时"})

    version = configured.calendar_version()
    assert version.windows == [["09:00", "17:00"]]
    assert version.remarks == {"2026-07-08": "台风停工"}


@pytest.mark.parametrize("query", ["year=1", "year=abc", "day=x", "version=9" + "9" * 19, "year=9999"])
def test_odd_addresses_of_the_calendar_are_taken_calmly(desk, query):
    assert desk.get(f"{S}calendar/?{query}").status_code == 200


def test_the_tree_of_topics_is_edited_as_a_list(desk):
    lines = "市政设施/供水/爆管漏水\n市政设施/供水/水压不足\n环境保护/噪声"
    report = desk.post(S + "topics/edit/", {"lines": lines})
    assert [(name, count) for name, _, count in report.context["counts"]] == [
        ("added", 1),
        ("removed", 1),
        ("same", 2),
    ]
    assert TopicVersion.objects.count() == 1

    desk.post(S + "tables/topics/confirm/", {"rows": report.context["sealed"]})
    assert TopicVersion.objects.count() == 2
    assert [path[-1] for _, path in configured.topic_paths()] == ["爆管漏水", "水压不足", "噪声"]
    assert desk.post(S + "topics/edit/", {"lines": "一/二/三/四"}).status_code == 422


def test_a_line_of_the_duty_catalogue_is_added_changed_and_left_out(desk):
    new = {"topic": "市政设施/供水/水质", "lead": "水务集团", "assists": "county", "note": "新规定"}
    desk.post(S + "duties/new/", new)
    assert selectors.duty_for("010102").legal_basis == ""
    twice = desk.post(S + "duties/new/", new)
    assert twice.status_code == 422
    unknown = desk.post(S + "duties/new/", {**new, "topic": "没有的事"})
    assert list(unknown.context["form"].errors) == ["topic"]

    entry = configured.duties_matching(topic_code="010102").get()
    changed = {**new, "legal_basis": "《生活饮用水卫生监督管理办法》"}
    desk.post(f"{S}duties/{entry.pk}/", {**changed, "topic": "010102"})
    assert selectors.duty_for("010102").legal_basis == "《生活饮用水卫生监督管理办法》"
    entry = configured.duties_matching(topic_code="010102").get()
    desk.post(f"{S}duties/{entry.pk}/", {"leave_out": "1", "note": "并入上级"})
    assert selectors.duty_for("010102").topic_code == "0101"
    assert DutyVersion.objects.count() == 4


def test_reason_codes_are_made_and_reworded(desk):
    desk.post(S + "reasons/new/", {"code": "guide_x", "kind": "guide", "title": "某事", "is_active": "on"})
    assert (
        desk.post(S + "reasons/new/", {"code": "guide_x", "kind": "guide", "title": "x"}).status_code == 422
    )

    desk.post(S + "reasons/guide_x/", {"title": "某事项", "script": "请向某处反映。"})
    assert selectors.reason("guide_x").script == "请向某处反映。"
    assert not selectors.reason("guide_x").is_active


@pytest.mark.parametrize("page", PAGES)
def test_pages_speak_english_too(desk, page):
    shown = desk.get(S + page, headers={"accept-language": "en"}).content.decode()

    assert 'lang="en"' in shown
    assert "Duty catalogue" in shown
