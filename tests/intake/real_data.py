"""The real messages beside the checkout, which the project reads and never copies."""

import csv
from pathlib import Path

FOLDER = Path(__file__).parents[3] / "shared" / "data" / "appeals"

ROWS = {"stream.csv": 4326, "replies.csv": 2107, "kinds_sichuan.csv": 589, "topics_raw.csv": 696}


def real_file(name: str) -> Path:
    """One of the files; a clear failure where they are not."""
    path = FOLDER / name
    if not path.is_file():
        raise AssertionError(
            f"{path} is missing. These tests read real messages that are not part of the project; "
            "without them, run the suite with -k 'not real'."
        )
    return path


def real_rows(name: str) -> list[dict[str, str]]:
    """Its rows as the standard library reads them."""
    with real_file(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
