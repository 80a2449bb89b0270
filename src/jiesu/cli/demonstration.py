"""``demo``: the demo city, the main job on it, and the server to look at it with."""

from pathlib import Path

from jiesu.cli import migrating, serving
from jiesu.cli.surface import database

_HOST = "127.0.0.1"


def run(*, file: Path | None, stay: bool, port: int) -> None:
    """Build and run the demo; then keep serving, or end after the summary.

    Raises:
        Trouble: the port is taken, which is said before the work and not after it.
    """
    if stay:
        serving.refuse_taken_port(_HOST, port)
    with database() as cluster:
        migrating.migrate()
        from jiesu.demo.command import run_demo

        run_demo(file=file, address=serving.address(_HOST, port) if stay else None)
        if stay:
            serving.keep_serving(cluster, host=_HOST, port=port, processes=2, worker=True)
