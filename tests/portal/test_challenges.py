"""A little work for whoever comes often; an honest first report is never in its way."""

import hashlib
import html
import re

import pytest

from tests.portal.test_report import filled, orders

__all__ = ["filled"]

HERE = "127.0.0.1"
WORDS = dict(zip("二三四五六七八九", range(2, 10), strict=True))


def fresh(filled: dict, n: int) -> dict:
    return {**filled, "key": f"{n:032x}"}


def asked(page) -> dict[str, str]:
    """The challenge on a page."""
    text = page.content.decode()
    found = re.search(r'data-challenge="([^"]+)" data-bits="(\d+)"', text)
    question = re.search(r"请回答：(.) 加 (.) 等于几", text)
    return {
        "challenge": html.unescape(found.group(1)),
        "bits": found.group(2),
        "answer": str(WORDS[question.group(1)] + WORDS[question.group(2)]),
    }


def found(challenge: dict[str, str]) -> str:
    """What a browser finds."""
    for nonce in range(1 << 22):
        digest = hashlib.sha256(f"{challenge['challenge']}.{nonce}".encode()).digest()
        if int.from_bytes(digest[:4], "big") >> (32 - int(challenge["bits"])) == 0:
            return str(nonce)
    raise AssertionError


@pytest.fixture
def busy(client, filled):
    """An address that has sent five reports, and the form it gets now."""
    for n in range(5):
        assert client.post("/report/", fresh(filled, n)).status_code == 302
    return client.get("/report/")


def test_the_first_five_reports_from_an_address_are_asked_nothing(client, filled, busy):
    assert len(orders()) == 5
    assert b"data-challenge" in busy.content


def test_the_sixth_is_held_back_without_the_work_and_nothing_is_lost(client, filled, busy):
    held = client.post("/report/", fresh(filled, 9))

    assert held.status_code == 429
    assert filled["content"] in held.content.decode()
    assert "请回答下面的小题" in held.content.decode()
    assert len(orders()) == 5


def test_a_browser_that_has_done_the_work_goes_on(client, filled, busy):
    work = asked(busy)
    given = {"challenge": work["challenge"], "nonce": found(work)}

    assert client.post("/report/", {**fresh(filled, 9), **given}).status_code == 302
    again = client.post("/report/", {**fresh(filled, 10), **given})
    assert again.status_code == 429, "work serves once"
    assert len(orders()) == 6


def test_a_person_without_scripts_answers_the_question(client, filled, busy):
    work = asked(busy)
    wide = work["answer"].translate({ord(str(n)): chr(0xFF10 + n) for n in range(10)})

    sent = client.post("/report/", {**fresh(filled, 9), "challenge": work["challenge"], "reply": f" {wide} "})

    assert sent.status_code == 302


@pytest.mark.parametrize("reply", ["", "99", "一", "-1", "²", "1" * 5000])
def test_a_wrong_answer_is_asked_again(client, filled, busy, reply):
    work = asked(busy)

    held = client.post("/report/", {**fresh(filled, 9), "challenge": work["challenge"], "reply": reply})

    assert held.status_code == 429
    assert asked(held)["challenge"] != work["challenge"]


@pytest.mark.parametrize("token", ["", "forged", "x" * 5000])
def test_a_forged_challenge_is_none(client, filled, busy, token):
    held = client.post("/report/", {**fresh(filled, 9), "challenge": token, "nonce": "1", "reply": "4"})

    assert held.status_code == 429


def test_another_address_is_not_held_back(client, filled, busy):
    assert client.post("/report/", fresh(filled, 9), REMOTE_ADDR="192.0.2.9").status_code == 302


def test_the_field_that_nobody_sees_costs_work_and_loses_nothing(client, filled):
    held = client.post("/report/", {**filled, "website": "https://spam.example"})
    assert held.status_code == 429
    work = asked(held)

    sent = client.post(
        "/report/",
        {**filled, "website": "x", "challenge": work["challenge"], "reply": work["answer"]},
    )

    assert sent.status_code == 302


def test_a_flood_gets_more_work(client, filled, busy, rf):
    from jiesu.portal.challenges import challenge_for
    from jiesu.portal.limits import REPORTS

    request = rf.get("/report/", REMOTE_ADDR=HERE)
    bits = [challenge_for(request, REPORTS).bits]
    for _ in range(60):
        REPORTS.count(HERE)
    bits.append(challenge_for(request, REPORTS).bits)

    assert bits == [13, 17]


def test_a_home_network_of_the_sixth_version_counts_as_one(rf):
    from jiesu.portal.limits import address_of

    one, two = (address_of(rf.get("/", REMOTE_ADDR=f"2001:db8:1:2::{n}")) for n in (1, 2))
    assert one == two == "2001:db8:1:2::/64"
    assert address_of(rf.get("/", REMOTE_ADDR="::ffff:192.0.2.1")) == "192.0.2.1"
    assert address_of(rf.get("/", REMOTE_ADDR="unix:")) == "unix:"


def test_guessing_codes_from_one_address_soon_costs_work(client, hotline):
    pages = [client.post("/track/", {"number": f"{n}", "code": "000000"}) for n in range(6)]

    assert [page.status_code for page in pages] == [404] * 5 + [429]
    work = asked(pages[-1])
    given = {"challenge": work["challenge"], "reply": work["answer"]}
    assert client.post("/track/", {"number": "7", "code": "000000", **given}).status_code == 404
