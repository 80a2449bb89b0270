"""The configuration admin of accounts, organisations and places, as an administrator uses it."""

import re

import pytest
from django.contrib.auth import authenticate
from django.urls import reverse

from jiesu.accounts import actions as accounts
from jiesu.accounts.models import ApiToken, FailedSignIn, RoleDefinition, User
from jiesu.accounts.selectors import role_in_force, user_of_token
from jiesu.core.models import AuditEntry
from jiesu.organisations import actions
from jiesu.organisations.actors import SYSTEM
from jiesu.organisations.models import Post, Unit
from jiesu.organisations.selectors import actor_for
from jiesu.places.models import Division

PAGES = [
    ("accounts", "user"),
    ("accounts", "roledefinition"),
    ("accounts", "apitoken"),
    ("accounts", "failedsignin"),
    ("organisations", "unit"),
    ("organisations", "post"),
    ("places", "division"),
]
PASSWORD = "a-long-phrase 12345"


@pytest.fixture
def admin(city, client, settings):
    """周管, administrator, signed in."""
    settings.AUTHENTICATION_BACKENDS = ["jiesu.organisations.backends.PostBackend"]
    user = city.person("zhouguan", (city.centre, "administrator"), password=PASSWORD, display_name="周管")
    client.force_login(user)
    return user


def _url(package, model, page, *args):
    return reverse(f"admin:{package}_{model}_{page}", args=args)


def _post(client, url, **values):
    return client.post(url, {name: value for name, value in values.items() if value is not None})


def _command(client, package, model, command, *rows):
    chosen = {"action": command, "_selected_action": [row.pk for row in rows]}
    return client.post(_url(package, model, "changelist"), chosen, follow=True)


def _unit_values(unit, **changes):
    given = {
        name: getattr(unit, name)
        for name in (
            "name",
            "short_name",
            "kind",
            "area_code",
            "liaison_name",
            "liaison_phone",
            "approving_leader",
            "duty_phone",
            "responsibilities",
        )
    }
    return {**given, "parent": unit.parent_id, "is_active": "on", "working_hours": "null", **changes}


@pytest.mark.parametrize(("package", "model"), PAGES)
def test_an_administrator_opens_every_list(admin, client, package, model):
    accounts.install_role_presets(by=SYSTEM)
    assert client.get(_url(package, model, "changelist")).status_code == 200


@pytest.mark.parametrize("page", ["add", "change"])
def test_forms_open(admin, city, client, page):
    accounts.install_role_presets(by=SYSTEM)
    division = Division.objects.create(code="99", name="云省", level="province", path="99.")
    for row in (admin, RoleDefinition.objects.first(), city.water, division):
        arguments = [row.pk] if page == "change" else []
        url = _url(row._meta.app_label, row._meta.model_name, page, *arguments)
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(("package", "model"), PAGES)
def test_a_dispatcher_sees_none_of_it(city, client, settings, package, model):
    settings.AUTHENTICATION_BACKENDS = ["jiesu.organisations.backends.PostBackend"]
    user = city.person("dispatcher", (city.centre, "dispatcher"))
    client.force_login(user)
    assert client.get(_url(package, model, "changelist")).status_code == 302
    User.objects.filter(pk=user.pk).update(is_staff=True)
    assert client.get(_url(package, model, "changelist")).status_code == 403


def test_permissions_follow_the_posts(admin, city):
    assert admin.may("manage_accounts")
    assert not admin.may("dispatch_order")
    assert not admin.has_perm("accounts.add_user")
    assert not admin.has_perm("jiesu.manage_accounts", obj=city.water)


def test_nothing_can_be_deleted(admin, city, client):
    assert (
        client.post(_url("organisations", "unit", "delete", city.repair.pk), {"post": "yes"}).status_code
        == 403
    )
    assert Unit.objects.count() == 6


def test_an_account_is_opened_with_a_password(admin, client):
    response = _post(
        client,
        _url("accounts", "user", "add"),
        username="ligong",
        display_name="李工",
        phone="13900001111",
        new_password="correct horse battery",
    )
    assert response.status_code == 302
    user = User.objects.get(username="ligong")
    assert (user.name, user.phone, user.check_password("correct horse battery")) == (
        "李工",
        "13900001111",
        True,
    )
    entry = AuditEntry.objects.get(action="create_account", actor_id=admin.pk)
    assert entry.subject == f"user:{user.pk}"


def test_a_refusal_stands_beside_its_field_and_the_form_stays_filled_in(admin, client):
    before = AuditEntry.objects.count()
    response = _post(
        client,
        _url("accounts", "user", "add"),
        username="ligong",
        display_name="李工",
        new_password="12345678",
    )
    assert response.status_code == 200
    form = response.context["adminform"].form
    assert list(form.errors) == ["__all__"] or list(form.errors) == ["new_password"]
    assert "李工" in response.content.decode()
    assert (User.objects.filter(username="ligong").exists(), AuditEntry.objects.count()) == (False, before)


def test_an_account_is_changed_and_closed(admin, city, client):
    user = city.person("ligong")
    url = _url("accounts", "user", "change", user.pk)
    assert (
        _post(
            client, url, display_name="李工", is_active=None, new_password="correct horse battery"
        ).status_code
        == 302
    )
    user.refresh_from_db()
    assert (user.display_name, user.is_active, user.has_usable_password()) == ("李工", False, True)
    _post(client, url, display_name="李工", is_active="on")
    user.refresh_from_db()
    assert user.is_active


def test_an_administrator_does_not_close_their_own_account(admin, client):
    response = _post(
        client, _url("accounts", "user", "change", admin.pk), display_name="周管", is_active=None
    )
    assert response.status_code == 200
    admin.refresh_from_db()
    assert admin.is_active


def test_a_lock_is_lifted_from_the_list(admin, client):
    for _ in range(5):
        authenticate(None, username="zhouguan", password="wrong")
    assert FailedSignIn.objects.count() == 5
    _command(client, "accounts", "user", "unlock", admin)
    assert FailedSignIn.objects.count() == 0


def test_a_role_is_changed_and_put_back(admin, client):
    accounts.install_role_presets(by=SYSTEM)
    role = RoleDefinition.objects.get(code="quality")
    url = _url("accounts", "roledefinition", "change", role.pk)
    assert _post(client, url, name="质检", permissions=["view_orders"], centre_only="on").status_code == 302
    assert role_in_force("quality").permissions == {"view_orders"}
    refused = _post(client, url, name="质检", permissions=["view_audit", "close_order"])
    assert "不能由同一人行使" in refused.content.decode()
    assert role_in_force("quality").permissions == {"view_orders"}
    _command(client, "accounts", "roledefinition", "reset", role)
    assert "annotate_order" in role_in_force("quality").permissions


def test_a_role_of_the_place_is_added_and_cannot_be_put_back(admin, client):
    _post(
        client,
        _url("accounts", "roledefinition", "add"),
        code="mayor",
        name="市长",
        permissions=["view_orders"],
    )
    mayor = RoleDefinition.objects.get(code="mayor")
    response = _command(client, "accounts", "roledefinition", "reset", mayor)
    assert "没有找到" in response.content.decode()


def test_a_token_is_shown_once_and_revoked_from_the_list(admin, client):
    response = client.post(
        _url("accounts", "apitoken", "add"),
        {"user": admin.pk, "name": "省平台", "expires_at_0": "", "expires_at_1": ""},
        follow=True,
    )
    secret = re.search(r"jiesu_[\w-]+", response.content.decode())[0]
    assert user_of_token(secret) == admin
    assert secret not in client.get(_url("accounts", "apitoken", "changelist")).content.decode()
    token = ApiToken.objects.get()
    assert client.get(_url("accounts", "apitoken", "change", token.pk)).status_code == 200
    _command(client, "accounts", "apitoken", "revoke", token)
    assert user_of_token(secret) is None


def test_a_unit_is_created_changed_moved_and_closed(admin, city, client):
    values = _unit_values(Unit(name="路灯管理处", kind="department", parent=city.centre))
    assert _post(client, _url("organisations", "unit", "add"), code="lamps", **values).status_code == 302
    lamps = Unit.objects.get(code="lamps")
    url = _url("organisations", "unit", "change", lamps.pk)
    changes = {
        "name": "路灯所",
        "parent": city.water.pk,
        "is_active": None,
        "working_hours": '[["08:00", "12:00"]]',
    }
    assert _post(client, url, **_unit_values(lamps, **changes)).status_code == 302
    lamps.refresh_from_db()
    assert (lamps.name, lamps.parent, lamps.is_active) == ("路灯所", city.water, False)
    assert (lamps.level, lamps.working_hours) == (3, [["08:00", "12:00"]])
    done = list(AuditEntry.objects.filter(actor_id=admin.pk).order_by("pk").values_list("action", flat=True))
    assert done == ["create_unit", "update_unit", "move_unit", "deactivate_unit"]


def test_a_move_that_is_refused_leaves_the_unit_as_it_was(admin, city, client):
    values = _unit_values(city.county, name="改名", parent=city.village.pk)
    response = _post(client, _url("organisations", "unit", "change", city.county.pk), **values)
    assert "不能把" in response.content.decode()
    city.county.refresh_from_db()
    assert (city.county.name, city.county.parent) == ("澄湖区热线办", city.centre)


def test_a_post_is_assigned_and_ended(admin, city, client):
    user = city.person("ligong")
    values = {"user": user.pk, "unit": city.water.pk, "role": "unit_clerk", "starts_on": "2026-01-01"}
    refused = _post(client, _url("organisations", "post", "add"), **{**values, "role": "dispatcher"})
    assert "只能在热线中心任职" in refused.content.decode()
    assert _post(client, _url("organisations", "post", "add"), **values).status_code == 302
    assert actor_for(user).roles == {"unit_clerk"}
    post = Post.objects.get(user=user)
    _command(client, "organisations", "post", "end", post)
    assert actor_for(user).roles == set()
    assert "已经离任" in _command(client, "organisations", "post", "end", post).content.decode()


def test_a_division_is_added_and_renamed(admin, client):
    url = _url("places", "division", "add")
    assert _post(client, url, code="9901", name="云泽市", level="city").status_code == 302
    division = Division.objects.get()
    change = _url("places", "division", "change", division.pk)
    assert _post(client, change, name="云泽").status_code == 302
    assert Division.objects.get().name == "云泽"
    assert "代码应为" in _post(client, url, code="x", name="x", level="city").content.decode()


def test_a_closed_unit_takes_its_administrators_rights_with_it(admin, city, client):
    assert actions.end_post(Post.objects.get(user=admin), by=SYSTEM)
    assert client.get(_url("accounts", "user", "changelist")).status_code == 302
