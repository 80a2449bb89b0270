"""Everything that is not a success is a problem document, in the language asked for."""

import json

import pytest
from django.db import OperationalError

from tests.api.cast import API, APPEAL

PROBLEM = "application/problem+json"


def problem(response, status: int, code: str) -> dict:
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == PROBLEM
    document = response.json()
    assert document["status"] == status
    assert document["code"] == code
    assert document["type"] == f"/api/v1/problems/{code}"
    assert {"title", "detail", "instance"} <= document.keys()
    assert "Traceback" not in response.content.decode()
    return document


def test_a_missing_field_is_named(city):
    document = problem(city.operator.post("/orders", {"title": "井盖"}), 422, "invalid_input")

    assert document["field"] == "content"
    assert document["errors"] == [{"field": "content", "code": "missing", "detail": "此项必填"}]


def test_every_field_at_fault_is_named_from_the_outside_in(city):
    body = {**APPEAL, "lon": "east", "citizen": {"phone": 1, "age": 3}, "colour": "red"}

    document = problem(city.operator.post("/orders", body), 422, "invalid_input")

    assert {error["field"] for error in document["errors"]} == {
        "lon",
        "citizen.phone",
        "citizen.age",
        "colour",
    }


def test_a_rule_of_the_service_names_its_field_too(city):
    body = {**APPEAL, "citizen": {"phone": "not a number"}}

    assert problem(city.operator.post("/orders", body), 422, "invalid_input")["field"] == "phone"


def test_the_detail_is_chinese_unless_english_is_asked_for(city):
    chinese = city.operator.post("/orders/9901/sign")
    english = city.operator.post("/orders/9901/sign", **{"Accept-Language": "en-GB,en;q=0.9"})

    assert problem(chinese, 404, "not_found")["title"] == "没有找到"
    assert problem(english, 404, "not_found")["title"] == "Not found"
    assert english["Content-Language"] == "en"


@pytest.mark.parametrize(
    "body", [b"{", b'{"content": NaN}', b"[" * 100_000, b"\xff\xfe", b'{"content": "\\ud800"']
)
def test_malformed_json_is_said_to_be_so(city, body):
    response = city.operator.client.post(
        f"{API}/orders", data=body, content_type="application/json", headers=city.operator.headers
    )

    problem(response, 400, "malformed_json")


@pytest.mark.parametrize("body", [b"[]", b"1", b'"text"', b"null", b""])
def test_json_that_is_no_object_is_refused(city, body):
    response = city.operator.client.post(
        f"{API}/orders", data=body, content_type="application/json", headers=city.operator.headers
    )

    problem(response, 422, "invalid_input")


def test_a_body_too_large_is_refused(city):
    problem(city.operator.post("/orders", {"content": "大" * 3_000_000}), 413, "too_large")


def test_a_body_of_untold_length_is_refused_instead_of_being_lost(city):
    response = city.operator.client.generic(
        "POST",
        f"{API}/orders",
        headers={**city.operator.headers, "Transfer-Encoding": "chunked"},
        CONTENT_LENGTH="",
    )

    problem(response, 411, "length_required")


@pytest.mark.parametrize("token", ["", "x", "jiesu_" + "x" * 43, "令牌".encode().decode("latin-1")])
def test_an_unknown_token_is_refused_and_told_how_to_do_better(db, client, token):
    response = client.get(f"{API}/me", headers={"Authorization": f"Bearer {token}"})

    problem(response, 401, "sign_in_needed")
    assert response["WWW-Authenticate"] == 'Bearer realm="jiesu"'


def test_no_token_and_no_session_is_the_same(db, client):
    for response in (
        client.get(f"{API}/me"),
        client.post(f"{API}/orders", data="{}", content_type="application/json"),
    ):
        problem(response, 401, "sign_in_needed")
        assert "WWW-Authenticate" in response


def test_an_unknown_address_is_a_problem_with_and_without_a_token(city, client):
    problem(city.operator.get("/nothing/here"), 404, "not_found")
    problem(client.get(f"{API}/nothing/here"), 404, "not_found")
    problem(city.operator.get("/orders/not-a-number"), 404, "not_found")


def test_a_method_that_is_not_supported_is_a_problem_that_tells_the_others(city):
    response = city.operator.client.delete(f"{API}/orders", headers=city.operator.headers)

    problem(response, 405, "method_not_allowed")
    assert set(response["Allow"].split(", ")) == {"GET", "POST"}


def test_options_tells_the_methods(city):
    for headers in (city.operator.headers, {}):
        response = city.operator.client.options(f"{API}/orders", headers=headers)

        assert response.status_code == 204
        assert response["Allow"] == "GET, HEAD, OPTIONS, POST"
        assert response.content == b""


def test_head_answers_like_get_without_a_body(city):
    response = city.operator.client.head(f"{API}/me", headers=city.operator.headers)

    assert response.status_code == 200
    assert response.content == b""


def test_a_database_that_is_away_is_said_to_be_away(city, monkeypatch):
    def fail(*_, **__):
        raise OperationalError("connection refused at 10.0.0.1")

    monkeypatch.setattr("jiesu.api.workorders.reading.selectors.list_orders", fail)

    response = city.operator.get("/orders")

    assert "10.0.0.1" not in json.dumps(problem(response, 503, "unavailable"))
    assert response["Retry-After"] == "5"


def test_a_fault_of_the_program_is_noted_and_its_trace_stays_inside(city, monkeypatch, caplog):
    def fail(*_, **__):
        raise ZeroDivisionError("secret detail")

    monkeypatch.setattr("jiesu.api.workorders.reading.selectors.list_orders", fail)

    response = city.operator.get("/orders")

    assert "secret" not in json.dumps(problem(response, 500, "internal_error"))
    assert "secret detail" in caplog.text


def test_a_problem_can_be_looked_up(client):
    document = client.get(f"{API}/problems/wrong_state").json()

    assert document["status"] == 409
    assert "{state}" in document["zh"]
    problem(client.get(f"{API}/problems/no-such-thing"), 404, "not_found")


def test_answers_are_not_kept_by_caches(city):
    assert city.operator.get("/me")["Cache-Control"] == "no-store"
