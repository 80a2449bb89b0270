"""Real messages for tests: read from `../shared/data`, never copied."""

import csv
from pathlib import Path

import pytest

APPEALS = Path(__file__).resolve().parents[3] / "shared" / "data" / "appeals"


def appeals(name: str) -> Path:
    """A file of real appeals; the test fails where it is absent."""
    path = APPEALS / name
    if not path.is_file():
        pytest.fail(
            f"{path} is absent: real messages are not part of the project; put them there, "
            "or deselect these tests with -k 'not real'"
        )
    return path


def first_rows(name: str, target: Path, *, step: int) -> Path:
    """Every ``step``-th row of a file of appeals, written to ``target``."""
    with appeals(name).open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))
    with target.open("w", encoding="utf-8", newline="") as sink:
        csv.writer(sink).writerows([rows[0], *rows[1::step]])
    return target


def rows_of_interest(name: str, target: Path, *, others: list[Path]) -> Path:
    """The rows of a file of appeals whose ids occur in other files, and every sixth of the rest."""
    cells = (path.read_text(encoding="utf-8-sig").replace("\n", ",").split(",") for path in others)
    wanted = {cell for row in cells for cell in row}
    with appeals(name).open(encoding="utf-8-sig", newline="") as source:
        rows = list(csv.reader(source))
    kept = [row for number, row in enumerate(rows) if number % 6 == 0 or row[0] in wanted]
    with target.open("w", encoding="utf-8", newline="") as sink:
        csv.writer(sink).writerows(kept)
    return target
