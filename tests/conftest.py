"""What every test may count on: a database, a held clock, jobs on demand, no way out to the network."""

import ipaddress
import os
import socket
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests import database

MONDAY_MORNING = (2026, 3, 2, 9, 0)


def pytest_configure() -> None:
    """Choose the database first, then let Django read its settings.

    The settings module is not left in the environment: pytest-django would load it too early in the workers.
    """
    import django

    database.begin_run()
    os.environ["DJANGO_SETTINGS_MODULE"] = os.environ.get("JIESU_TEST_SETTINGS", "jiesu.config.settings")
    django.setup()
    del os.environ["DJANGO_SETTINGS_MODULE"]


def pytest_unconfigure() -> None:
    """However the run ends, nothing of it stays."""
    database.end_run()


@pytest.fixture(scope="session", autouse=True)
def _no_outgoing_network() -> Iterator[None]:
    """Only this machine may be talked to."""

    def local(address: object) -> bool:
        if not isinstance(address, tuple):
            return True  # a socket in the file system
        host = str(address[0])
        return host == "localhost" or (_is_address(host) and ipaddress.ip_address(host).is_loopback)

    def guarded(original: Callable) -> Callable:
        def connect(self: socket.socket, address: object) -> object:
            if not local(address):
                raise RuntimeError(f"a test tried to reach {address}")
            return original(self, address)

        return connect

    def resolve(host: object, *args: object, **kwargs: object) -> object:
        if host is not None and not local((_text(host),)) and not _is_address(_text(host)):
            raise RuntimeError(f"a test tried to look up {host}")
        return getaddrinfo(host, *args, **kwargs)

    getaddrinfo = socket.getaddrinfo
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", guarded(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", guarded(socket.socket.connect_ex))
        patch.setattr(socket, "getaddrinfo", resolve)
        yield


def _text(host: object) -> str:
    return host.decode() if isinstance(host, bytes) else str(host)


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker) -> Iterator[None]:
    """The process's own copy of the migrated template; replaces Django's test database."""
    from django.db import connections
    from django.test import TransactionTestCase

    with django_db_blocker.unblock():
        database.ensure_template()
        database.make_own()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _: _start_afresh())
        yield
    with django_db_blocker.unblock():
        connections.close_all()


def _start_afresh() -> None:
    """After a test that committed: a new copy instead of emptied tables, with the rows of the migrations."""
    from django.contrib.contenttypes.models import ContentType
    from django.db import connections

    from jiesu.catalogue import selectors as catalogue
    from jiesu.core import numbering

    connections.close_all()
    database.make_own()
    ContentType.objects.clear_cache()
    numbering.forget_bases()
    catalogue.forget_versions()


@pytest.fixture(scope="session", autouse=True)
def _cheap_passwords() -> Iterator[None]:
    """Argon2 is slow on purpose; tests of sign-in do not need that."""
    from django.conf import settings

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(settings, "PASSWORD_HASHERS", ["django.contrib.auth.hashers.MD5PasswordHasher"])
        yield


@pytest.fixture
def place() -> Path:
    """An empty directory for a program of its own, which its database's system user can reach.

    Not below ``tmp_path``: pytest closes that to others again and again, and a database may not run as root.
    """
    return database.new_directory()


@pytest.fixture
def held_clock() -> Iterator[object]:
    """The clock stands at nine on a Monday morning, Shanghai time, until the test moves it."""
    from jiesu.core import clock

    with clock.held_at(datetime(*MONDAY_MORNING, tzinfo=clock.SHANGHAI)) as held:
        yield held


@pytest.fixture
def run_jobs(db: None) -> Callable[[], int]:
    """Call it to run the background jobs that are due, here and now, in the test's own transaction.

    Returns how many ran, those included that the jobs themselves deferred. A job's exception is the test's.
    """
    from tests.jobs import run_due

    return run_due
