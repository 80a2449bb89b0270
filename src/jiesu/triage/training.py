"""Training and measuring from files: what ``jiesu triage train`` and ``evaluate`` do."""

import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from jiesu.triage import storage
from jiesu.triage.classifiers import METHODS, Classifier, Progress, train
from jiesu.triage.errors import ModelUnusable
from jiesu.triage.examples import Example, fingerprint, read_examples
from jiesu.triage.measures import figures


def train_files(
    sources: Sequence[Path],
    *,
    task: str,
    text_columns: Sequence[str],
    label_column: str,
    out: Path,
    say: Progress,
) -> dict[str, Any]:
    """Learn from the files, write the model, and say what it was made of and how long it took (seconds).

    Raises:
        FileUnreadable, ColumnMissing, TooFewExamples, ModelUnusable: see their sentences.
    """
    started = time.perf_counter()
    examples = read_examples(sources, text_columns=text_columns, label_column=label_column)
    classifier = train(examples, method=METHODS[task], say=say)
    seconds = round(time.perf_counter() - started, 2)
    description = storage.save(
        out,
        classifier,
        task=task,
        text_columns=list(text_columns),
        label_column=label_column,
        training_rows=len(examples),
        training_rows_raw=sum(example.raw for example in examples),
        sources_sha256=fingerprint(sources),
        seconds=seconds,
    )
    return {name: value for name, value in description.items() if name != "stop_words"} | {"out": str(out)}


def evaluate_files(
    sources: Sequence[Path],
    *,
    task: str,
    model: Path,
    text_columns: Sequence[str] | None = None,
    label_column: str | None = None,
) -> dict[str, Any]:
    """Measure the model on files, which should not be those it learned from (``learned_from`` tells).

    Raises:
        FileUnreadable, ColumnMissing, TooFewExamples: a file is not as it should be.
        ModelUnusable: the model is damaged or of another task.
    """
    classifier, description = storage.load(model)
    if description.get("task") != task:
        raise ModelUnusable(
            directory=model.name, why=f"it suggests the {description.get('task')}, not the {task}"
        )
    examples = read_examples(
        sources,
        text_columns=text_columns or description["text_columns"],
        label_column=label_column or description["label_column"],
    )
    known = set(fingerprint(sources).values()) & set(description["sources_sha256"].values())
    return {"task": task, "learned_from": bool(known)} | _measured(classifier, examples)


def _measured(classifier: Classifier, examples: Sequence[Example]) -> dict[str, Any]:
    classifier.probabilities(examples[:10])
    started = time.perf_counter()
    probabilities = classifier.probabilities(examples)
    seconds = time.perf_counter() - started
    number = {label: index for index, label in enumerate(classifier.classes)}
    truth = np.array([number.get(example.label, -1) for example in examples])
    measured = figures(probabilities, truth, names=classifier.classes).as_dict()
    unsure = float((probabilities.max(axis=1) < classifier.doubt_below).mean())
    return measured | {"dont_know": unsure, "texts_per_second": round(len(examples) / seconds, 1)}
