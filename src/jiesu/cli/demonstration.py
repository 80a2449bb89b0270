"""``demo``: the demo city, the main job on it, and the server to look at it with."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

import click

from jiesu.cli import migrating, serving
from jiesu.cli.surface import database

_HOST = "127.0.0.1"


def run(*, file: Path | None, stay: bool, port: int, telephony: bool = False) -> None:
    """Build and run the demo; then keep serving, or end after the summary.

    With ``telephony`` a real switch runs beside it, and citizens and operators call from their browsers.

    Raises:
        Trouble: the port is taken, which is said before the work and not after it.
    """
    if stay:
        serving.refuse_taken_port(_HOST, port)
    if telephony:
        os.environ["JIESU_SWITCH_VISITOR"] = "1"  # before the settings are read, here and in the children
    with database() as cluster:
        migrating.migrate()
        from jiesu.demo.command import run_demo

        run_demo(file=file, address=serving.address(_HOST, port) if stay else None)
        if stay:
            exchange: AbstractContextManager[dict[str, list[str]]] = nullcontext({})
            if telephony:
                exchange = _exchange(port)
            with exchange as beside:
                serving.keep_serving(cluster, host=_HOST, port=port, processes=2, worker=True, beside=beside)


@contextmanager
def _exchange(port: int) -> Iterator[dict[str, list[str]]]:
    """The demo city's switch, running, and what has to run beside the server for it; nothing without it."""
    from jiesu.demo.exchange import install_exchange
    from jiesu.organisations.actors import SYSTEM
    from jiesu.telephony import command
    from jiesu.telephony.switch_tree import SwitchUnavailable

    install_exchange(by=SYSTEM)
    try:
        if not command.switch().tree.is_complete:
            click.echo("jiesu: fetching the telephone switch, once; this takes a minute …", err=True)
            command.install()
        command.configure()
        command.switch().start()
    except SwitchUnavailable as refusal:
        click.echo(f"jiesu: {refusal.message('en')}", err=True)
        yield {}
        return
    home = serving.address(_HOST, port)
    click.echo(f"市民拨打 · call as a citizen: {home}demonstration/call/", err=True)
    click.echo(f"话务坐席 · answer as an operator: {home}console/seat/", err=True)
    try:
        yield {"connector": ["connector"]}
    finally:
        command.switch().stop()
