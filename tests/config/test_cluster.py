import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

import psutil
import psycopg
import pytest

from jiesu.config.cluster import LONGEST_SOCKET_PATH, Cluster
from jiesu.config.trouble import Trouble
from tests.processes import wait_until

HOLD = """
import sys
from pathlib import Path
from jiesu.config.cluster import Cluster
cluster = Cluster(Path(sys.argv[1]))
cluster.join()
print(cluster.pid(), flush=True)
sys.stdin.readline()
print(cluster.leave(), flush=True)
"""


class Holder:
    """Another process that uses the server."""

    def __init__(self, home):
        self.process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(home)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def joined(self):
        return int(self.process.stdout.readline())

    def leave(self):
        said, _ = self.process.communicate("\n", timeout=60)
        return said.strip() == "True"

    def kill(self):
        self.process.kill()
        self.process.communicate()


@pytest.fixture
def cluster(place):
    cluster = Cluster(place / "postgres")
    yield cluster
    cluster.stop()


@contextmanager
def joined(cluster):
    cluster.join()
    try:
        yield
    finally:
        cluster.leave()


def _execute(cluster, *statements):
    with psycopg.connect(cluster.url(), autocommit=True) as connection:
        for statement in statements:
            cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else None


def test_the_first_to_join_starts_it_and_the_last_to_leave_stops_it(cluster):
    with joined(cluster):
        _execute(cluster, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)")
        holder = Holder(cluster.home)
        assert holder.joined() == cluster.pid()
    assert cluster.pid()  # the other still uses it
    assert holder.leave() is True
    assert cluster.pid() is None
    with joined(cluster):
        assert _execute(cluster, "SELECT n FROM kept") == [(1,)]
    assert cluster.pid() is None


def test_two_that_start_at_once_get_the_same_server(cluster):
    holders = [Holder(cluster.home) for _ in range(2)]
    with ThreadPoolExecutor(2) as pool:
        first, second = pool.map(Holder.joined, holders)
    assert first == second == cluster.pid()
    assert sorted(holder.leave() for holder in holders) == [False, True]
    assert cluster.pid() is None


def test_a_killed_user_neither_stops_it_nor_keeps_it_running(cluster):
    holder = Holder(cluster.home)
    holder.joined()
    with joined(cluster):
        holder.kill()
        assert _execute(cluster, "SELECT 1") == [(1,)]
    assert cluster.pid() is None


def test_what_was_committed_survives_the_killing_of_the_server(cluster):
    with joined(cluster):
        _execute(cluster, "CREATE TABLE kept (n int)", "INSERT INTO kept VALUES (1)")
        os.kill(cluster.pid(), signal.SIGKILL)
        wait_until(lambda: cluster.pid() is None)
        assert cluster.revive() is True
        assert _execute(cluster, "SELECT n FROM kept") == [(1,)]
        assert cluster.revive() is False


def test_a_process_id_left_behind_may_belong_to_somebody_else_by_now(cluster):
    with joined(cluster):
        note = cluster.data / "postmaster.pid"
        lines = note.read_text().split("\n")
    note.write_text("\n".join([str(os.getpid()), *lines[1:]]))
    with joined(cluster):
        assert psutil.Process(cluster.pid()).name() == "postgres"


def test_a_half_made_data_directory_is_made_anew(cluster):
    (cluster.home / "data.new" / "base").mkdir(parents=True)
    with joined(cluster):
        assert _execute(cluster, "SELECT current_database()") == [("jiesu",)]
    assert not (cluster.home / "data.new").exists()


def test_it_keeps_what_it_acknowledges_and_speaks_to_this_machine_only(cluster):
    names = "fsync", "synchronous_commit", "full_page_writes", "data_checksums", "listen_addresses"
    with joined(cluster):
        settings = [_execute(cluster, f"SHOW {name}")[0][0] for name in names]
    assert settings == ["on", "on", "on", "on", ""]


def test_the_people_of_the_place_may_change_a_setting(cluster):
    with joined(cluster):
        pass
    (cluster.data / "local.conf").write_text("work_mem = '5MB'\n")
    with joined(cluster):
        assert _execute(cluster, "SHOW work_mem") == [("5MB",)]


def test_a_path_too_long_for_a_socket_gets_a_short_one_and_keeps_it(place):
    home = place / ("x" * 60) / ("y" * 60) / "postgres"
    cluster = Cluster(home)
    with joined(cluster):
        assert len(str(cluster.socket_dir() / ".s.PGSQL.5432")) <= LONGEST_SOCKET_PATH
        assert Cluster(home).socket_dir() == cluster.socket_dir()
        assert _execute(cluster, "SELECT 1") == [(1,)]
    chosen = cluster.socket_dir()
    assert chosen.stat().st_mode & 0o777 == 0o700
    chosen.rmdir()  # as when the temporary directory is emptied at boot
    with joined(cluster):
        assert _execute(cluster, "SELECT 1") == [(1,)]


@pytest.mark.parametrize(
    ("version", "said"),
    [("17", "made by PostgreSQL 17, this is 18"), (None, "not a PostgreSQL data directory")],
)
def test_data_that_is_not_ours_is_left_alone(cluster, version, said):
    cluster.data.mkdir(parents=True)
    if version:
        (cluster.data / "PG_VERSION").write_text(version)
    with pytest.raises(Trouble, match=said):
        cluster.join()


def test_a_setting_that_postgresql_refuses_is_quoted(cluster):
    with joined(cluster):
        pass
    (cluster.data / "local.conf").write_text("work_mem = 'much'\n")
    with pytest.raises(Trouble, match=r"did not start: .*FATAL"):
        cluster.join()
