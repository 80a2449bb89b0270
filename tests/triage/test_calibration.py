import numpy as np

from jiesu.triage.calibration import fitted
from jiesu.triage.measures import calibration_error


def test_scores_become_probabilities_that_come_true():
    dice = np.random.default_rng(7)
    chances = dice.dirichlet([1, 1, 1], size=4000)
    truth = np.array([dice.choice(3, p=row) for row in chances])
    scores = np.log(chances) / 3 + np.array([0.5, 0.0, -0.5])
    calibration = fitted(scores, truth, blocks=1, weights=np.ones(4000))
    learned = calibration.probabilities(scores)
    assert abs(calibration.slopes[0] - 3) < 0.3
    assert calibration_error(learned.max(axis=1), learned.argmax(axis=1) == truth) < 0.03


def test_a_view_that_says_nothing_gets_no_say():
    dice = np.random.default_rng(7)
    truth = dice.integers(0, 3, size=2000)
    useful = np.eye(3)[truth] + dice.normal(0, 0.7, (2000, 3))
    noise = dice.normal(0, 1, (2000, 3))
    calibration = fitted(np.hstack([useful, noise]), truth, blocks=2, weights=np.ones(2000))
    assert calibration.slopes[1] < 0.1 * calibration.slopes[0]
