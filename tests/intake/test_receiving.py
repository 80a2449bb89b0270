from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from django.db import connection

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.natures import Channel
from jiesu.core.errors import InvalidInput, NotAllowed
from jiesu.core.models import JournalEntry
from jiesu.intake.actions import receive_appeal
from jiesu.intake.errors import KeyReused
from jiesu.intake.models import Contact
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.workorders.models import WorkOrder
from jiesu.workorders.registration import CitizenDetails, Registration

LAMP = Registration(
    content="路灯坏了三天", channel=Channel.WECHAT, citizen=CitizenDetails(phone="13812345678", name="王小明")
)


def counts() -> tuple[int, int, int]:
    return WorkOrder.objects.count(), Contact.objects.count(), JournalEntry.objects.count()


def test_an_appeal_becomes_an_order_with_a_contact_and_an_event(hotline):
    received = datetime(2026, 3, 1, 1, tzinfo=UTC)
    receipt = receive_appeal(
        LAMP,
        source="省平台",
        external_id=" S-1 ",
        by=SYSTEM,
        received_at=received,
        payload={"来电": "13812345678"},
    )
    contact = Contact.objects.get()
    assert (contact.source, contact.external_key, contact.channel) == ("省平台", "S-1", "wechat")
    assert (contact.order.number, contact.received_at) == (receipt.number, received)
    assert contact.told == {"来电": "13812345678"}
    event = JournalEntry.objects.get(name="intake.AppealReceived")
    assert (event.subject, event.payload["contact_id"], event.payload["source"]) == (
        receipt.number,
        contact.pk,
        "省平台",
    )


def test_what_was_told_is_not_readable_in_the_database(hotline):
    receive_appeal(LAMP, source="api", external_id="1", by=SYSTEM, payload={"电话": "13812345678"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT payload FROM intake_contact")
        assert "13812345678" not in cursor.fetchone()[0]


def test_the_same_key_gives_the_same_receipt_and_changes_nothing(hotline):
    first = receive_appeal(LAMP, source="api", external_id="1", by=SYSTEM)
    before = counts()
    again = receive_appeal(LAMP, source="api", external_id="1", by=SYSTEM)
    assert (again.number, again.query_code) == (first.number, first.query_code)
    assert counts() == before


def test_keys_are_each_source_s_own(hotline):
    first = receive_appeal(LAMP, source="a", external_id="1", by=SYSTEM)
    assert receive_appeal(LAMP, source="b", external_id="1", by=SYSTEM).number != first.number


def test_without_a_key_every_call_is_a_new_appeal(hotline):
    first = receive_appeal(LAMP, source="phone", by=SYSTEM)
    second = receive_appeal(LAMP, source="phone", by=SYSTEM)
    assert first.number != second.number
    assert set(Contact.objects.values_list("external_key", flat=True)) == {
        f"order:{first.number}",
        f"order:{second.number}",
    }


def test_a_key_that_says_something_else_is_refused_and_nothing_is_lost_or_made(hotline):
    first = receive_appeal(LAMP, source="api", external_id="1", by=SYSTEM)
    before = counts()
    with pytest.raises(KeyReused, match=first.number):
        receive_appeal(Registration(content="井盖不见了"), source="api", external_id="1", by=SYSTEM)
    assert counts() == before


@pytest.mark.parametrize(
    ("source", "key", "field"),
    [
        ("", "1", "source"),
        ("x" * 61, "1", "source"),
        ("api", "1" * 101, "external_id"),
        ("api", "a\0b", "external_id"),
    ],
)
def test_keys_that_cannot_be_kept_are_refused(hotline, source, key, field):
    with pytest.raises(InvalidInput) as refused:
        receive_appeal(LAMP, source=source, external_id=key, by=SYSTEM)
    assert refused.value.field == field
    assert counts() == (0, 0, 0)


def test_who_may_not_register_receives_nothing(hotline):
    clerk = Actor(user_id=1, name="张三", permissions=frozenset({Permission.VIEW_ORDERS}))
    with pytest.raises(NotAllowed):
        receive_appeal(LAMP, source="api", external_id="1", by=clerk)
    assert counts() == (0, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_an_appeal_sent_many_times_at_once_is_registered_once(transactional_db):
    from jiesu.catalogue.actions import install_presets

    install_presets(by=SYSTEM)

    def send(_: int) -> str:
        try:
            return receive_appeal(LAMP, source="api", external_id="1", by=SYSTEM).number
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        numbers = set(pool.map(send, range(12)))
    assert len(numbers) == 1
    assert counts() == (1, 1, 2)
