"""A message is written with what it is about and carried by a job."""

from datetime import timedelta

import pytest
from django.db import transaction

from jiesu.core import clock
from jiesu.messaging import actions, adapters
from jiesu.messaging.errors import NotCarried
from jiesu.messaging.models import Message
from tests.jobs import waiting

PHONE, WORDS = "13812345678", "您的验证码是 123456"


class Gateway:
    """Takes messages, or does not."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, str]] = []
        self.refuses: NotCarried | None = None

    def carry(self, key: str, *, phone: str, text: str) -> None:
        if self.refuses:
            raise self.refuses
        self.taken.append((key, phone, text))


@pytest.fixture
def gateway(monkeypatch, db, held_clock) -> Gateway:
    gateway = Gateway()
    monkeypatch.setattr(actions, "sms_gateway", lambda: gateway)
    monkeypatch.setattr(actions, "is_stand_in", lambda: False)
    return gateway


def test_a_message_is_carried_once_by_a_job(gateway, run_jobs):
    message = actions.send_sms(PHONE, text=WORDS, purpose="test")
    assert gateway.taken == []

    run_jobs()
    actions.carry_message(message.pk)

    assert gateway.taken == [(str(message.pk), PHONE, WORDS)]
    message.refresh_from_db()
    assert (message.state, message.carried_at) == ("carried", clock.now())


def test_what_is_rolled_back_sends_nothing(gateway):
    with transaction.atomic():
        actions.send_sms(PHONE, text=WORDS, purpose="test")
        transaction.set_rollback(True)

    assert (Message.objects.count(), waiting()) == (0, [])


def test_number_and_words_are_sealed_and_a_secret_is_wiped(gateway, run_jobs):
    from django.db import connection

    message = actions.send_sms(PHONE, text=WORDS, purpose="test", is_secret=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, text FROM messaging_message")
        stored = " ".join(cursor.fetchone())
    assert PHONE not in stored
    assert "123456" not in stored

    run_jobs()

    message.refresh_from_db()
    assert (message.state, message.text) == ("carried", "")


def test_what_comes_too_late_is_not_sent(gateway, held_clock):
    message = actions.send_sms(
        PHONE, text=WORDS, purpose="test", expires_at=clock.now() + timedelta(minutes=5)
    )
    held_clock.move(timedelta(minutes=5))

    assert actions.carry_message(message.pk).state == "expired"
    assert gateway.taken == []


def test_a_refusal_for_good_is_kept_and_one_for_now_is_tried_again(gateway):
    message = actions.send_sms(PHONE, text=WORDS, purpose="test")
    gateway.refuses = NotCarried("busy")
    with pytest.raises(NotCarried):
        actions.carry_message(message.pk)
    message.refresh_from_db()
    assert message.state == "waiting"

    gateway.refuses = NotCarried("no such number", final=True)
    assert actions.carry_message(message.pk).state == "failed"
    assert Message.objects.get().error == "no such number"


def test_old_messages_are_forgotten(gateway, held_clock):
    actions.send_sms(PHONE, text=WORDS, purpose="test")
    held_clock.move(timedelta(days=31))

    assert actions.forget_old_messages() == 1


def test_the_gateway_is_the_one_that_is_configured(settings):
    from jiesu.messaging.adapters.http import HttpGateway
    from jiesu.messaging.adapters.standin import StandInGateway

    assert isinstance(adapters.sms_gateway(), StandInGateway)
    settings.JIESU_SMS_URL = "https://sms.example.cn/send"
    assert isinstance(adapters.sms_gateway(), HttpGateway)
    assert not adapters.is_stand_in()
