"""Whatever is sent to the API, it answers: no address and no body makes it fail.

The document's operations are called with what fits it and with what does not, as somebody who may do
everything, on orders that stand in many states, so that the calls get past the first check.
"""

import itertools
import os
from contextlib import contextmanager, suppress
from dataclasses import replace

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import response_headers_conformance, response_schema_conformance

from tests.api.cast import found_city

STATES = (
    "pending_dispatch",
    "pending_sign",
    "handling",
    "pending_approval",
    "pending_review",
    "pending_callback",
)
EXAMPLES = int(os.environ.get("JIESU_API_EXAMPLES", "3"))


@contextmanager
def one_connection():
    """The end of a request leaves the test's connection open."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)


@pytest.fixture
def fuzzed(db, held_clock, monkeypatch):
    """A city with orders in many states, and everybody's rights for the caller."""
    from jiesu.accounts.permissions import Permission
    from jiesu.api import callers

    city = found_city()
    numbers = [city.at(state) for state in STATES]
    told = callers.caller_of_token

    def almighty(secret, *, at=None):
        caller = told(secret, at=at)
        everything = frozenset(permission.value for permission in Permission)
        units = frozenset(unit.pk for unit in city.units.values())
        actor = replace(caller.actor, permissions=everything, unit_ids=units, is_centre=True)
        return replace(caller, actor=actor)

    monkeypatch.setattr(callers, "caller_of_token", almighty)
    return city, numbers


CHECKS = (
    schemathesis.checks.not_a_server_error,
    response_schema_conformance,
    response_headers_conformance,
)
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def test_no_request_makes_the_api_fail(fuzzed, caplog):
    city, numbers = fuzzed
    known = itertools.cycle([*numbers, None])
    called = 0

    def call(case):
        nonlocal called
        called += 1
        number = next(known)
        if number and "number" in case.path_parameters:
            case.path_parameters["number"] = number
        case.call_and_validate(headers=city.operator.headers, checks=CHECKS)

    with one_connection():
        document = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", WSGIHandler())
        for operation in (found.ok() for found in document.get_all_operations()):
            for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
                with suppress(Unsatisfiable):  # nothing can be wrong where nothing is asked for
                    BOUNDED(given(case=operation.as_strategy(generation_mode=mode))(call))()

    assert called > 150
    assert "failed" not in caplog.text
