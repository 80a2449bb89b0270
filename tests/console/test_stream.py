"""The stream: who is let in, and who is told what."""

import asyncio
import json
import os

from django.conf import settings
from django.test import Client

from jiesu.console.streams import application as streams
from jiesu.console.streams.journal import Journal, _changes_after
from jiesu.core.events import newest_entry
from jiesu.organisations.selectors import actor_for


def asked(path: str = "/events/", **headers: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer that is no stream."""
    sent = []

    async def send(message) -> None:
        sent.append(message)

    async def receive():
        return {"type": "http.disconnect"}

    scope = {
        "type": "http",
        "method": "GET",
        "path": path,
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()],
    }
    asyncio.run(streams.application(scope, receive, send))
    return sent[0]["status"], {key.decode(): value.decode() for key, value in sent[0]["headers"]}


def steps(changes: list) -> list[int]:
    """What happened to the order itself; clocks and shares are told with it, without a number."""
    return [change.seq for change in changes if change.seq]


def test_nobody_listens_without_signing_in(transactional_db):
    assert asked()[0] == 401
    assert asked(cookie="sessionid=made-up")[0] == 401
    assert asked("/console/")[0] == 404


def test_pages_of_other_places_are_not_let_in(transactional_db):
    ours = asked(host="localhost:8001", origin="http://localhost:8000")[1]
    theirs = asked(host="localhost:8001", origin="https://evil.example")[1]

    assert ours["access-control-allow-origin"] == "http://localhost:8000"
    assert "access-control-allow-origin" not in theirs


def test_whoever_has_signed_in_is_let_in(transactional_db, city, monkeypatch):
    monkeypatch.setattr(streams.JOURNAL, "hear", lambda _: None)
    client = Client()
    user = city.voices["water_clerk"].user
    user.refresh_from_db()
    client.force_login(user)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value

    status, headers = asked(cookie=f"{settings.SESSION_COOKIE_NAME}={session}")

    assert status == 200
    assert headers["content-type"].startswith("text/event-stream")


def test_a_change_is_told_only_to_those_who_may_know_of_the_order_and_carries_nothing_else(
    transactional_db, city
):
    before = newest_entry()
    number = city.at("handling")

    changes = _changes_after(before)

    assert {change.number for change in changes} == {number}
    assert steps(changes) == [1, 2, 3]
    told = {name: changes[-1].audience.includes(actor_for(voice.user)) for name, voice in city.voices.items()}
    assert told["water_clerk"]
    assert told["dispatcher"]
    assert not told["parks_clerk"]
    assert not told["administrator"]
    sent = []

    async def send(message) -> None:
        sent.append(message["body"].decode())

    asyncio.run(streams._tell(send, actor_for(city.voices["water_clerk"].user), changes[-1]))
    asyncio.run(streams._tell(send, actor_for(city.voices["parks_clerk"].user), changes[-1]))
    assert len(sent) == 1
    head, kind, data = sent[0].strip().split("\n")
    assert (head, kind) == (f"id: {changes[-1].entry}", "event: changed")
    assert json.loads(data.removeprefix("data: ")) == {"number": number, "seq": 3}


def test_a_page_that_comes_back_is_told_what_it_missed(transactional_db, city):
    seen = newest_entry()
    number = city.at("pending_sign")

    missed = asyncio.run(Journal().since(seen))

    assert {change.number for change in missed} == {number}
    assert steps(missed) == [1, 2]
    assert asyncio.run(Journal().since(missed[-1].entry)) == []


def test_an_entry_that_becomes_visible_late_is_told_all_the_same_and_once(transactional_db, city):
    journal, heard = Journal(), []
    journal._hearers.add(heard.append)
    city.at("pending_sign")
    journal._newest = newest_entry() + 3  # a faster transaction with a higher id was told first

    asyncio.run(journal._tell())
    asyncio.run(journal._tell())

    assert steps(heard) == [1, 2]


def test_publishing_notifies_once_it_is_committed(transactional_db):
    import psycopg
    from django.db import transaction

    from jiesu.core import clock, events
    from jiesu.core.events import CHANNEL
    from jiesu.organisations.events import UnitCreated

    listening = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True)
    with listening:
        listening.execute(f"LISTEN {CHANNEL}")
        with transaction.atomic():
            for _ in range(2):
                events.publish(UnitCreated(subject="u", occurred_at=clock.now(), unit_id=1, path="1."))
            assert list(listening.notifies(timeout=0.1)) == []
        assert len(list(listening.notifies(timeout=1, stop_after=2))) == 1
