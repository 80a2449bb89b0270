"""What is said when a page cannot be given."""

import pytest
from django.test import Client


def test_an_unknown_page_is_said_to_be_unknown_in_both_languages(client, db):
    chinese = client.get("/nothing/here")
    english = client.get("/nothing/here", headers={"Accept-Language": "en"})

    assert (chinese.status_code, english.status_code) == (404, 404)
    assert "没有这个页面" in chinese.content.decode()
    assert "There is no such page" in english.content.decode()
    assert '<html lang="en">' in english.content.decode()


def test_a_failing_page_tells_nothing_of_the_failure(db, monkeypatch):
    def fail(*_, **__):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("jiesu.portal.home.render", fail)

    response = Client(raise_request_exception=False).get("/")

    assert response.status_code == 500
    assert "页面暂时打不开" in response.content.decode()
    assert "secret" not in response.content.decode()


def test_a_wrong_host_is_a_bad_request(db):
    response = Client(raise_request_exception=False).get("/login/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "请求无法理解" in response.content.decode()


@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_the_watchers_are_answered(client, db, path):
    assert client.get(path).json()["status"] == "ok"
    assert client.head(path).status_code == 200


def test_without_its_database_the_program_is_alive_but_not_ready(client, db):
    from django.db import OperationalError

    def fail(*_, **__):
        raise OperationalError("gone")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jiesu.api.health.connection.cursor", fail)
        alive, ready = client.get("/healthz"), client.get("/readyz")

    assert (alive.status_code, ready.status_code) == (200, 503)
