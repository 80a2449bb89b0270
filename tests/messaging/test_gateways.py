"""One suite for every gateway: the real one over HTTP and the stand-in; and a provider that misbehaves."""

import hashlib
import hmac
import json
import logging
import socketserver
import threading
import time

import pytest

from jiesu.messaging.adapters.http import HttpGateway
from jiesu.messaging.adapters.standin import StandInGateway
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.errors import NotCarried
from jiesu.messaging.letters import Parcel

KEY = "agreed upon"
SMS = Parcel(key="7", channel=MessageChannel.SMS, address="13812345678", text="您好")
WECHAT = Parcel(
    key="8",
    channel=MessageChannel.WECHAT,
    address="oX3b_openid",
    text="您好",
    data={"template": "T1", "data": {"keyword1": "王"}},
    link="/console/",
)
TAKEN = b'HTTP/1.1 200 OK\r\nContent-Length: 14\r\n\r\n{"taken":true}'


class Provider:
    """A provider on this machine that answers with exactly the bytes it is told to; each key is sent once."""

    def __init__(self) -> None:
        self.answers: list[bytes] = []
        self.pause = 0.0
        self.heard: list[tuple[dict, str, bytes]] = []
        self.sent: dict[str, dict] = {}
        provider = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                headers = {}
                self.rfile.readline()
                while (line := self.rfile.readline().strip()) and b":" in line:
                    name, _, value = line.decode().partition(":")
                    headers[name.lower()] = value.strip()
                body = self.rfile.read(int(headers["content-length"]))
                told = json.loads(body)
                provider.heard.append((told, headers["x-jiesu-signature"], body))
                provider.sent.setdefault(told["key"], told)
                time.sleep(provider.pause)
                self.wfile.write(provider.answers.pop(0) if provider.answers else TAKEN)

            def handle_error(self, *_: object) -> None:
                """The other side may have gone away."""

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

            def handle_error(self, request: object, client_address: object) -> None:
                """The other side may have gone away."""

        self.server = Server(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/send"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def provider():
    made = Provider()
    yield made
    made.close()


@pytest.fixture(params=["http", "stand-in"])
def gateway(request, provider):
    return HttpGateway(provider.url, KEY) if request.param == "http" else StandInGateway()


@pytest.mark.parametrize("parcel", [SMS, WECHAT])
def test_a_message_is_taken_however_often_and_nothing_is_answered(gateway, parcel):
    assert gateway.carry(parcel) is None
    assert gateway.carry(parcel) is None


def test_the_stand_in_writes_it_into_the_log(caplog):
    with caplog.at_level(logging.INFO, logger="jiesu.messaging"):
        StandInGateway().carry(SMS)

    assert "您好" in caplog.text


def test_the_provider_gets_key_number_and_words_with_a_signature(provider):
    HttpGateway(provider.url, KEY).carry(SMS)

    ((told, signature, body),) = provider.heard
    assert told == {"key": "7", "phone": "13812345678", "text": "您好"}
    assert signature == hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()


def test_wechat_gets_the_openid_the_template_and_its_fields(provider):
    HttpGateway(provider.url, KEY).carry(WECHAT)

    assert provider.heard[0][0] == {
        "key": "8",
        "openid": "oX3b_openid",
        "link": "/console/",
        "template": "T1",
        "data": {"keyword1": "王"},
    }


@pytest.mark.parametrize(
    ("status", "final"),
    [(302, False), (400, True), (403, True), (408, False), (429, False), (500, False), (503, False)],
)
def test_what_the_provider_does_not_take_is_told_apart(provider, status, final):
    provider.answers = [f"HTTP/1.1 {status} X\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n".encode()]

    with pytest.raises(NotCarried) as refused:
        HttpGateway(provider.url, KEY).carry(SMS)

    assert (refused.value.final, len(provider.heard)) == (final, 1)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\x00\x01\x02nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\ncut off",
        b"HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\n<html>log in here</h>",
        b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n[1, 2]",
        b'HTTP/1.1 200 OK\r\nContent-Length: 15\r\n\r\n{"taken":false}',
        b"HTTP/1.1 999 ?\r\n\r\n",
    ],
)
def test_nonsense_is_no_taking_and_may_be_tried_again(provider, answer):
    provider.answers = [answer]
    gateway = HttpGateway(provider.url, KEY)

    with pytest.raises(NotCarried) as refused:
        gateway.carry(SMS)
    gateway.carry(SMS)

    assert refused.value.final is False
    assert list(provider.sent) == ["7"]


def test_two_answers_for_one_message_are_one(provider):
    provider.answers = [TAKEN + TAKEN]

    HttpGateway(provider.url, KEY).carry(SMS)

    assert list(provider.sent) == ["7"]


def test_a_slow_provider_is_asked_again_with_the_same_key(provider):
    provider.pause = 0.5
    with pytest.raises(NotCarried) as refused:
        HttpGateway(provider.url, KEY, seconds=0.1).carry(SMS)
    provider.pause = 0
    HttpGateway(provider.url, KEY).carry(SMS)

    assert refused.value.final is False
    assert [told["key"] for told, _, _ in provider.heard] == ["7", "7"]
    assert list(provider.sent) == ["7"]


def test_a_provider_that_cannot_be_reached_may_be_reached_later(provider):
    provider.close()

    with pytest.raises(NotCarried) as refused:
        HttpGateway(provider.url, KEY).carry(SMS)

    assert refused.value.final is False


def test_an_address_that_is_none_is_refused_at_once():
    with pytest.raises(ValueError, match="https://"):
        HttpGateway("file:///etc/passwd", KEY)
