"""Suggesting a label for a text: linear models over two views of it, joined by a calibration.

Each view has one weight for each n-gram and class, learned with a linear support vector machine against all
other classes. How the views are joined and what their scores mean in probabilities is learned on texts that
the models had not seen. What is too unfamiliar to judge falls back on how common the classes are: an honest
"don't know".
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from scipy.sparse import csr_array
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from jiesu.triage import text
from jiesu.triage.arrays import Counts, Floats, Integers
from jiesu.triage.calibration import Calibration, fitted
from jiesu.triage.errors import TooFewExamples
from jiesu.triage.examples import Example
from jiesu.triage.ngrams import View, Weighing, counted

Progress = Callable[[str], None]

_BATCH = 200
_FOLDS = 3
_RAW_WEIGHT = 2.0
"""A raw text counts double: raw messages are what the model is for."""

_FAMILIAR = {View.WORDS: 0.12, View.CHARACTERS: 0.3, View.PHRASES: 0.3}
"""Below such a share of known n-grams, a text is in part guessed from how common the classes are."""

_ENOUGH = 10
"""So with fewer known n-grams than these, which two or three words have."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a view is learned: ``cost`` of an error (higher fits closer), n-grams in ``at_least`` texts."""

    view: View
    cost: float
    at_least: int = 2


@dataclass(frozen=True, slots=True)
class Method:
    """How a task is learned: its views, and whether punctuation and stop words count (``marks``)."""

    recipes: tuple[Recipe, ...]
    marks: bool = False


MATTER = Method((Recipe(View.WORDS, 1.0), Recipe(View.CHARACTERS, 1.0)))
"""For what a message is about."""

MANNER = Method(
    (
        Recipe(View.WORDS, 0.5),
        Recipe(View.PHRASES, 0.5),
        Recipe(View.CUES, 0.05),
        Recipe(View.OPENING, 0.2, at_least=1),
    ),
    marks=True,
)
"""For what a message wants, which shows in how it is said: particles, question marks, signs of purpose."""

METHODS = {"topic": MATTER, "nature": MANNER}


@dataclass(frozen=True, slots=True)
class ViewModel:
    """What one view learned: a weight for each kept n-gram and class, and a shift for each class."""

    view: View
    weighing: Weighing
    weights: Floats
    shifts: Floats

    def scores(self, counts: Counts) -> tuple[Floats, Floats]:
        """A row of class scores for each text, and how far they can be trusted (0 to 1)."""
        weighed = self.weighing.weighed(counts)
        scores = weighed.matrix(len(self.weighing.columns)) @ self.weights + self.shifts
        return scores, self._trust(known=weighed, counts=counts)

    def _trust(self, *, known: Counts, counts: Counts) -> Floats:
        if self.view not in _FAMILIAR:
            return np.ones(counts.texts)
        total = np.bincount(counts.rows, minlength=counts.texts)
        found = np.bincount(known.rows, minlength=counts.texts)
        trust = found / np.maximum(1, total) / _FAMILIAR[self.view]
        return np.minimum(1.0, trust if self.view is View.WORDS else np.minimum(trust, found / _ENOUGH))


@dataclass(frozen=True, slots=True)
class Suggestion:
    """The best label, or none where the program does not know; with the three likeliest and their chances."""

    label: str | None
    confidence: float
    best: tuple[tuple[str, float], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Classifier:
    """A trained model: texts in, probabilities of the classes out."""

    classes: tuple[str, ...]
    stop_words: frozenset[str]
    views: tuple[ViewModel, ...]
    calibration: Calibration
    commonness: Floats = field(repr=False)
    marks: bool = False
    doubt_below: float = 0.4

    def probabilities(self, examples: Sequence[Example]) -> Floats:
        """A row of class probabilities for each text; an unfamiliar text gets the classes' commonness."""
        parts = [self._batch(examples[start : start + _BATCH]) for start in range(0, len(examples), _BATCH)]
        return np.concatenate(parts) if parts else np.zeros((0, len(self.classes)))

    def suggestions(self, contents: Sequence[str]) -> list[Suggestion]:
        """What to suggest for raw texts; never fails, whatever the text is."""
        rows = self.probabilities([Example(content=content, label="", raw=True) for content in contents])
        return [self._suggestion(row) for row in rows]

    def _suggestion(self, row: Floats) -> Suggestion:
        best = tuple(
            (self.classes[number], float(row[number])) for number in np.argsort(-row, kind="stable")[:3]
        )
        label, confidence = best[0]
        return Suggestion(
            label=label if confidence >= self.doubt_below else None, confidence=confidence, best=best
        )

    def _batch(self, examples: Sequence[Example]) -> Floats:
        texts = [text.without(example.words(marks=self.marks), self.stop_words) for example in examples]
        results = [model.scores(counted(texts, model.view)) for model in self.views]
        chances = self.calibration.probabilities(np.concatenate([scores for scores, _ in results], axis=1))
        worded = np.array([any(map(str.isalnum, words)) for words in texts], dtype=float)
        trust = np.min([worded, *(trust for _, trust in results)], axis=0)[:, None]
        return np.asarray(trust * chances + (1.0 - trust) * self.commonness)


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Examples as numbers, ready to be learned from in parts."""

    classes: tuple[str, ...]
    truth: Integers
    weights: Floats
    raw: np.ndarray


def train(
    examples: Sequence[Example], *, method: Method = MATTER, say: Progress = lambda _: None
) -> Classifier:
    """Learn from labelled texts; ``say`` hears what is being done.

    Raises:
        TooFewExamples: fewer than two classes have the rows to learn from.
    """
    known = _learnable(examples)
    say(f"reading {len(known)} texts")
    words = [example.words(marks=method.marks) for example in known]
    raw_words = [text for text, example in zip(words, known, strict=True) if example.raw]
    thinned = [text for text, example in zip(words, known, strict=True) if not example.raw]
    stop_words = text.learned_stop_words(raw_words, thinned) if thinned else frozenset()
    texts = [text.without(one, stop_words) for one in words]
    prepared = _prepared(known)
    learned = [_learned_view(recipe, texts, prepared, say=say) for recipe in method.recipes]
    unseen = np.concatenate([scores for _, scores in learned], axis=1)
    say("calibrating")
    trusted = prepared.raw if prepared.raw.sum() >= 200 else np.ones(len(known), dtype=bool)
    calibration = fitted(
        unseen[trusted],
        prepared.truth[trusted],
        blocks=len(method.recipes),
        weights=np.ones(int(trusted.sum())),
    )
    return Classifier(
        classes=prepared.classes,
        stop_words=stop_words,
        views=tuple(model for model, _ in learned),
        calibration=calibration,
        marks=method.marks,
        commonness=np.bincount(prepared.truth, minlength=len(prepared.classes)) / len(prepared.truth),
    )


def _learnable(examples: Sequence[Example]) -> list[Example]:
    counts: dict[str, int] = {}
    for example in examples:
        counts[example.label] = counts.get(example.label, 0) + 1
    enough = {label for label, count in counts.items() if count >= 2 * _FOLDS}
    if len(enough) < 2:
        raise TooFewExamples(why=f"at least two labels need {2 * _FOLDS} rows each")
    return [example for example in examples if example.label in enough]


def _prepared(examples: Sequence[Example]) -> _Prepared:
    classes = tuple(sorted({example.label for example in examples}))
    number = {label: index for index, label in enumerate(classes)}
    raw = np.array([example.raw for example in examples])
    return _Prepared(
        classes=classes,
        truth=np.array([number[example.label] for example in examples]),
        weights=np.where(raw, _RAW_WEIGHT, 1.0),
        raw=raw,
    )


def _learned_view(
    recipe: Recipe, texts: Sequence[Sequence[str]], prepared: _Prepared, *, say: Progress
) -> tuple[ViewModel, Floats]:
    counts = counted(texts, recipe.view)
    weighing = Weighing.learned(counts, at_least=recipe.at_least)
    matrix = weighing.weighed(counts).matrix(len(weighing.columns))
    unseen = np.zeros((len(texts), len(prepared.classes)))
    for number, (learn, judge) in enumerate(_folds(prepared), start=1):
        say(f"{recipe.view}: fold {number} of {_FOLDS}")
        weights, shifts = _fit(matrix[learn], prepared, rows=learn, cost=recipe.cost)
        unseen[judge] = matrix[judge] @ weights + shifts
    say(f"{recipe.view}: all rows, {matrix.shape[1]} n-grams")
    weights, shifts = _fit(matrix, prepared, rows=np.arange(len(texts)), cost=recipe.cost)
    return ViewModel(recipe.view, weighing, weights.astype(np.float32), shifts.astype(np.float32)), unseen


def _folds(prepared: _Prepared) -> Iterator[tuple[Integers, Integers]]:
    kinds = prepared.truth * 2 + prepared.raw
    few = np.bincount(kinds)[kinds] < _FOLDS
    splitter = StratifiedKFold(_FOLDS, shuffle=True, random_state=0)
    yield from splitter.split(kinds, np.where(few, prepared.truth * 2, kinds))


def _fit(matrix: csr_array, prepared: _Prepared, *, rows: Integers, cost: float) -> tuple[Floats, Floats]:
    machine = LinearSVC(C=cost, class_weight="balanced", random_state=0)
    machine.fit(matrix, prepared.truth[rows], sample_weight=prepared.weights[rows])
    weights, shifts = machine.coef_.T, machine.intercept_
    if weights.shape[1] == 1:
        weights, shifts = np.hstack([-weights, weights]), np.concatenate([-shifts, shifts])
    return weights, shifts
