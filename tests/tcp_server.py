"""A throwaway PostgreSQL reached over TCP with a password, as somebody else's server is.

``python -m tests.tcp_server COMMAND …`` runs a command with ``TEST_DATABASE_URL`` naming such a server.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql

from jiesu.config.cluster import Cluster
from tests.processes import free_port

_ONLY_WITH_PASSWORD = "local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n"


@contextmanager
def listening(home: Path) -> Iterator[str]:
    """The address of a server made in ``home``; its user may create databases and is no superuser."""
    cluster = Cluster(home, overrides={"listen_addresses": "127.0.0.1", "port": str(free_port())})
    cluster.join()
    try:
        password = secrets.token_urlsafe()
        (cluster.data / "pg_hba.conf").write_text(_ONLY_WITH_PASSWORD)
        with psycopg.connect(cluster.url(), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE ROLE tester LOGIN CREATEDB PASSWORD {}").format(sql.Literal(password))
            )
            connection.execute("ALTER DATABASE jiesu OWNER TO tester")
            connection.execute("SELECT pg_reload_conf()")
            port = connection.execute("SHOW port").fetchone()[0]
        yield f"postgresql://tester:{password}@127.0.0.1:{port}/jiesu"
    finally:
        cluster.leave()


def main(command: list[str]) -> int:
    """Run the command and return its exit status."""
    home = Path(tempfile.mkdtemp(prefix="jiesu-tcp-"))
    home.chmod(0o755)
    try:
        with listening(home / "postgres") as url:
            return subprocess.run(
                command, env={**os.environ, "TEST_DATABASE_URL": url}, check=False
            ).returncode
    finally:
        shutil.rmtree(home, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
