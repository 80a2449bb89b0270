"""A citizen reports a matter on a plain page."""

import re
from datetime import UTC, datetime

import pytest

CONTENT = "朝阳路 18 号门前井盖破损，昨晚有老人绊倒，希望尽快维修。"


def key_on(page) -> str:
    return re.search(r'name="key" value="([0-9a-f]{32})"', page.content.decode()).group(1)


def told(page) -> list[str]:
    return re.findall(r"<dd>(\d+)</dd>", page.content.decode())


def orders():
    from jiesu.organisations.actors import SYSTEM
    from jiesu.workorders import selectors

    return selectors.list_orders(selectors.OrderFilter(), for_user=SYSTEM).items


@pytest.fixture
def filled(client, hotline) -> dict[str, str]:
    return {
        "key": key_on(client.get("/report/")),
        "content": CONTENT,
        "address": "朝阳路 18 号",
        "occurred_at": "2026-03-01T21:30",
        "nature": "complaint",
        "name": "王小明",
        "phone": "138 1234 5678",
        "is_public": "on",
    }


def test_a_report_becomes_an_order_and_a_receipt(client, filled):
    from jiesu.organisations.actors import SYSTEM
    from jiesu.workorders import selectors

    sent = client.post("/report/", filled)

    assert (sent.status_code, sent["Location"]) == (302, "/report/done/")
    (listed,) = orders()
    order = selectors.get_order(listed.number, for_user=SYSTEM)
    assert (order.channel, order.nature, order.content) == ("web", "complaint", CONTENT)
    assert order.occurred_at == datetime(2026, 3, 1, 13, 30, tzinfo=UTC)
    assert (order.citizen.name, order.citizen.phone) == ("王小明", "13812345678")
    receipt = client.get("/report/done/").content.decode()
    assert order.number in receipt
    _, code = told(client.get("/report/done/"))
    assert selectors.order_by_query_code(order.number, code) == order


def test_sent_twice_it_is_registered_once_and_gives_the_same_receipt(client, filled):
    client.post("/report/", filled)
    first = told(client.get("/report/done/"))
    client.cookies.pop("jiesu_receipt")
    client.post("/report/", filled)

    assert told(client.get("/report/done/")) == first
    assert len(orders()) == 1


def test_a_changed_report_under_a_used_key_is_not_lost(client, filled):
    client.post("/report/", filled)
    changed = {**filled, "content": "路灯不亮"}

    again = client.post("/report/", changed)

    assert again.status_code == 409
    assert ">\n路灯不亮</textarea>" in again.content.decode()
    fresh = key_on(again)
    assert fresh != filled["key"]
    assert client.post("/report/", {**changed, "key": fresh}).status_code == 302
    assert len(orders()) == 2


def test_a_mistake_stands_beside_its_field_and_the_form_comes_back_filled_in(client, filled):
    page = client.post("/report/", {**filled, "phone": "电话忘了"})

    assert page.status_code == 422
    html = page.content.decode()
    assert "电话号码应为 3 至 20 位数字。" in html
    assert CONTENT in html
    assert 'value="电话忘了"' in html
    assert 'aria-invalid="true"' in html
    assert orders() == []


def test_an_empty_report_is_asked_for_its_content_in_the_readers_language(client, filled):
    chinese = client.post("/report/", {**filled, "content": " "})
    english = client.post("/report/", {**filled, "content": " "}, headers={"Accept-Language": "en"})

    assert "这个字段是必填项。" in chinese.content.decode()
    assert "This field is required." in english.content.decode()
    assert "What happened" in english.content.decode()


def test_a_form_without_its_token_is_not_taken(hotline, filled):
    from django.test import Client

    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/report/", filled)

    assert response.status_code == 403
    assert "页面已过期" in response.content.decode()
    assert orders() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("content", "\x00\x01" + CONTENT),
        ("address", "长" * 301),
        ("occurred_at", "9999-12-31T23:59"),
        ("occurred_at", "yesterday"),
        ("nature", "unknown"),
        ("key", "../../etc"),
        ("name", "名" * 500),
        ("area_code", "1' OR 1=1"),
        ("lon", "NaN"),
        ("lat", "91"),
    ],
)
def test_strange_values_are_answered_with_the_form(client, filled, field, value):
    response = client.post("/report/", {**filled, field: value})

    assert response.status_code in (302, 422)
    assert len(orders()) == (response.status_code == 302)


def test_the_receipt_is_for_the_browser_that_sent_the_report(client, hotline):
    assert client.get("/report/done/")["Location"] == "/track/"
    client.cookies["jiesu_receipt"] = "forged:value"
    assert client.get("/report/done/")["Location"] == "/track/"
