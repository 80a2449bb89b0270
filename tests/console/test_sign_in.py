"""Staff sign in and out, and come to what waits for them."""

import re

import pytest
from django.conf import settings

from tests.console.conftest import PASSWORD

WATER = {"username": "water_clerk", "password": PASSWORD}


def test_signing_in_leads_to_the_work_of_ones_unit(client, city):
    mine = city.at("pending_sign")
    city.operator.register(content="别处的事：公园路灯不亮。")

    response = client.post("/login/", WATER)

    assert (response.status_code, response["Location"]) == (302, settings.LOGIN_REDIRECT_URL)
    home = client.get("/console/").content.decode()
    assert "water_clerk" in home
    assert "水务集团" in home
    assert mine in home
    assert "公园路灯" not in home
    assert "待签收" in home


def test_the_way_goes_on_to_where_it_was_going_but_never_elsewhere(client, city):
    assert client.post("/login/", {**WATER, "next": "/admin/"})["Location"] == "/admin/"
    for elsewhere in ("https://evil.example/", "//evil.example", "javascript:alert(1)"):
        assert client.post("/login/", {**WATER, "next": elsewhere})["Location"] == settings.LOGIN_REDIRECT_URL


def test_a_wrong_password_is_refused_without_saying_which_was_wrong(client, city):
    wrong = client.post("/login/", {**WATER, "password": "wrong"})
    unknown = client.post("/login/", {"username": "nobody", "password": "wrong"})

    for response in (wrong, unknown):
        assert response.status_code == 401
        assert "账号或密码不正确。" in response.content.decode()
    assert 'value="water_clerk"' in wrong.content.decode()
    assert "wrong" not in wrong.content.decode().replace("账号", "")


def test_too_many_failures_lock_the_account_even_for_the_right_password(client, city):
    for _ in range(5):
        client.post("/login/", {**WATER, "password": "wrong"})

    response = client.post("/login/", WATER)

    assert response.status_code == 429
    assert "登录失败次数过多" in response.content.decode()
    english = client.post("/login/", WATER, headers={"Accept-Language": "en"})
    assert "Too many failed attempts" in english.content.decode()


def test_signing_out_ends_the_session(client, city):
    client.post("/login/", WATER)

    assert client.get("/logout/").status_code == 405
    assert client.post("/logout/")["Location"] == "/"
    assert "工作人员登录" in client.get("/").content.decode()


def test_nobody_signed_in_is_shown_the_doors(client, db):
    page = client.get("/")

    html = page.content.decode()
    assert page.status_code == 200
    for door in ("/report/", "/track/", "/cases/", "/elsewhere/", "/console/", "/api/v1/docs", "tel:12345"):
        assert f'href="{door}"' in html


def test_the_session_speaks_to_the_api_with_its_csrf_token(city):
    from django.test import Client

    number = city.at("pending_sign")
    browser = Client(enforce_csrf_checks=True)
    browser.get("/login/")
    token = browser.cookies["csrftoken"].value
    browser.post("/login/", {**WATER, "csrfmiddlewaretoken": token})
    sign = f"/api/v1/orders/{number}/sign"

    assert browser.get("/api/v1/me").json()["name"] == "water_clerk"
    refused = browser.post(sign, data="{}", content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_failed")
    token = browser.cookies["csrftoken"].value
    signed = browser.post(sign, data="{}", content_type="application/json", headers={"X-CSRFToken": token})
    assert signed.json()["state"] == "handling"


def test_pages_can_be_read_in_english(client, city):
    client.post("/language/", {"language": "en", "next": "/"})
    anonymous = client.get("/").content.decode()
    client.post("/login/", WATER)
    home = client.get("/console/").content.decode()

    assert "Report a matter" in anonymous
    assert '<html lang="en">' in anonymous
    assert "My work" in home


@pytest.mark.parametrize("path", ["/", "/login/", "/report/", "/track/"])
def test_pages_need_nothing_from_elsewhere_and_hold_no_script(client, db, path):
    page = client.get(path)

    html = page.content.decode()
    assert re.findall(r"<script(?! type=\"module\" src=\"/static/jiesu/)", html) == []
    assert "style=" not in html
    assert "http://" not in html.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert "https://" not in html
    assert page["Content-Security-Policy"].startswith("default-src 'self'")
