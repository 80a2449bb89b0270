"""What the gateways say of the messages that they have taken."""

import hashlib
import hmac
import json
from datetime import timedelta

from django.test import Client

from jiesu.core import clock
from jiesu.messaging.actions import send_letters
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.letters import Letter
from jiesu.messaging.models import Message


def letter(**more) -> Letter:
    given = {"channel": MessageChannel.SMS, "address": "13812345678", "text": "您好", "purpose": "test"}
    return Letter(**{**given, **more})


def test_receipts_are_taken_with_the_right_signature_only(settings, db, held_clock):
    settings.JIESU_SMS_KEY = "agreed"
    (message,) = send_letters([letter(key="1")])
    Message.objects.update(state="handed_over")
    url = "/api/v1/messages/receipts/sms"
    body = json.dumps(
        {"receipts": [{"key": str(message.pk), "state": "delivered"}, {"key": "999", "state": "failed"}]}
    ).encode()
    sign = hmac.new(b"agreed", body, hashlib.sha256).hexdigest()

    def post(given: bytes, signature: str):
        return Client().post(
            url, given, content_type="application/json", headers={"X-Jiesu-Signature": signature}
        )

    assert post(body, "0" * 64).status_code == 401
    assert Message.objects.get().state == "handed_over"
    assert post(body, sign).json() == {"new": 1, "known": 0, "unknown": 1}
    assert post(body, sign).json() == {"new": 0, "known": 1, "unknown": 1}
    message.refresh_from_db()
    assert (message.state, message.delivered_at) == ("delivered", clock.now())
    for nonsense in (
        b"[]",
        b"{}",
        b"\xff",
        b'{"receipts":[{"key":"x","state":"delivered"}]}',
        b'{"receipts":[{"key":"1","state":"?"}]}',
    ):
        assert post(nonsense, hmac.new(b"agreed", nonsense, hashlib.sha256).hexdigest()).status_code == 422
    settings.JIESU_SMS_KEY = ""
    assert post(body, hmac.new(b"", body, hashlib.sha256).hexdigest()).status_code == 401


def test_a_receipt_that_comes_before_the_commit_of_the_handing_over_holds(
    settings, db, held_clock, monkeypatch
):
    from jiesu.messaging import actions as messaging
    from jiesu.messaging.actions import carrying

    settings.JIESU_SMS_KEY = "agreed"
    (message,) = send_letters([letter(key="1")])
    body = json.dumps({"receipts": [{"key": str(message.pk), "state": "delivered"}]}).encode()

    class Quick:
        def carry(self, parcel) -> None:
            messaging.take_receipts(
                body,
                channel=MessageChannel.SMS,
                signature=hmac.new(b"agreed", body, hashlib.sha256).hexdigest(),
            )

    monkeypatch.setattr(carrying, "gateway_for", lambda channel: Quick())
    messaging.carry_message(message.pk, at=clock.now() + timedelta(seconds=1))

    assert Message.objects.get().state == "delivered"
