"""The commands and their options; what they do lives beside this module or in the packages."""

import os
import sys
from pathlib import Path
from typing import Any

import click

from jiesu.cli.surface import PlainSpoken, database
from jiesu.config.trouble import Trouble

_PORT = click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
_HOST = click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
_CORES = os.cpu_count() or 1
_PROCESSES = click.option(
    "--workers",
    "--processes",
    "processes",
    default=_CORES,
    show_default="one a core",
    type=click.IntRange(1, 256),
    help="Web processes.",
)


@click.group(cls=PlainSpoken, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="jiesu")
def jiesu() -> None:
    """Jiesu 接诉: an open platform for 12345 government service hotlines."""


@jiesu.command()
@_HOST
@_PORT
@_PROCESSES
@click.option("--no-worker", is_flag=True, help="Leave the background jobs to workers started elsewhere.")
def serve(host: str, port: int, processes: int, *, no_worker: bool) -> None:
    """Run everything on this machine until Ctrl-C: database, web, background jobs."""
    from jiesu.cli import serving

    serving.serve(host=host, port=port, processes=processes, worker=not no_worker)


@jiesu.command()
@_HOST
@_PORT
@_PROCESSES
def web(host: str, port: int, processes: int) -> None:
    """Run the web server alone, on a database that is up and migrated."""
    from jiesu.cli import serving

    serving.web(host=host, port=port, processes=processes)


@jiesu.command()
@_HOST
@_PORT
def stream(host: str, port: int) -> None:
    """Run the stream that tells open pages of changes; `serve` runs one on the port after its own."""
    from jiesu.cli import streaming

    streaming.stream(host=host, port=port)


@jiesu.command()
@click.option("--queue", "queues", multiple=True, help="Only jobs of this queue; may be repeated.")
@click.option(
    "--concurrency", default=4, show_default=True, type=click.IntRange(1, 64), help="Jobs at a time."
)
def worker(queues: tuple[str, ...], concurrency: int) -> None:
    """Run background jobs until Ctrl-C; any number of workers on any number of machines."""
    from jiesu.cli import serving

    serving.work(queues=list(queues), concurrency=concurrency)


@jiesu.command()
def migrate() -> None:
    """Bring the database up to date with the program."""
    from jiesu.cli import migrating

    with database():
        applied = migrating.migrate()
    click.echo(f"{applied} migrations applied" if applied else "the database is up to date")


@jiesu.command(context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run one of Django's management commands, such as `manage shell`."""
    with database():
        from django.core.management import execute_from_command_line

        execute_from_command_line(["jiesu manage", *arguments])


@jiesu.command("create-admin")
@click.argument("username")
@click.option("--password", help="Asked for when not given; visible to others on the machine when given.")
def create_admin(username: str, password: str | None) -> None:
    """Make an account that may configure everything."""
    from jiesu.cli import administrators

    secret = password or os.environ.get("JIESU_ADMIN_PASSWORD")
    secret = secret or click.prompt("Password", hide_input=True, confirmation_prompt=True)
    with database():
        administrators.create(username, password=secret)
    click.echo(f"{username} may sign in")


@jiesu.command()
@click.argument("username")
@click.option("--name", default="command line", show_default=True, help="What the token is for.")
def token(username: str, name: str) -> None:
    """Issue a token for the HTTP API to a person; it is shown once."""
    from jiesu.cli import administrators

    with database():
        click.echo(administrators.issue_token(username, name=name))


@jiesu.command()
def reseal() -> None:
    """Seal personal data with the current key, after which an older key may be put away."""
    from jiesu.cli import migrating

    with database():
        migrating.refuse_unmigrated()
        from jiesu.core.ciphers import CannotOpen
        from jiesu.core.resealing import reseal as seal_again

        try:
            total = sum(count for _, count in seal_again())
        except CannotOpen as error:
            raise Trouble("a value was sealed with a key that is not among JIESU_DATA_KEYS") from error
    click.echo(f"{total} values sealed again; nothing is left under an older key")


@jiesu.command()
def reindex() -> None:
    """Make orders findable by their words where they are not yet; run it again to go on where it stopped."""
    from jiesu.cli import migrating, reindexing

    with database():
        migrating.refuse_unmigrated()
        count = reindexing.reindex()
    click.echo(f"{count} orders indexed" if count else "every order is indexed")


@jiesu.command()
def doctor() -> None:
    """Look at everything the installation needs, and say what to do."""
    from jiesu.cli import doctor as checks

    findings = checks.examine()
    for finding in findings:
        click.echo(str(finding))
    if any(finding.level is checks.Level.FAIL for finding in findings):
        sys.exit(1)


@jiesu.command()
@click.option("--yes", is_flag=True, help="Do not ask.")
def reset(*, yes: bool) -> None:
    """Forget the installation: its embedded database, attachments and keys."""
    from jiesu.cli import resetting

    resetting.reset(sure=yes)
    click.echo("forgotten")


@jiesu.command(context_settings={"ignore_unknown_options": True})
@click.argument("program")
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def pg(program: str, arguments: tuple[str, ...]) -> None:
    """Run a program of PostgreSQL (psql, pg_dump, pg_restore …) on the database."""
    from jiesu.cli import postgres_programs

    sys.exit(postgres_programs.run(program, arguments))


@jiesu.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Install, configure, start, stop the telephone switch.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def switch(arguments: tuple[str, ...]) -> None:
    """Install, configure, start, stop the telephone switch of this machine."""
    from jiesu.cli import switching

    status = switching.switch.main(list(arguments), prog_name="jiesu switch", standalone_mode=False)
    sys.exit(status if isinstance(status, int) else 0)


@jiesu.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Measure forecasts of calls.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def staffing(arguments: tuple[str, ...]) -> None:
    """Measure forecasts of calls on your own history, without a database."""
    from jiesu.cli import switching

    switching.staffing.main(list(arguments), prog_name="jiesu staffing", standalone_mode=False)


@jiesu.command()
def connector() -> None:
    """Carry the switch's events into the tables and the seats' states to the switch, until Ctrl-C."""
    from jiesu.cli import switching

    switching.connect()


@jiesu.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--column", "columns", multiple=True, metavar="FIELD=HEADING", help="Where a field is; may be repeated."
)
@click.option("--sheet", help="Sheet of a workbook, by name or number; the first when not given.")
@click.option("--encoding", help="Of a text file; found out when not given.")
@click.option("--delimiter", help="Of a text file; found out when not given.")
@click.option("--no-header", "header", flag_value=False, default=True, help="The first row is an appeal.")
@click.option("--source", help="System that the rows' own numbers belong to; keeps rows from coming twice.")
@click.option("--rejects", type=click.Path(dir_okay=False, path_type=Path), help="File for refused rows.")
@click.option("--dry-run", is_flag=True, help="Look at every row, and change nothing.")
@click.option("--json", "as_json", is_flag=True, help="Say what came of it in JSON, on one line.")
def import_(file: Path, **options: Any) -> None:  # noqa: ANN401 - as declared above
    """Register the messages of a CSV or XLSX file; run it again to go on where it stopped."""
    from jiesu.cli import migrating

    with database():
        migrating.refuse_unmigrated()
        from jiesu.intake.command import run_import

        sys.exit(run_import(file, **options))


@jiesu.command()
@click.option(
    "--file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Your own messages."
)
@click.option("--serve/--no-serve", "stay", default=True, help="Go on serving after the summary.")
@click.option("--telephony", is_flag=True, help="Run a telephone switch beside it, to call and answer.")
@_PORT
def demo(file: Path | None, *, stay: bool, port: int, telephony: bool) -> None:
    """Build a demo city, run the main job before your eyes, and serve it."""
    from jiesu.cli import demonstration

    demonstration.run(file=file, stay=stay, port=port, telephony=telephony)


@jiesu.command(
    "triage",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Train and measure suggestions on files.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def triage_(arguments: tuple[str, ...]) -> None:
    """Train and measure suggestions on files, without a database; learn from the installation's orders."""
    from jiesu.triage.command import NEED_DATABASE, triage

    if arguments[:1] and arguments[0] in NEED_DATABASE and "--help" not in arguments:
        from jiesu.cli import migrating

        with database():
            migrating.refuse_unmigrated()
            triage.main(list(arguments), prog_name="jiesu triage")
    else:
        triage.main(list(arguments), prog_name="jiesu triage")


@jiesu.command(
    "knowledge",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Measure how well articles are found, on files.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def knowledge_(arguments: tuple[str, ...]) -> None:
    """Measure how well articles are found, on files; needs no database."""
    from jiesu.knowledge.command import knowledge

    knowledge.main(list(arguments), prog_name="jiesu knowledge")


@jiesu.command(
    "quality",
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    short_help="Measure the hints on replies, on files.",
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def quality_(arguments: tuple[str, ...]) -> None:
    """Measure the hints on replies against labels made by hand; needs no database."""
    from jiesu.oversight.command import quality

    quality.main(list(arguments), prog_name="jiesu quality")
