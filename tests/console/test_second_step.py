"""The way in with a second factor, passwords that others set, sessions, and acting for somebody else."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.test import Client

from jiesu.accounts import actions, onetime
from jiesu.accounts.models import SecondFactor, Session, User
from jiesu.core import clock
from jiesu.core.models import AuditEntry
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.models import TimelineEvent
from tests.console.conftest import PASSWORD

WATER = {"username": "water_clerk", "password": PASSWORD}


def code_of(user) -> str:
    return onetime.code_at(SecondFactor.objects.get(user=user).secret, onetime.step_of(clock.now()))


@pytest.fixture
def clerk(city):
    return city.voices["water_clerk"].user


@pytest.fixture
def enrolled(clerk, held_clock):
    actions.begin_second_factor(clerk)
    codes = actions.confirm_second_factor(clerk, code=code_of(clerk))
    held_clock.move(timedelta(seconds=30))
    return codes


def test_the_password_alone_opens_nothing_where_there_is_a_second_factor(client, clerk, enrolled):
    response = client.post("/login/", {**WATER, "next": "/console/?queue=sign"})
    assert response["Location"] == "/login/code/"
    assert client.get("/console/")["Location"].startswith("/login/")

    wrong = client.post("/login/code/", {"code": "000000"})
    assert wrong.status_code == 401
    assert client.get("/console/").status_code == 302

    right = client.post("/login/code/", {"code": code_of(clerk)})
    assert right["Location"] == "/console/?queue=sign"
    assert client.get("/console/").status_code == 200


def test_a_code_that_was_used_does_not_open_a_second_session(client, clerk, enrolled):
    code = code_of(clerk)
    client.post("/login/", WATER)
    client.post("/login/code/", {"code": code})

    other = Client()
    other.post("/login/", WATER)
    assert other.post("/login/code/", {"code": code}).status_code == 401
    assert other.post("/login/code/", {"code": enrolled[0]}).status_code == 302


def test_the_second_step_waits_ten_minutes(client, clerk, enrolled, held_clock):
    client.post("/login/", WATER)
    held_clock.move(timedelta(minutes=11))

    response = client.post("/login/code/", {"code": code_of(clerk)})

    assert response["Location"] == "/login/"
    assert client.get("/console/").status_code == 302


def test_the_second_step_locks(client, clerk, enrolled):
    client.post("/login/", WATER)
    for _ in range(5):
        client.post("/login/code/", {"code": "123456"})

    assert client.post("/login/code/", {"code": code_of(clerk)}).status_code == 429
    assert client.get("/console/").status_code == 302


def test_a_role_that_demands_a_second_factor_leads_to_setting_it_up(client, clerk):
    actions.demand_second_factor("unit_clerk", demanded=True, by=SYSTEM)
    client.post("/login/", WATER)

    for address in ("/console/", "/", "/admin/"):
        assert client.get(address)["Location"] == "/console/me/second-factor/"
    assert client.get("/api/v1/orders").status_code == 403
    shown = client.get("/console/me/second-factor/").content.decode()
    assert "data:image/svg+xml" in shown

    codes = client.post("/console/me/second-factor/", {"code": code_of(clerk)}).content.decode()
    assert codes.count("<code>") == 10
    assert client.get("/console/").status_code == 200
    assert client.post("/console/me/second-factor/remove/", {"password": PASSWORD}).status_code == 403
    assert SecondFactor.objects.filter(user=clerk).exists()


def test_the_admin_has_no_way_in_of_its_own(client, clerk, enrolled):
    response = client.post("/admin/login/", {**WATER, "next": "/admin/"})

    assert response["Location"] == "/login/code/"


def test_a_password_that_somebody_else_set_must_be_changed_first(client, clerk):
    password = actions.reset_password(clerk, by=SYSTEM)
    client.post("/login/", {"username": "water_clerk", "password": password})
    assert client.get("/console/")["Location"] == "/console/me/password/"

    page = "/console/me/password/"
    new = "my own long phrase 9"
    assert client.post(page, {"old": password, "password": new, "again": "x"}).status_code == 422
    assert (
        client.post(page, {"old": password, "password": "12345678", "again": "12345678"}).status_code == 422
    )
    assert client.post(page, {"old": password, "password": password, "again": password}).status_code == 422
    assert client.get("/console/")["Location"] == page
    assert client.post(page, {"old": password, "password": new, "again": new})["Location"] == "/console/"
    assert client.get("/console/").status_code == 200


def test_what_a_page_asks_for_by_itself_leads_there_once_and_not_for_ever(client, clerk):
    password = actions.reset_password(clerk, by=SYSTEM)
    client.post("/login/", {"username": "water_clerk", "password": password})
    swap = {"HX-Request": "true", "HX-Current-URL": "http://testserver/console/?queue=sign"}
    led = client.get("/console/jobs/", headers=swap)
    assert (led.status_code, led["HX-Redirect"]) == (204, "/console/me/password/")
    there = swap | {"HX-Current-URL": "http://testserver/console/me/password/"}
    asked = client.get("/console/jobs/", headers=there)
    assert (asked.status_code, asked.has_header("HX-Redirect")) == (204, False)


def test_changing_the_password_ends_the_other_sessions(client, clerk):
    other = Client()
    for browser in (client, other):
        browser.post("/login/", WATER)

    new = "my own long phrase 9"
    client.post("/console/me/password/", {"old": PASSWORD, "password": new, "again": new})

    assert client.get("/console/").status_code == 200
    assert other.get("/console/").status_code == 302
    assert Session.objects.filter(user=clerk).count() == 1


def test_people_see_where_they_are_signed_in_and_end_it(client, clerk):
    other = Client(headers={"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/150.0 Safari/537.36"})
    for browser in (other, client):
        browser.post("/login/", WATER)
    shown = client.get("/console/me/sessions/").content.decode()
    assert "Chrome · Linux" in shown
    assert "127.0.0.1" in shown

    handle = shown.split('name="session" value="')[1].split('"')[0]
    client.post("/console/me/sessions/", {"session": handle})

    assert other.get("/console/").status_code == 302
    assert client.get("/console/").status_code == 200


def test_nobody_ends_somebody_elses_session(client, city, clerk):
    client.post("/login/", WATER)
    handle = client.get("/console/me/sessions/").context["sessions"][0].handle
    other = Client()
    other.post("/login/", {"username": "administrator", "password": PASSWORD})

    assert other.post("/console/me/sessions/", {"session": handle}).status_code == 404
    assert client.get("/console/").status_code == 200


def test_one_session_too_many_ends_the_oldest(settings, clerk, held_clock):
    settings.JIESU_MOST_SESSIONS = 2
    browsers = [Client() for _ in range(3)]
    for browser in browsers:
        browser.post("/login/", WATER)
        held_clock.move(timedelta(minutes=1))

    assert [browser.get("/console/").status_code for browser in browsers] == [302, 200, 200]


@pytest.fixture
def administrator(client, city, settings):
    settings.JIESU_LOGIN_AS = True
    client.post("/login/", {"username": "administrator", "password": PASSWORD})
    return client


def act_as(client, user, reason="核对待办显示"):
    return client.post(f"/console/settings/people/{user.pk}/act-as/", {"reason": reason})


def test_an_administrator_acts_for_somebody_and_every_line_says_so(administrator, city, clerk):
    number = city.at("pending_sign")

    assert act_as(administrator, clerk)["Location"] == "/console/"
    page = administrator.get(f"/console/orders/{number}/").content.decode()
    assert "结束代登录" in page
    administrator.post(f"/console/orders/{number}/do/sign/", {"version": ""})

    signed = TimelineEvent.objects.filter(order__number=number).latest("pk")
    assert signed.actor_name == "water_clerk（administrator 代）"
    entry = AuditEntry.objects.get(action="act_as")
    assert (entry.subject, entry.reason) == (f"user:{clerk.pk}", "核对待办显示")
    administrator.post("/console/me/act-as/end/")
    assert administrator.get("/console/settings/people/").status_code == 200
    assert AuditEntry.objects.filter(action="stop_acting_as").count() == 1


def test_acting_changes_neither_password_nor_second_factor_nor_acts_further(administrator, city, clerk):
    act_as(administrator, clerk)

    new = {"old": PASSWORD, "password": "my own long phrase 9", "again": "my own long phrase 9"}
    assert administrator.post("/console/me/password/", new).status_code == 403
    assert administrator.get("/console/me/second-factor/").status_code == 403
    assert administrator.post("/console/me/sessions/", {}).status_code == 403
    assert act_as(administrator, city.voices["dispatcher"].user).status_code == 403
    assert User.objects.get(pk=clerk.pk).check_password(PASSWORD)
    assert not SecondFactor.objects.exists()


def test_acting_does_nothing_through_the_api_where_no_line_would_say_so(administrator, city, clerk):
    act_as(administrator, clerk)

    refused = administrator.get("/api/v1/orders")
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    administrator.post("/console/me/act-as/end/")
    assert administrator.get("/api/v1/orders").status_code == 200


def test_an_account_that_was_closed_meanwhile_does_not_take_the_second_step(client, clerk, enrolled):
    client.post("/login/", WATER)
    actions.deactivate_account(clerk, by=SYSTEM)

    assert client.post("/login/code/", {"code": code_of(clerk)})["Location"] == "/login/"
    assert client.get("/console/").status_code == 302


@pytest.mark.parametrize("reason", ["", "  "])
def test_acting_needs_a_reason(administrator, clerk, reason):
    assert act_as(administrator, clerk, reason).status_code == 422
    assert not AuditEntry.objects.filter(action="act_as").exists()


def test_nobody_acts_for_those_who_configure_or_audit(administrator, city):
    assert act_as(administrator, city.voices["auditor"].user).status_code == 403
    assert act_as(administrator, city.voices["administrator"].user).status_code in (403, 409)
    assert not AuditEntry.objects.filter(action="act_as").exists()


def test_acting_is_off_unless_the_installation_says_otherwise(administrator, settings, clerk):
    settings.JIESU_LOGIN_AS = False

    assert act_as(administrator, clerk).status_code == 403
    assert administrator.get("/console/settings/people/").status_code == 200


def test_only_administrators_act_for_others(client, city, settings, clerk):
    settings.JIESU_LOGIN_AS = True
    client.post("/login/", WATER)

    assert act_as(client, city.voices["dispatcher"].user).status_code == 403


def test_check_deploy_insists_that_it_is_off(settings):
    settings.JIESU_LOGIN_AS = True
    with pytest.raises(SystemCheckError, match=r"accounts\.E001"):
        call_command("check", deploy=True, tags=["security"])
