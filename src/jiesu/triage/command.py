"""``jiesu triage …``: train, evaluate, find same issues and hot issues on files. JSON on standard output."""

import json
from pathlib import Path
from typing import Any

import click

from jiesu.core.errors import Refusal
from jiesu.triage import hotissues, sameissues, training

_FILE = click.Path(dir_okay=False, path_type=Path)
_DIRECTORY = click.Path(file_okay=False, path_type=Path)
_TASK = click.option(
    "--task", required=True, type=click.Choice(["topic", "nature"]), help="What is suggested."
)
_STREAM = click.option(
    "--stream", required=True, type=_FILE, help="CSV: id, user, title, content, created_at, likes."
)


NEED_DATABASE = ("learn", "use")
"""Commands about the installation's own models; all others work on files alone."""


class PlainGroup(click.Group):
    """Commands that refuse in one line, with exit status 2."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; a refusal becomes one line on standard error."""
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            click.echo(f"Error: {refusal.message('en')}", err=True)
            ctx.exit(2)


@click.group(cls=PlainGroup)
def triage() -> None:
    """Train and measure suggestions: topic, nature, same issue, hot issues."""


@triage.command()
@_TASK
@click.option(
    "--from", "sources", required=True, multiple=True, type=_FILE, help="CSV to learn from; may be repeated."
)
@click.option("--text-columns", required=True, help="Columns with the text, by commas: title,content.")
@click.option("--label-column", required=True, help="Column with the label.")
@click.option("--out", required=True, type=_DIRECTORY, help="Directory for the model.")
def train(task: str, *, sources: tuple[Path, ...], text_columns: str, label_column: str, out: Path) -> None:
    """Learn from labelled messages; a file with a `tokens` column holds text that is already segmented."""
    names = _names(text_columns)
    _tell(
        training.train_files(
            sources, task=task, text_columns=names, label_column=label_column, out=out, say=_say
        )
    )


@triage.command()
@click.option("--task", type=click.Choice(["topic", "nature"]), help="What is learned; both when not given.")
def learn(task: str | None) -> None:
    """Learn from the installation's own closed orders; used when it is as good on later ones.

    Needs the database, unlike the other commands.
    """
    from jiesu.organisations.actors import SYSTEM  # noqa: PLC0415 - the others need no database
    from jiesu.triage.actions import learn_now  # noqa: PLC0415
    from jiesu.triage.states import Task  # noqa: PLC0415

    for one in [Task(task)] if task else list(Task):
        version = learn_now(one, by=SYSTEM, say=_say)
        measured = {name: value for name, value in version.figures.items() if name != "classes"}
        _tell(
            {
                "task": version.task,
                "version": version.version,
                "state": version.state,
                "in_use": version.is_current,
                "learned_from": version.learned_rows,
                "measured_on": version.measured_rows,
                "figures": measured,
                "progress": version.progress,
            }
        )


@triage.command("use")
@click.argument("version", type=int)
@_TASK
def use(version: int, task: str) -> None:
    """Put a version of a model to use, such as an older one to go back; 0: names only. Needs the database."""
    from jiesu.organisations.actors import SYSTEM  # noqa: PLC0415
    from jiesu.triage.actions import use_names_only, use_version  # noqa: PLC0415
    from jiesu.triage.selectors import version_numbered  # noqa: PLC0415
    from jiesu.triage.states import Task  # noqa: PLC0415

    if version:
        use_version(version_numbered(Task(task), version), by=SYSTEM, reason="command line")
    else:
        use_names_only(Task(task), by=SYSTEM)
    _tell({"task": task, "in_use": version or "names"})


@triage.command()
@_TASK
@click.option("--model", required=True, type=_DIRECTORY, help="Directory of the model.")
@click.option(
    "--on", "sources", required=True, multiple=True, type=_FILE, help="CSV to measure on; may be repeated."
)
@click.option("--text-columns", help="Columns with the text; those of the training when not given.")
@click.option("--label-column", help="Column with the label; that of the training when not given.")
def evaluate(
    task: str, *, model: Path, sources: tuple[Path, ...], text_columns: str | None, label_column: str | None
) -> None:
    """Measure a model on labelled messages that it has not learned from."""
    names = _names(text_columns) if text_columns else None
    _tell(
        training.evaluate_files(
            sources, task=task, model=model, text_columns=names, label_column=label_column
        )
    )


@triage.command("same-issue")
@_STREAM
@click.option("--labels", required=True, type=_FILE, help="CSV: id, issue.")
@click.option(
    "--look-alikes", required=True, type=_FILE, help="CSV: id_a, id_b; pairs that are different issues."
)
def same_issue(stream: Path, *, labels: Path, look_alikes: Path) -> None:
    """Group a whole stream into issues, unseen the labels, and compare with the labels made by hand."""
    _tell(sameissues.measure_files(stream, labels=labels, look_alikes=look_alikes))


@triage.command()
@_STREAM
@click.option("--top", default=10, show_default=True, type=click.IntRange(1, 10_000), help="How many issues.")
@click.option("--xlsx", "sheet", type=_FILE, help="Also write them to this workbook.")
def hot(stream: Path, *, top: int, sheet: Path | None) -> None:
    """The hottest issues of a stream: heat, title, place, time span, members."""
    _tell(hotissues.hot_from_file(stream, top=top, sheet=sheet))


def _names(columns: str) -> list[str]:
    names = [name.strip() for name in columns.split(",") if name.strip()]
    if not names:
        raise click.BadParameter("name at least one column")
    return names


def _say(line: str) -> None:
    click.echo(line, err=True)


def _tell(answer: dict[str, Any]) -> None:
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
