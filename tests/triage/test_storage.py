import json

import numpy as np
import pytest

from jiesu.triage import storage
from jiesu.triage.classifiers import train
from jiesu.triage.errors import ModelUnusable
from jiesu.triage.examples import Example

EXAMPLES = [
    Example(f"{words}{n}", label, raw=True)
    for label, words in (("水", "停水"), ("路", "修路"))
    for n in range(9)
]


@pytest.fixture
def model(tmp_path):
    classifier = train(EXAMPLES)
    storage.save(tmp_path / "model", classifier, task="topic")
    return tmp_path / "model", classifier


def test_a_model_comes_back_as_it_was_written(model):
    directory, classifier = model
    restored, description = storage.load(directory)
    assert description["task"] == "topic"
    assert np.array_equal(restored.probabilities(EXAMPLES), classifier.probabilities(EXAMPLES))


def damage_numbers(directory):
    (directory / "numbers.npz").write_bytes(b"nothing")


def damage_numbers_and_their_seal(directory):
    damage_numbers(directory)
    description = json.loads((directory / "model.json").read_text())
    description["numbers_sha256"] = "1785cfc3bc6ac7738e8b38cdccd1af12563c2b9070e07af336a1bf8c0f772b6a"
    (directory / "model.json").write_text(json.dumps(description))


def remove_the_description(directory):
    (directory / "model.json").unlink()


def write_another_format(directory):
    (directory / "model.json").write_text('{"format": 99}')


def write_nonsense(directory):
    (directory / "model.json").write_text("[]")


@pytest.mark.parametrize(
    "damage",
    [
        damage_numbers,
        damage_numbers_and_their_seal,
        remove_the_description,
        write_another_format,
        write_nonsense,
    ],
)
def test_a_damaged_model_is_refused(model, damage):
    directory, _ = model
    damage(directory)
    with pytest.raises(ModelUnusable):
        storage.load(directory)


def test_a_model_with_pickled_objects_is_refused(model):
    directory, _ = model
    np.savez(directory / "numbers.npz", slopes=np.array([{"run": "me"}], dtype=object))
    with pytest.raises(ModelUnusable):
        storage.load(directory)
