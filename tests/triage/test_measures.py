import numpy as np
import pytest

from jiesu.triage.measures import calibration_error, coverage, figures, pair_figures

NAMES = ["城建", "环保", "交通", "教育"]


def test_figures_of_four_suggestions():
    chances = np.array(
        [[0.7, 0.1, 0.1, 0.1], [0.6, 0.3, 0.05, 0.05], [0.1, 0.8, 0.06, 0.04], [0.4, 0.3, 0.2, 0.1]]
    )
    measured = figures(chances, np.array([0, 1, 1, 3]), names=NAMES)
    assert (measured.rows, measured.accuracy, measured.top3) == (4, 0.5, 0.75)
    assert measured.classes["城建"].f1 == pytest.approx(0.5)
    assert measured.classes["环保"].recall == 0.5
    assert measured.macro_f1 == pytest.approx((0.5 + 2 / 3 + 0.0) / 3)
    assert "交通" not in measured.classes


def test_a_class_the_model_does_not_know_counts_as_wrong():
    assert figures(np.array([[0.9, 0.1]]), np.array([-1]), names=NAMES[:2]).accuracy == 0.0


def test_coverage_is_the_largest_share_that_keeps_the_precision():
    confidence = np.array([0.9, 0.8, 0.7, 0.6])
    assert coverage(confidence, np.array([True, True, False, True]), precision=0.75) == 1.0
    assert coverage(confidence, np.array([True, True, False, False]), precision=0.95) == 0.5
    assert coverage(confidence, np.array([False, False, True, True]), precision=0.95) == 0.0


def test_equally_sure_suggestions_cannot_be_told_apart():
    assert coverage(np.array([0.8, 0.8]), np.array([True, False]), precision=0.95) == 0.0


def test_calibration_error_is_the_gap_between_promise_and_outcome():
    assert calibration_error(np.full(4, 0.75), np.array([True, True, True, False])) == pytest.approx(0.0)
    assert calibration_error(np.full(4, 0.75), np.zeros(4, dtype=bool)) == pytest.approx(0.75)


def test_pair_figures_count_pairs_of_labelled_rows_only():
    groups = {"a": 1, "b": 1, "c": 1, "d": 2, "unlabelled": 1}
    found = pair_figures(groups, {"a": "x", "b": "x", "c": "y", "d": "y"})
    assert (found.pairwise_precision, found.pairwise_recall) == (pytest.approx(1 / 3), 0.5)
    assert found.pairwise_f1 == pytest.approx(0.4)
