"""A telephone is proved by a code, and nobody learns whether it is known."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from jiesu.core.errors import InvalidInput
from jiesu.intake.actions import phone_checks
from jiesu.intake.actions.phone_checks import ask_code, prove_phone
from jiesu.intake.errors import CodeWrong, TooManyCodes
from jiesu.intake.models import PhoneCheck
from jiesu.messaging.models import Message
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.actions import register_order
from jiesu.workorders.actions.citizens import phone_hash
from jiesu.workorders.registration import CitizenDetails, Registration

PHONE = "13812345678"


@pytest.fixture
def known(db, held_clock):
    """Somebody reported something with this number."""
    from jiesu.catalogue.actions import install_presets

    install_presets(by=SYSTEM)
    person = CitizenDetails(name="王小明", phone=PHONE)
    register_order(Registration(content="路灯不亮", citizen=person), by=SYSTEM)


def sent() -> str:
    """The code in the message that went out last."""
    return re.search(r"\d{6}", Message.objects.latest("pk").text.split("验证码")[1]).group()


def test_the_code_that_was_sent_proves_the_telephone_once(known, run_jobs):
    check = ask_code("138 1234-5678")
    run_jobs()

    assert prove_phone(check.key, code=sent()).phone_hash == phone_hash(PHONE)
    with pytest.raises(CodeWrong):
        prove_phone(check.key, code=sent())


def test_an_unknown_number_gets_no_message_and_is_answered_alike(known, run_jobs):
    stranger = ask_code("13999999999")
    run_jobs()

    assert not Message.objects.filter(is_secret=True).exists()
    assert len(stranger.key) == 32
    with pytest.raises(CodeWrong):
        prove_phone(stranger.key, code="000000")


def test_asking_takes_the_same_queries_for_every_number(known, django_assert_num_queries):
    from django.test.utils import CaptureQueriesContext

    counts = []
    for phone in (PHONE, "13999999999"):
        with CaptureQueriesContext(connection) as queries:
            ask_code(phone)
        counts.append([re.sub(r"'[^']*'|\d+", "?", query["sql"])[:60] for query in queries])
    assert counts[0] == counts[1]


def test_five_wrong_guesses_end_a_code(known, run_jobs):
    check = ask_code(PHONE)
    run_jobs()
    right = sent()
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        with pytest.raises(CodeWrong):
            prove_phone(check.key, code=wrong)

    with pytest.raises(CodeWrong):
        prove_phone(check.key, code=right)


def test_a_code_holds_for_five_minutes(known, run_jobs, held_clock):
    check = ask_code(PHONE)
    run_jobs()
    held_clock.move(timedelta(minutes=5))

    with pytest.raises(CodeWrong):
        prove_phone(check.key, code=sent())


def test_a_telephone_is_not_flooded(known, held_clock):
    for _ in range(3):
        ask_code(PHONE)

    with pytest.raises(TooManyCodes):
        ask_code(PHONE)
    held_clock.move(timedelta(hours=1))
    assert ask_code(PHONE)


@pytest.mark.parametrize("key", ["", "0" * 32, "' OR 1=1 --", "x\0"])
def test_a_key_that_is_none_is_wrong(known, key):
    with pytest.raises(CodeWrong):
        prove_phone(key, code="123456")


@pytest.mark.parametrize("phone", ["", "电话", "12"])
def test_what_is_no_number_is_refused(known, phone):
    with pytest.raises(InvalidInput):
        ask_code(phone)


def test_the_code_is_forgotten_once_it_is_sent_and_is_never_kept_plain(known, run_jobs):
    check = ask_code(PHONE)
    code = PhoneCheck.objects.get().code
    with connection.cursor() as cursor:
        cursor.execute("SELECT code || code_hash || phone FROM intake_phonecheck")
        assert code not in cursor.fetchone()[0]
    run_jobs()

    assert PhoneCheck.objects.get(pk=check.pk).code == ""
    assert phone_checks.send_asked_code(check.pk) is False
    assert Message.objects.filter(is_secret=True).count() == 1


def test_what_was_told_in_confidence_is_not_found_by_telephone(db, held_clock, run_jobs):
    from jiesu.catalogue.actions import install_presets
    from jiesu.workorders import stories

    install_presets(by=SYSTEM)
    person = CitizenDetails(name="王小明", phone=PHONE)
    told = Registration(content="举报噪声", citizen=person, is_confidential=True)
    number = register_order(told, by=SYSTEM).number

    assert not stories.has_orders(phone_hash(PHONE))
    assert not stories.is_own(number, phone_hash(PHONE))
    ask_code(PHONE)
    run_jobs()
    assert Message.objects.count() == 0


def test_old_codes_are_forgotten(known, held_clock):
    ask_code(PHONE)
    held_clock.move(timedelta(days=2))

    assert phone_checks.forget_old_checks() == 1
