"""Models on disk: numbers in one file, everything else as JSON beside it. Nothing in them is ever executed.

``numbers.npz`` is read with pickling forbidden, so that a model from a stranger can be wrong but cannot run
anything. ``model.json`` names the SHA-256 of the numbers, so that a half-copied model is refused.
"""

import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import numpy as np

from jiesu.triage.arrays import Floats
from jiesu.triage.calibration import Calibration
from jiesu.triage.classifiers import Classifier, ViewModel
from jiesu.triage.errors import ModelUnusable
from jiesu.triage.ngrams import BUCKETS, View, Weighing

FORMAT = 1
_NUMBERS = "numbers.npz"
_DESCRIPTION = "model.json"


def save(directory: Path, classifier: Classifier, **description: object) -> dict[str, Any]:
    """Write the model with what is to be known about it; the description comes back as written.

    Raises:
        ModelUnusable: the directory cannot be written.
    """
    arrays: dict[str, Floats] = {
        "slopes": classifier.calibration.slopes,
        "shifts": classifier.calibration.shifts,
        "commonness": classifier.commonness,
    }
    for model in classifier.views:
        arrays[f"{model.view}.columns"] = model.weighing.columns.astype(np.int32)
        arrays[f"{model.view}.rarity"] = model.weighing.rarity
        arrays[f"{model.view}.weights"] = model.weights
        arrays[f"{model.view}.shifts"] = model.shifts
    content = io.BytesIO()
    np.savez(content, allow_pickle=False, **arrays)
    written = {
        "format": FORMAT,
        **description,
        "classes": list(classifier.classes),
        "views": [str(model.view) for model in classifier.views],
        "doubt_below": classifier.doubt_below,
        "marks": classifier.marks,
        "stop_words": sorted(classifier.stop_words),
        "numbers_sha256": hashlib.sha256(content.getvalue()).hexdigest(),
    }
    try:
        directory.mkdir(parents=True, exist_ok=True)
        (directory / _NUMBERS).write_bytes(content.getvalue())
        (directory / _DESCRIPTION).write_text(
            json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8"
        )
    except OSError as error:
        raise ModelUnusable(directory=directory.name, why=error.strerror or "it cannot be written") from error
    return written


def load(directory: Path) -> tuple[Classifier, dict[str, Any]]:
    """The model of a directory and its description.

    Raises:
        ModelUnusable: it is absent, damaged, or of another format.
    """
    try:
        description = json.loads((directory / _DESCRIPTION).read_text(encoding="utf-8"))
        content = (directory / _NUMBERS).read_bytes()
    except (OSError, ValueError) as error:
        raise ModelUnusable(directory=directory.name, why="it lacks model.json or numbers.npz") from error
    if not isinstance(description, dict) or description.get("format") != FORMAT:
        raise ModelUnusable(directory=directory.name, why="it is of another version")
    if description.get("numbers_sha256") != hashlib.sha256(content).hexdigest():
        raise ModelUnusable(directory=directory.name, why="its numbers do not match its description")
    try:
        with np.load(io.BytesIO(content), allow_pickle=False) as numbers:
            return _rebuilt(description, {name: numbers[name] for name in numbers.files}), description
    except (KeyError, ValueError, TypeError, IndexError, zipfile.BadZipFile) as error:
        raise ModelUnusable(directory=directory.name, why="its numbers are damaged") from error


def _rebuilt(description: dict[str, Any], numbers: dict[str, Floats]) -> Classifier:
    classes = tuple(str(name) for name in description["classes"])
    return Classifier(
        classes=classes,
        stop_words=frozenset(description["stop_words"]),
        views=tuple(
            _rebuilt_view(View(name), numbers, classes=len(classes)) for name in description["views"]
        ),
        calibration=Calibration(slopes=numbers["slopes"], shifts=numbers["shifts"]),
        commonness=numbers["commonness"],
        doubt_below=float(description["doubt_below"]),
        marks=bool(description["marks"]),
    )


def _rebuilt_view(view: View, numbers: dict[str, Floats], *, classes: int) -> ViewModel:
    columns, rarity = numbers[f"{view}.columns"].astype(np.int64), numbers[f"{view}.rarity"]
    weights, shifts = numbers[f"{view}.weights"], numbers[f"{view}.shifts"]
    if (
        weights.shape != (len(columns), classes)
        or rarity.shape != columns.shape
        or shifts.shape != (classes,)
    ):
        raise ValueError(view)
    if len(columns) and not 0 <= columns.min() <= columns.max() < BUCKETS:
        raise ValueError(view)
    return ViewModel(view, Weighing(columns, rarity), weights, shifts)
