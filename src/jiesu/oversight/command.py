"""``jiesu quality …``: measure the hints on replies against labels made by hand. JSON on standard output."""

import json
from datetime import date
from pathlib import Path

import click

from jiesu.oversight.replies.judging import Answered, judge
from jiesu.oversight.replies.measuring import Half, half_of, kappa, measured
from jiesu.triage.command import PlainGroup
from jiesu.triage.tablefiles import read_rows

_FILE = click.Path(dir_okay=False, path_type=Path)
_COLUMNS = ("id", "title", "content", "reply")


@click.group(cls=PlainGroup)
def quality() -> None:
    """Measure the hints on replies."""


@quality.command()
@click.option("--replies", required=True, type=_FILE, help="CSV: id, title, content, reply.")
@click.option("--labels", required=True, type=_FILE, help="CSV: id, perfunctory (1 or 0).")
@click.option("--second", type=_FILE, help="CSV of a second labelling, to tell how far people agree.")
def evaluate(replies: Path, labels: Path, second: Path | None) -> None:
    """Precision, recall, F1 and agreement of "perfunctory", and how the score orders the replies.

    All labelled rows, then the half that the rules were tuned on and the half that they were not.
    """
    truth = _labels(labels)
    rows = {row["id"]: row for row in read_rows(replies, needed=_COLUMNS)}
    judged = {row_id: _judged(rows[row_id]) for row_id in truth if row_id in rows}
    answer: dict[str, object] = {"all": measured(truth, judged).as_dict()}
    for half in Half:
        part = {row_id: label for row_id, label in truth.items() if half_of(row_id) is half}
        answer[half.value] = measured(part, judged).as_dict()
    answer["labels_without_reply"] = len(truth.keys() - rows.keys())
    if second is not None:
        answer["second_labelling"] = _agreement(truth, _labels(second))
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2))


def _judged(row: dict[str, str]) -> tuple[bool, int]:
    given = Answered(title=row["title"], demand=row["content"], answer=row["reply"], on=date.min)
    judgement = judge(given)
    return judgement.is_perfunctory, judgement.score


def _labels(path: Path) -> dict[str, bool]:
    return {
        row["id"]: row["perfunctory"].strip() == "1" for row in read_rows(path, needed=("id", "perfunctory"))
    }


def _agreement(first: dict[str, bool], second: dict[str, bool]) -> dict[str, object]:
    """Two labellings of the same rows."""
    both = [row_id for row_id in first if row_id in second]
    one, other = [first[row_id] for row_id in both], [second[row_id] for row_id in both]
    same = sum(1 for a, b in zip(one, other, strict=True) if a == b)
    return {"rows": len(both), "same": same, "kappa": kappa(one, other)}
