"""The demo city's quality: judged, drawn, scored, appealed; once."""

from datetime import datetime, timedelta

import pytest

from jiesu.core import clock
from jiesu.demo.quality import inspect_the_city
from jiesu.demo.runs import new_stage
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight.selectors import hints, quality
from jiesu.oversight.selectors.hints import HintFilter
from jiesu.oversight.selectors.quality import InspectionFilter
from jiesu.workorders import actions as orders
from jiesu.workorders.actions import ReplyContent
from jiesu.workorders.registration import Registration

NOW = datetime(2026, 3, 18, 15, 30, tzinfo=clock.SHANGHAI)
ANSWER = "您反映的问题已收悉，我们已转相关部门办理，感谢您的理解与支持。"


@pytest.fixture
def stage(city, db):
    """A stage with eight orders that the water company answered in the last fortnight."""
    made = new_stage(city)
    for day in range(8):
        at = NOW - timedelta(days=14 - day)
        with clock.held_at(at):
            number = orders.register_order(
                Registration(content="和平路水管爆裂。", nature="help"), by=city.actor("operator")
            ).number
            orders.dispatch_order(number, lead=city.unit_ids["shui"], by=city.actor("dispatcher"))
            orders.sign_assignment(number, by=city.clerk("shui"))
            content = ReplyContent(handling="已转。", public_answer=ANSWER)
            orders.reply_assignment(number, content=content, by=city.clerk("shui"))
        made.numbers[str(day)] = number
    return made


def test_the_pages_of_quality_are_not_empty(stage):
    with clock.held_at(NOW):
        inspect_the_city(stage)
        inspect_the_city(stage)
    assert hints.hints(HintFilter(band="perfunctory"), for_user=SYSTEM).count() == 8
    (plan,) = quality.sampling_plans()
    assert plan.name == "每周答复抽检"
    runs = quality.sampling_runs()
    assert [run.key for run in runs] == ["2026-W11", "2026-W10"]
    states = {
        state: quality.inspections(InspectionFilter(state=state), for_user=SYSTEM).count()
        for state in ("waiting", "appealed", "settled")
    }
    assert states == {"waiting": 4, "appealed": 1, "settled": 1}
    measured, _pairs = quality.calibration(since=NOW - timedelta(days=30))
    assert measured.pairs >= 1
