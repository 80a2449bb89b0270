"""``switch`` and ``connector``: the telephone switch beside the program, and what ties the two together."""

import json
from pathlib import Path

import click

from jiesu.cli import children, migrating
from jiesu.cli.surface import database, set_up_django


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def switch() -> None:
    """Install, configure, start, stop the telephone switch of this machine."""


@switch.command()
def install() -> None:
    """Fetch Asterisk through the machine's package client into a directory of its own; needs no root."""
    set_up_django()
    from jiesu.telephony import command

    click.echo(f"{command.install()} is installed")


@switch.command()
def configure() -> None:
    """Write the switch's files from the tables; a running switch reads them anew, and calls go on."""
    with database():
        migrating.refuse_unmigrated()
        from jiesu.telephony import command

        changed = command.configure()
    click.echo(f"changed: {', '.join(changed)}" if changed else "nothing has changed")


@switch.command()
def start() -> None:
    """Configure the switch and start it on the loopback address."""
    with database():
        migrating.refuse_unmigrated()
        from jiesu.telephony import command

        command.configure()
        pid = command.switch().start()
    click.echo(f"running as process {pid}")


@switch.command()
def stop() -> None:
    """Stop the switch; calls in progress end."""
    set_up_django()
    from jiesu.telephony import command

    click.echo("stopped" if command.switch().stop() else "it was not running")


@switch.command()
def status() -> None:
    """Say what is installed and whether it runs; exit status 1 when it does not."""
    set_up_django()
    from jiesu.telephony import command

    running = command.switch()
    click.echo(running.tree.version())
    pid = running.pid()
    click.echo(f"running as process {pid}" if pid else "not running")
    if pid is None:
        raise click.exceptions.Exit(1)


def connect() -> None:
    """The connector of this machine's switch, until asked to stop."""
    children.end_with_parent()
    with database():
        migrating.refuse_unmigrated()
        from jiesu.telephony import command

        command.connect(lambda words: click.echo(f"connector: {words}", err=True))


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def staffing() -> None:
    """Measure forecasts of calls on your own history."""


@staffing.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--column", required=True, help="The column with the moment of each call.")
@click.option(
    "--format", "form", default="", help="How moments are written, as for strptime; ISO 8601 if not given."
)
@click.option("--weeks", default=4, show_default=True, type=click.IntRange(1, 52), help="Weeks held out.")
def forecast(file: Path, column: str, *, form: str, weeks: int) -> None:
    """Forecast the last weeks of a CSV file of calls from what was before them; prints JSON."""
    set_up_django()
    from jiesu.telephony import command

    try:
        click.echo(json.dumps(command.forecast_error(file, column=column, form=form, weeks=weeks)))
    except ValueError as error:
        raise click.ClickException(str(error)) from error
