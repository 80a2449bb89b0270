"""A database that is not ours: over TCP, with a password, and never started or stopped by us."""

import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from tests.processes import answers, free_port, jiesu, start, stop, wait_until
from tests.tcp_server import listening

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def url(place):
    with listening(place / "server") as url:
        yield url


def test_an_external_database_is_used_and_nothing_is_started_for_it(place, url):
    assert "migrations applied" in jiesu(place, "migrate", DATABASE_URL=url).stdout
    seen = jiesu(place, "doctor", DATABASE_URL=url).stdout
    assert ", external" in seen
    assert url.split(":")[2].split("@")[0] not in seen
    port = free_port()
    serving = start(place, "serve", "--port", str(port), "--workers", "1", DATABASE_URL=url)
    wait_until(lambda: answers(port))
    assert stop(serving) == 0
    assert not (place / "postgres").exists()
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT count(*) FROM django_migrations").fetchone()[0] > 60


def test_without_the_password_nobody_gets_in(url):
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url.replace("tester:", "tester:x"))


def test_the_suite_runs_on_a_server_over_tcp(url):
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/core/test_audit.py"],
        cwd=ROOT,
        env={**_without_our_run(), "TEST_DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    with psycopg.connect(url) as connection:
        left = connection.execute(
            "SELECT count(*) FROM pg_database WHERE starts_with(datname, 'jiesu_test_')"
        )
        assert left.fetchone() == (0,)


def _without_our_run():
    import os

    return {name: value for name, value in os.environ.items() if not name.startswith(("JIESU_", "PYTEST_"))}
