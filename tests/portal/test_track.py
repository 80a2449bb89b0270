"""A citizen follows an order with its number and query code."""

import pytest

from jiesu.workorders.registration import Registration


@pytest.fixture
def receipt(hotline):
    from jiesu.organisations.actors import SYSTEM
    from jiesu.workorders.actions import register_order

    return register_order(Registration(content="井盖破损，请维修。"), by=SYSTEM)


def test_number_and_code_show_what_is_public(client, receipt):
    from jiesu.organisations.actors import SYSTEM
    from jiesu.workorders.actions import annotate_order, answer_directly
    from jiesu.workorders.states import Visibility

    annotate_order(receipt.number, note="内部：此人多次来电", by=SYSTEM, visibility=Visibility.INTERNAL)
    annotate_order(receipt.number, note="已联系水务集团", by=SYSTEM, visibility=Visibility.PUBLIC)
    answer_directly(receipt.number, answer="井盖今天已经更换。", by=SYSTEM)

    sent = client.post("/track/", {"number": receipt.number, "code": receipt.query_code})
    assert sent["Location"] == f"/track/orders/{receipt.number}/"
    page = client.get(sent["Location"])

    html = page.content.decode()
    assert page.status_code == 200
    assert "井盖今天已经更换。" in html
    assert "已联系水务集团" in html
    assert "直接答复" in html
    assert "此人多次来电" not in html


def test_a_wrong_code_and_a_wrong_number_are_told_alike(client, receipt):
    wrong = f"{(int(receipt.query_code) + 1) % 1_000_000:06d}"
    pages = [
        client.post("/track/", {"number": receipt.number, "code": wrong}),
        client.post("/track/", {"number": "1", "code": receipt.query_code}),
    ]

    for page in pages:
        assert page.status_code == 404
        assert "编号或查询码不对" in page.content.decode()


def test_codes_cannot_be_guessed_by_trying_even_from_many_addresses(client, receipt):
    for code in range(20):
        client.post(
            "/track/", {"number": receipt.number, "code": f"{code:06d}"}, REMOTE_ADDR=f"192.0.2.{code}"
        )

    page = client.post("/track/", {"number": receipt.number, "code": receipt.query_code})

    assert page.status_code == 429
    assert "尝试次数过多" in page.content.decode()


def test_an_order_is_shown_only_to_the_browser_that_knew_its_code(client, receipt):
    from django.test import Client

    assert client.get(f"/track/orders/{receipt.number}/")["Location"] == "/track/"
    client.post("/track/", {"number": receipt.number, "code": receipt.query_code})

    assert client.get(f"/track/orders/{receipt.number}/").status_code == 200
    assert Client().get(f"/track/orders/{receipt.number}/").status_code == 302
    client.post("/track/leave/")
    assert client.get(f"/track/orders/{receipt.number}/").status_code == 302


def test_what_was_proved_is_forgotten_after_half_an_hour(client, receipt, monkeypatch):
    import time

    client.post("/track/", {"number": receipt.number, "code": receipt.query_code})
    later = time.time() + 1801
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)

    assert client.get(f"/track/orders/{receipt.number}/").status_code == 302


@pytest.mark.parametrize("form", [{}, {"number": "abc", "code": "1"}, {"number": "1\x00", "code": "12345a"}])
def test_what_cannot_be_a_number_or_code_is_said_beside_the_field(client, hotline, form):
    page = client.post("/track/", form)

    assert page.status_code == 422
    assert "errorlist" in page.content.decode()
