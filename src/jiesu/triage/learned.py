"""Advice from a trained model: the label with its chance and the words that spoke for it.

Where the fine label is in doubt, a coarser one above it in the tree may not be.
"""

from collections.abc import Mapping

import numpy as np

from jiesu.triage import text
from jiesu.triage.advice import NOTHING, Advice, Choice, advice_from
from jiesu.triage.classifiers import Classifier
from jiesu.triage.examples import Example
from jiesu.triage.ngrams import View, counted
from jiesu.triage.reasons import Reason, Why

_WORDS_SHOWN = 3
_WORDS_ASKED = 80


class Learned:
    """A reader that asks a model.

    Args:
        classifier: the model.
        labels: names for people of its classes and, where the classes are codes of a tree, of what is above.
        is_tree: whether a class's code begins with the codes of what it lies in, two digits a level.
    """

    def __init__(self, classifier: Classifier, labels: Mapping[str, str], *, is_tree: bool = False) -> None:
        self._model = classifier
        self._labels = labels
        self._is_tree = is_tree

    def advise(self, message: str) -> Advice:
        """The likeliest label; where it is in doubt, the likeliest branch of the tree above it."""
        row = self._model.probabilities([Example(content=message, label="", raw=True)])[0]
        chances = {
            value: float(chance)
            for value, chance in zip(self._model.classes, row, strict=True)
            if value in self._labels
        }
        if not chances:
            return NOTHING
        choices = self._choices(chances)
        advice = advice_from(
            choices,
            doubt_below=self._model.doubt_below,
            reason=self._reason(message, choices),
            origin="model",
        )
        return advice if advice.is_known or not self._is_tree else self._above(chances, advice)

    def _choices(self, chances: Mapping[str, float]) -> list[Choice]:
        best = sorted(chances, key=lambda value: -chances[value])[:3]
        return [Choice(value, self._labels[value], round(chances[value], 3)) for value in best]

    def _above(self, chances: Mapping[str, float], unsure: Advice) -> Advice:
        for length in (4, 2):
            sums: dict[str, float] = {}
            for value, chance in chances.items():
                if len(value) > length and value[:length] in self._labels:
                    sums[value[:length]] = sums.get(value[:length], 0.0) + chance
            best = max(sums, key=lambda one: sums[one], default="")
            if best and sums[best] >= max(0.5, self._model.doubt_below):
                chance, why = round(sums[best], 3), (Reason(Why.BRANCH_IS_SURER),)
                return Advice(best, self._labels[best], chance, why, unsure.others, "model")
        return unsure

    def _reason(self, message: str, choices: list[Choice]) -> Reason:
        words = tuple(self.words_for(message, choices[0].value))
        return Reason(Why.LIKE_HISTORY_BY_WORDS, {"words": words}) if words else Reason(Why.LIKE_HISTORY)

    def words_for(self, message: str, value: str) -> list[str]:
        """The words of a message that speak most for a class rather than for the others."""
        view = next((model for model in self._model.views if model.view is View.WORDS), None)
        words = [
            word
            for word in dict.fromkeys(text.segmented(message))
            if len(word) > 1 and word not in self._model.stop_words
        ][:_WORDS_ASKED]
        if view is None or not words:
            return []
        scores, _ = view.scores(counted([[word] for word in words], View.WORDS))
        own = scores[:, self._model.classes.index(value)] - view.shifts[self._model.classes.index(value)]
        ranked = np.argsort(-own, kind="stable")[:_WORDS_SHOWN]
        return [words[place] for place in ranked if own[place] > 0]
