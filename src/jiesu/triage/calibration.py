"""From scores to probabilities: what is called 90 % sure should be right nine times in ten."""

from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize

from jiesu.triage.arrays import Floats, Integers

_STIFFNESS = 2.0
"""How strongly the curve is held to its plain form; in rows' worth of evidence."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """``softmax(scores × slope + shift)``: one slope for each kind of score, one shift for each class.

    ``slopes`` has one number for each block of scores (views stand side by side, a block of classes each).
    """

    slopes: Floats
    shifts: Floats

    def probabilities(self, scores: Floats) -> Floats:
        """A row of probabilities for each row of scores."""
        blocks = scores.reshape(len(scores), len(self.slopes), len(self.shifts))
        return _softmax(np.einsum("nbc,b->nc", blocks, self.slopes) + self.shifts)


def fitted(scores: Floats, truth: Integers, *, blocks: int, weights: Floats) -> Calibration:
    """The calibration under which the true classes were most likely, on scores of texts not learned from."""
    classes = scores.shape[1] // blocks
    parts = scores.reshape(len(scores), blocks, classes)
    rows = np.arange(len(truth))
    share = weights / weights.sum()

    def loss(values: Floats) -> tuple[float, Floats]:
        slopes, shifts = values[:blocks], values[blocks:]
        chances = _softmax(np.einsum("nbc,b->nc", parts, slopes) + shifts)
        wrong = chances.copy()
        wrong[rows, truth] -= 1.0
        wrong *= share[:, None]
        pull = _STIFFNESS / weights.sum()
        value = -(share * np.log(chances[rows, truth] + 1e-12)).sum() + pull * (shifts @ shifts)
        slope = np.concatenate([np.einsum("nbc,nc->b", parts, wrong), wrong.sum(axis=0) + 2 * pull * shifts])
        return float(value), slope

    start = np.concatenate([np.full(blocks, 2.0 / blocks), np.zeros(classes)])
    bounds = [(0.0, 50.0)] * blocks + [(-5.0, 5.0)] * classes
    best = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds)
    return Calibration(slopes=best.x[:blocks], shifts=best.x[blocks:])


def _softmax(scores: Floats) -> Floats:
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))
