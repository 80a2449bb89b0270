"""Labelled texts to learn from or to measure on, read from files."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from jiesu.triage import text
from jiesu.triage.errors import ColumnMissing, TooFewExamples
from jiesu.triage.tablefiles import read_rows

TOKENS = "tokens"
"""The column that holds text somebody has segmented already."""


@dataclass(frozen=True, slots=True)
class Example:
    """One text and its label; ``raw`` is text as people wrote it, neither segmented nor thinned out."""

    content: str
    label: str
    raw: bool

    def words(self, *, marks: bool = False) -> list[str]:
        """Its words, stop words included where they were not removed before; ``marks`` keeps punctuation."""
        if not self.raw:
            return text.words_of(self.content)
        return text.marked(self.content) if marks else text.segmented(self.content)


def read_examples(paths: Sequence[Path], *, text_columns: Sequence[str], label_column: str) -> list[Example]:
    """The labelled rows of the files; rows without a label are left out.

    Raises:
        FileUnreadable, ColumnMissing: a file is not as it should be.
        TooFewExamples: no row has a label.
    """
    examples = [
        example
        for path in paths
        for example in _examples_of(path, text_columns=text_columns, label_column=label_column)
        if example.label
    ]
    if not examples:
        raise TooFewExamples(why="no row has a label")
    return examples


def _examples_of(path: Path, *, text_columns: Sequence[str], label_column: str) -> list[Example]:
    rows = read_rows(path, needed=[label_column])
    present = list(rows[0]) if rows else []
    if rows and TOKENS in present:
        return [Example(content=row[TOKENS], label=row[label_column].strip(), raw=False) for row in rows]
    for column in text_columns:
        if rows and column not in present:
            raise ColumnMissing(file=path.name, column=column, present=", ".join(present))
    return [
        Example(
            content="\n".join(row[name] for name in text_columns), label=row[label_column].strip(), raw=True
        )
        for row in rows
    ]


def fingerprint(paths: Sequence[Path]) -> dict[str, str]:
    """The SHA-256 of each file by its name, so that a model can be traced to what it learned from."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
