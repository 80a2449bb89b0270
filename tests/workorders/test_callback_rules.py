"""What a callback concludes, and which attempts in vain count."""

from datetime import UTC, datetime, timedelta

import pytest

from jiesu.catalogue.packs import CallbackRule
from jiesu.workorders.callbacks import CallbackAnswers, conclude, failed_attempts
from jiesu.workorders.states import Resolution, Satisfaction

S, R = Satisfaction, Resolution


@pytest.mark.parametrize(
    ("answers", "conclusion"),
    [
        ({"reached": False}, ""),
        ({"satisfaction": S.SATISFIED, "resolution": R.RESOLVED}, "good"),
        ({"satisfaction": S.FAIR, "resolution": R.PARTLY}, "good"),
        ({"satisfaction": S.DISSATISFIED}, "bad"),
        ({"satisfaction": S.VERY_DISSATISFIED, "unit_at_fault": True}, "bad"),
        ({"satisfaction": S.DISSATISFIED, "unit_at_fault": False}, "other"),
        ({"satisfaction": S.SATISFIED, "resolution": R.UNRESOLVED}, "bad"),
        ({"satisfaction": S.SATISFIED, "resolution": R.UNRESOLVED, "unit_at_fault": False}, "other"),
        ({"satisfaction": S.SATISFIED, "truthful": False}, "bad"),
        ({"satisfaction": S.SATISFIED, "contacted": False}, "good"),
        ({"satisfaction": S.VERY_SATISFIED, "unit_at_fault": False}, "good"),
    ],
)
def test_what_the_citizen_said_concludes_the_round(answers, conclusion):
    assert conclude(CallbackAnswers(**{"reached": True, **answers})) == conclusion


EVENING = datetime(2026, 3, 2, 15, 30, tzinfo=UTC)  # half past eleven at night in Shanghai


@pytest.mark.parametrize(
    ("hours", "days_apart", "count"),
    [
        ([], 1, 0),
        ([0], 1, 1),
        ([0, 0.1, 0.2], 1, 1),
        ([0, 1], 1, 2),
        ([0, 24, 48], 1, 3),
        ([0, 24, 48], 2, 2),
        ([0, 0.1, 0.2], 0, 3),
    ],
)
def test_attempts_in_vain_count_once_a_day_of_shanghai(hours, days_apart, count):
    moments = [EVENING + timedelta(hours=hour) for hour in hours]
    assert failed_attempts(moments, CallbackRule(attempts=3, days_apart=days_apart)) == count
