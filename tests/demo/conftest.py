"""The city installed once for the tests that play in it; what they do is undone at the end of each module."""

from datetime import date

import pytest


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker):
    """云泽市, installed in a transaction that is rolled back."""
    from django.db import transaction

    from jiesu.demo.city import install_city

    with django_db_blocker.unblock(), transaction.atomic():
        yield install_city(today=date(2026, 3, 18))
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def stage(city):
    """A stage in the city under the rules in force."""
    from jiesu.demo.runs import new_stage

    return new_stage(city)
