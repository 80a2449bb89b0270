"""One suite for every gateway: the real one over HTTP and the stand-in."""

import hashlib
import hmac
import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from jiesu.messaging.adapters.http import HttpGateway
from jiesu.messaging.adapters.standin import StandInGateway
from jiesu.messaging.errors import NotCarried

KEY = "agreed upon"


class Provider:
    """A provider of short messages on this machine, which answers as it is told to."""

    def __init__(self) -> None:
        self.status = 200
        self.taken: list[tuple[dict, str]] = []
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                provider.taken.append((json.loads(body), self.headers["X-Jiesu-Signature"], body))
                self.send_response(provider.status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/sms"
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


def test_a_message_is_taken_and_nothing_is_answered(gateway):
    assert gateway.carry("7", phone="13812345678", text="验证码 123456") is None
    assert gateway.carry("7", phone="13812345678", text="验证码 123456") is None


def test_the_stand_in_writes_it_into_the_log(caplog):
    StandInGateway().carry("7", phone="13812345678", text="验证码 123456")

    assert "验证码 123456" in caplog.text


def test_the_provider_gets_key_number_and_words_with_a_signature(provider):
    HttpGateway(provider.url, KEY).carry("7", phone="13812345678", text="您好")

    ((told, signature, body),) = provider.taken
    assert told == {"key": "7", "phone": "13812345678", "text": "您好"}
    assert signature == hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()


@pytest.mark.parametrize(
    ("status", "final"), [(400, True), (403, True), (429, False), (500, False), (503, False)]
)
def test_what_the_provider_does_not_take_is_told_apart(provider, status, final):
    provider.status = status

    with pytest.raises(NotCarried) as refused:
        HttpGateway(provider.url, KEY).carry("7", phone="13812345678", text="您好")

    assert refused.value.final is final


def test_a_provider_that_cannot_be_reached_may_be_reached_later(provider):
    provider.close()

    with pytest.raises(NotCarried) as refused:
        HttpGateway(provider.url, KEY).carry("7", phone="13812345678", text="您好")

    assert refused.value.final is False


def test_an_address_that_is_none_is_refused_at_once():
    with pytest.raises(ValueError, match="JIESU_SMS_URL"):
        HttpGateway("file:///etc/passwd", KEY)
