"""A message is written with what it is about and carried by a job."""

from datetime import datetime, timedelta

import pytest
from django.db import connection, transaction

from jiesu.core import clock
from jiesu.messaging import actions, adapters
from jiesu.messaging.actions import carrying
from jiesu.messaging.channels import MessageChannel, MessageUrgency
from jiesu.messaging.errors import NotCarried, NotToBeResent
from jiesu.messaging.letters import Letter
from jiesu.messaging.models import Message
from jiesu.organisations.actors import SYSTEM
from tests.jobs import waiting

PHONE, WORDS = "13812345678", "您的验证码是 123456"


class Gateway:
    """Takes messages, or does not."""

    def __init__(self) -> None:
        self.taken: list[tuple[str, str, str]] = []
        self.refuses: NotCarried | None = None

    def carry(self, parcel) -> None:
        if self.refuses:
            raise self.refuses
        self.taken.append((parcel.key, parcel.address, parcel.text))


@pytest.fixture
def gateway(monkeypatch, db, held_clock) -> Gateway:
    gateway = Gateway()
    monkeypatch.setattr(carrying, "gateway_for", lambda channel: gateway)
    monkeypatch.setattr(carrying, "is_stand_in", lambda channel: False)
    return gateway


def letter(**changes) -> Letter:
    given = {"channel": MessageChannel.SMS, "address": PHONE, "text": "您好", "purpose": "test", "key": "k1"}
    return Letter(**{**given, **changes})


def test_a_message_is_carried_once_by_a_job(gateway, run_jobs):
    message = actions.send_sms(PHONE, text=WORDS, purpose="test")
    assert gateway.taken == []

    run_jobs()
    actions.carry_message(message.pk)

    assert gateway.taken == [(str(message.pk), PHONE, WORDS)]
    message.refresh_from_db()
    assert (message.state, message.handed_over_at, message.attempts) == ("handed_over", clock.now(), 1)


def test_what_is_rolled_back_sends_nothing(gateway):
    with transaction.atomic():
        actions.send_sms(PHONE, text=WORDS, purpose="test")
        transaction.set_rollback(True)

    assert (Message.objects.count(), waiting()) == (0, [])


def test_the_same_event_recipient_and_channel_is_one_message(gateway, run_jobs):
    first = actions.send_letters([letter()])
    second = actions.send_letters([letter(text="又一次"), letter(key="k2")])
    run_jobs()

    assert second[0].pk == first[0].pk
    assert [text for _, _, text in gateway.taken] == ["您好", "您好"]
    assert Message.objects.count() == 2


def test_the_database_itself_refuses_a_second_one(gateway):
    from django.db import IntegrityError

    (message,) = actions.send_letters([letter()])
    message.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        message.save(force_insert=True)

    assert Message.objects.count() == 1


def test_address_and_words_are_sealed_and_a_secret_is_wiped(gateway, run_jobs):
    message = actions.send_sms(PHONE, text=WORDS, purpose="test", is_secret=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT address, text FROM messaging_message")
        stored = " ".join(cursor.fetchone())
    assert PHONE not in stored
    assert "123456" not in stored

    run_jobs()

    message.refresh_from_db()
    assert (message.state, message.text) == ("handed_over", "")


def test_what_comes_too_late_is_not_sent(gateway, held_clock):
    message = actions.send_sms(
        PHONE, text=WORDS, purpose="test", expires_at=clock.now() + timedelta(minutes=5)
    )
    held_clock.move(timedelta(minutes=5))

    assert actions.carry_message(message.pk).state == "expired"
    assert gateway.taken == []


def test_what_was_not_taken_is_tried_again_later_and_later(gateway, run_jobs, held_clock):
    gateway.refuses = NotCarried("busy")
    message = actions.send_sms(PHONE, text=WORDS, purpose="test")
    waits = []
    for _ in range(4):
        run_jobs()
        message.refresh_from_db()
        waits.append((message.due_at - clock.now()).total_seconds())
        held_clock.move_to(message.due_at)
    gateway.refuses = None
    run_jobs()

    message.refresh_from_db()
    assert waits == [4, 8, 16, 32]
    assert (message.state, message.attempts, message.error) == ("handed_over", 5, "")
    assert len(gateway.taken) == 1


def test_after_three_days_it_is_given_up_and_can_be_sent_again(gateway, run_jobs, held_clock):
    gateway.refuses = NotCarried("no such network")
    (message,) = actions.send_letters([letter()])
    run_jobs()
    held_clock.move(timedelta(days=3))
    run_jobs()
    message.refresh_from_db()
    assert (message.state, message.error) == ("failed", "no such network")

    gateway.refuses = None
    actions.resend_message(message.pk, by=SYSTEM)
    run_jobs()

    message.refresh_from_db()
    assert (message.state, gateway.taken) == ("handed_over", [(str(message.pk), PHONE, "您好")])
    with pytest.raises(NotToBeResent):
        actions.resend_message(message.pk, by=SYSTEM)
    assert len(gateway.taken) == 1


def test_a_refusal_for_good_ends_it(gateway):
    message = actions.send_sms(PHONE, text=WORDS, purpose="test")
    gateway.refuses = NotCarried("no such number", final=True)

    assert actions.carry_message(message.pk).state == "failed"
    assert Message.objects.get().error == "no such number"


def test_a_message_whose_job_was_lost_is_found_again(gateway, run_jobs, held_clock):
    actions.send_letters([letter()])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    held_clock.move(timedelta(minutes=11))

    assert (run_jobs(), gateway.taken) == (0, [])
    assert actions.revive_messages() == 1
    run_jobs()

    assert len(gateway.taken) == 1
    assert actions.revive_messages() == 0


def test_in_quiet_hours_it_waits_until_they_are_over_unless_it_is_critical(gateway, run_jobs, held_clock):
    evening = datetime(2026, 3, 2, 22, 0, tzinfo=clock.SHANGHAI)
    held_clock.move_to(evening)
    actions.send_letters([letter(), letter(key="k2", text="特急", urgency=MessageUrgency.CRITICAL)])
    run_jobs()
    assert [text for _, _, text in gateway.taken] == ["特急"]

    held_clock.move_to(datetime(2026, 3, 3, 8, 0, tzinfo=clock.SHANGHAI))
    run_jobs()

    assert [text for _, _, text in gateway.taken] == ["特急", "您好"]


def test_a_message_that_is_to_wait_waits(gateway, run_jobs, held_clock):
    actions.send_letters([letter(due_at=clock.now() + timedelta(minutes=30))])
    held_clock.move(timedelta(minutes=29))
    assert (run_jobs(), gateway.taken) == (0, [])

    held_clock.move(timedelta(minutes=1))
    run_jobs()

    assert len(gateway.taken) == 1


def test_old_messages_are_forgotten_those_about_an_order_after_a_year(gateway, held_clock):
    actions.send_sms(PHONE, text=WORDS, purpose="test")
    actions.send_letters([letter(subject="9901002026030200001")])
    held_clock.move(timedelta(days=31))
    assert actions.forget_old_messages() == 1

    held_clock.move(timedelta(days=370))
    assert actions.forget_old_messages() == 1


def test_the_gateway_is_the_one_that_is_configured(settings):
    from jiesu.messaging.adapters.http import HttpGateway
    from jiesu.messaging.adapters.mail import MailGateway
    from jiesu.messaging.adapters.standin import StandInGateway

    assert {type(adapters.gateway_for(channel)) for channel in MessageChannel if channel != "inbox"} == {
        StandInGateway
    }
    settings.JIESU_SMS_URL = "https://sms.example.cn/send"
    settings.JIESU_SMTP_URL = "smtps://mail.example.cn"
    assert isinstance(adapters.gateway_for(MessageChannel.SMS), HttpGateway)
    assert isinstance(adapters.gateway_for(MessageChannel.EMAIL), MailGateway)
    assert not adapters.is_stand_in()
