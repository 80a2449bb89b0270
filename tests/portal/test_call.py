"""The citizen's telephone for demonstrations."""

import pytest

from jiesu.demo.exchange import install_exchange
from jiesu.organisations.actors import SYSTEM
from jiesu.telephony.models import CallQueue, Seat, SeatSkill, ServiceLine


@pytest.fixture
def shown(settings, db):
    settings.JIESU_SWITCH_VISITOR = True
    settings.PLAIN_HTTP, settings.BEHIND_PROXY = True, False
    install_exchange(by=SYSTEM)


def test_the_page_calls_the_line_through_the_switch(client, shown, settings):
    page = client.get("/demonstration/call/")
    assert page.status_code == 200
    assert 'data-line="12345"' in page.content.decode()
    assert "connect-src 'self' ws://testserver:18088" in page["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["JIESU_SWITCH_VISITOR", "PLAIN_HTTP"])
def test_a_real_installation_has_no_such_page(client, shown, settings, name):
    setattr(settings, name, False)
    assert client.get("/demonstration/call/").status_code == 404


def test_the_demo_exchange_is_installed_once(db):
    install_exchange(by=SYSTEM)
    secret = Seat.objects.get(number="8001").secret
    install_exchange(by=SYSTEM)
    assert Seat.objects.get(number="8001").secret == secret
    assert (CallQueue.objects.count(), ServiceLine.objects.count(), Seat.objects.count()) == (2, 1, 8)
    assert dict(SeatSkill.objects.values_list("seat__number", "level")) == {"8007": 5, "8008": 4}
