"""The whole program in processes of its own, with parts of it killed while it runs."""

import os
import signal
import time

import psutil
import psycopg
import pytest

from tests import processes
from tests.database import new_directory
from tests.processes import answers, family, free_port, jiesu, start, stop, wait_until


class Serving:
    """A program that serves, and how to reach its parts."""

    def __init__(self, var):
        self.var = var
        self.port = free_port()
        self.cluster = processes.cluster(var)
        self.process = start(var, "serve", "--port", str(self.port), "--workers", "1")

    def web(self):
        return family(self.process, "web")

    def workers(self):
        return family(self.process, "worker")

    def said(self):
        return (self.var / "said.log").read_text()

    def everything(self):
        return [self.process.pid, self.cluster.pid(), *(part.pid for part in self.web() + self.workers())]

    def is_up(self):
        return "serving on" in self.said() and answers(self.port) and self.workers() and self.alive_workers()

    def alive_workers(self):
        fresh = "SELECT id FROM procrastinate_workers WHERE last_heartbeat > now() - interval '20 seconds'"
        with psycopg.connect(self.cluster.url()) as connection:
            return connection.execute(fresh).fetchall()


pytestmark = pytest.mark.xdist_group("serving")


@pytest.fixture(scope="module")
def installation():
    """An installation that is ready to serve."""
    var = new_directory()
    assert jiesu(var, "migrate").returncode == 0
    return var


@pytest.fixture
def serving(installation):
    (installation / "said.log").unlink(missing_ok=True)
    serving = Serving(installation)
    try:
        wait_until(serving.is_up, otherwise=serving.said)
        yield serving
    finally:
        if serving.process.poll() is None:
            stop(serving.process, signal.SIGTERM)
        serving.cluster.stop()


def _gone(pids):
    return not any(psutil.pid_exists(pid) and _lives(pid) for pid in pids if pid)


def _left(pids):
    return [(pid, psutil.Process(pid).cmdline()) for pid in pids if _lives(pid)]


def _lives(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("kind", [signal.SIGINT, signal.SIGTERM])
def test_asked_to_stop_it_stops_everything_it_started(serving, kind):
    everything = serving.everything()
    assert stop(serving.process, kind) == 0
    assert _gone(everything)
    assert serving.said().splitlines()[-1] == "jiesu: stopped"
    assert f"jiesu: serving on http://localhost:{serving.port}/" in serving.said()


def test_a_second_one_on_the_same_port_is_told_so_and_disturbs_nothing(serving):
    second = jiesu(serving.var, "serve", "--port", str(serving.port))
    assert second.returncode == 1
    assert second.stderr == (
        f"Error: cannot listen on 127.0.0.1 port {serving.port} (Address already in use): "
        "stop what uses it, or choose another with --port\n"
    )
    assert answers(serving.port)


def test_a_second_one_on_another_port_shares_the_database_and_leaves_it_running(serving):
    port = free_port()
    second = start(serving.var, "serve", "--port", str(port), "--workers", "1", "--no-worker")
    wait_until(lambda: answers(port))
    assert stop(second) == 0
    assert answers(serving.port)


def test_parts_that_are_killed_come_back_and_nothing_acknowledged_is_lost(serving):
    with psycopg.connect(serving.cluster.url()) as connection:
        connection.execute("INSERT INTO core_numberbase VALUES ('kept', 7) ON CONFLICT DO NOTHING")
    os.kill(serving.cluster.pid(), signal.SIGKILL)
    serving.web()[0].kill()
    serving.workers()[0].kill()
    time.sleep(0.5)
    wait_until(lambda: _quietly(serving.is_up))
    with psycopg.connect(serving.cluster.url()) as connection:
        assert connection.execute("SELECT base FROM core_numberbase WHERE series = 'kept'").fetchone() == (7,)
    assert "PostgreSQL had stopped and was started again" in serving.said()
    assert "the worker stopped unexpectedly" in serving.said()
    assert "the web server stopped unexpectedly" in serving.said()


def test_when_it_is_killed_itself_its_parts_end_too(serving):
    everything = serving.everything()
    serving.process.kill()
    serving.process.wait()
    wait_until(lambda: _gone(everything), otherwise=lambda: f"{_left(everything)}\n{serving.said()}")


def _quietly(look):
    try:
        return look()
    except psycopg.Error:
        return False
