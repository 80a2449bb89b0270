from datetime import UTC, datetime, timedelta

import pytest

from jiesu.core import events
from jiesu.intake.actions import receive_appeal, settle_contacts
from jiesu.intake.models import Contact
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.events import OrderClosed
from jiesu.workorders.registration import Registration

CLOSED = datetime(2026, 3, 2, 3, tzinfo=UTC)


@pytest.fixture
def order(hotline):
    return receive_appeal(Registration(content="路灯坏了"), source="api", external_id="1", by=SYSTEM).order


def closed(order, at=CLOSED):
    return OrderClosed(
        subject=order.number,
        occurred_at=at,
        order_id=order.pk,
        verb="close",
        from_state="pending_callback",
        to_state="closed",
        seq=9,
    )


def test_a_contact_is_settled_when_its_order_comes_to_its_end(order, run_jobs):
    events.publish(closed(order))
    assert Contact.objects.get().settled_at is None
    run_jobs()
    assert Contact.objects.get().settled_at == CLOSED


def test_a_second_end_or_delivery_changes_nothing(order, run_jobs):
    events.publish(closed(order), closed(order, CLOSED + timedelta(days=1)))
    run_jobs()
    run_jobs()
    settled = Contact.objects.get().settled_at
    assert settled in {CLOSED, CLOSED + timedelta(days=1)}
    assert settle_contacts(order.pk, at=CLOSED + timedelta(days=9)) == 0
    assert Contact.objects.get().settled_at == settled
