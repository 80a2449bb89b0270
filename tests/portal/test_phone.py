"""Following one's orders with a telephone and a one-time code."""

import re

import pytest

from jiesu.messaging.models import Message
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.actions import register_order
from jiesu.workorders.registration import CitizenDetails, Registration

PHONE = "13812345678"
WANG = CitizenDetails(name="王小明", phone=PHONE)


@pytest.fixture
def mine(hotline) -> str:
    register_order(Registration(content="别人的事", citizen=CitizenDetails(phone="13900000000")), by=SYSTEM)
    register_order(Registration(content="保密的事", citizen=WANG, is_confidential=True), by=SYSTEM)
    return register_order(Registration(content="我的路灯不亮", citizen=WANG), by=SYSTEM).number


def key_on(page) -> str:
    return re.search(r'name="key" value="([0-9a-f]{32})"', page.content.decode()).group(1)


def code_sent() -> str:
    text = Message.objects.filter(is_secret=True).latest("pk").text
    return re.search(r"\d{6}", text.split("验证码")[1]).group()


def test_the_code_leads_to_the_list_of_ones_own_orders(client, mine, run_jobs):
    page = client.post("/track/phone/", {"phone": "138 1234 5678"})
    run_jobs()

    given = client.post("/track/phone/code/", {"key": key_on(page), "code": code_sent()})

    assert given["Location"] == "/track/orders/"
    html = client.get("/track/orders/").content.decode()
    assert "我的路灯不亮" in html
    assert "别人的事" not in html
    assert "保密的事" not in html
    assert client.get(f"/track/orders/{mine}/").status_code == 200


def test_an_unknown_number_is_answered_alike_and_gets_no_message(client, mine, run_jobs):
    pages = [client.post("/track/phone/", {"phone": phone}) for phone in (PHONE, "13700000000")]
    run_jobs()

    texts = [re.sub(r'value="[^"]+"', "", page.content.decode()) for page in pages]
    assert texts[0] == texts[1]
    assert Message.objects.filter(is_secret=True).count() == 1


def test_a_wrong_code_shows_nothing(client, mine, run_jobs):
    page = client.post("/track/phone/", {"phone": PHONE})
    run_jobs()
    wrong = f"{(int(code_sent()) + 1) % 1_000_000:06d}"

    refused = client.post("/track/phone/code/", {"key": key_on(page), "code": wrong})

    assert refused.status_code == 422
    assert "验证码不对或已失效" in refused.content.decode()
    assert client.get("/track/orders/")["Location"] == "/track/phone/"


def test_somebody_elses_order_is_not_shown_with_a_proved_telephone(client, mine, run_jobs):
    page = client.post("/track/phone/", {"phone": "13900000000"})
    run_jobs()
    client.post("/track/phone/code/", {"key": key_on(page), "code": code_sent()})

    assert client.get(f"/track/orders/{mine}/")["Location"] == "/track/"
    assert client.post(f"/track/orders/{mine}/more/", {"more-words": "x"})["Location"] == "/track/"


def test_asking_often_costs_work_and_one_number_is_not_flooded(client, mine):
    pages = [client.post("/track/phone/", {"phone": f"1380000000{n}"}) for n in range(4)]
    assert [page.status_code for page in pages] == [200, 200, 200, 429]
    assert b"data-challenge" in pages[-1].content

    flood = [
        client.post("/track/phone/", {"phone": PHONE}, REMOTE_ADDR=f"192.0.2.{n}").status_code
        for n in range(4)
    ]
    assert flood == [200, 200, 200, 429]


@pytest.mark.parametrize("phone", ["", "电话", "1"])
def test_what_is_no_number_is_said_beside_the_field(client, hotline, phone):
    page = client.post("/track/phone/", {"phone": phone})

    assert page.status_code == 422
    assert "errorlist" in page.content.decode()


def test_a_forged_grant_opens_nothing(client, mine):
    client.cookies["jiesu_own"] = "eyJudW1iZXJzIjpbXSwicGhvbmUiOiIxIn0:forged:value"

    assert client.get("/track/orders/")["Location"] == "/track/phone/"
    assert client.get(f"/track/orders/{mine}/")["Location"] == "/track/"


def test_the_demonstrations_messages_are_shown_at_this_machine_only(client, mine, run_jobs, settings):
    client.post("/track/phone/", {"phone": PHONE})
    run_jobs()
    address = "/demonstration/messages/"

    assert code_sent() in client.get(address).content.decode()
    assert client.get(address, REMOTE_ADDR="192.0.2.1").status_code == 404
    for name, value in (
        ("PLAIN_HTTP", False),
        ("BEHIND_PROXY", True),
        ("JIESU_SMS_URL", "https://sms.example.cn"),
    ):
        before = getattr(settings, name)
        setattr(settings, name, value)
        assert client.get(address).status_code == 404
        setattr(settings, name, before)
