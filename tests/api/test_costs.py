"""How many statements each request costs the database: a number that only falls."""

from contextlib import contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.cast import APPEAL, REPLY

_NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT")


@contextmanager
def statements(most: int):
    with CaptureQueriesContext(connection) as queries:
        yield
    told = [query["sql"] for query in queries if not query["sql"].startswith(_NOT_COUNTED)]
    assert len(told) <= most, "\n".join(told)


@pytest.fixture
def warm(city):
    """Everybody has asked once, so uses are noted and versions are in memory."""
    city.at("archived")
    for voice in city.voices.values():
        voice.get("/me")
    return city


def test_who_is_asking_is_found_in_one_statement(warm):
    with statements(2):
        warm.water_clerk.get("/me")


def test_a_registration(warm):
    with statements(14):  # two of them for the first order of a day
        warm.operator.post("/orders", APPEAL)


def test_the_verbs_of_an_ordinary_life(warm):
    number = warm.at("pending_dispatch")
    with statements(12):
        warm.dispatcher.do(number, "dispatch", lead="water")
    with statements(9):
        warm.water_clerk.do(number, "sign")
    with statements(10):
        warm.water_clerk.do(number, "reply", **REPLY)


def test_reading(warm):
    numbers = [warm.at("handling") for _ in range(3)]
    with statements(2):
        warm.dispatcher.get("/orders")
    with statements(2):
        warm.water_clerk.get("/work")
    with statements(9):
        warm.water_clerk.story(numbers[0])
