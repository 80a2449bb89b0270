"""The demo city's callbacks and checks in the field: enough that their pages show what they are for."""

from datetime import datetime, timedelta

import pytest

from jiesu.core import clock
from jiesu.demo.callbacks import call_back_the_city
from jiesu.demo.runs import new_stage
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight.selectors.callbacks import CallbackFilter, callback_counts, callback_list
from jiesu.oversight.selectors.field_checks import field_counts
from jiesu.workorders import actions as orders
from jiesu.workorders.actions import ReplyContent
from jiesu.workorders.registration import CitizenDetails, Registration

NIGHT = datetime(2026, 3, 18, 23, 30, tzinfo=clock.SHANGHAI)
PHONES = [f"1381234{serial:04d}" for serial in range(10)]


@pytest.fixture
def stage(city, db, settings, tmp_path):
    """A stage with ten orders that wait for their callback."""
    settings.MEDIA_ROOT = tmp_path
    made = new_stage(city)
    with clock.held_at(NIGHT - timedelta(hours=8)):
        for phone in PHONES:
            told = Registration(
                content="和平路水管爆裂。", nature="help", citizen=CitizenDetails(name="王小明", phone=phone)
            )
            number = orders.register_order(told, by=city.actor("operator")).number
            orders.dispatch_order(number, lead=city.unit_ids["shui"], by=city.actor("dispatcher"))
            orders.sign_assignment(number, by=city.clerk("shui"))
            content = ReplyContent(handling="已抢修恢复供水。", public_answer="您好，水管已修好。")
            orders.reply_assignment(number, content=content, by=city.clerk("shui"))
            orders.approve_reply(number, by=city.leader("shui"))
            orders.review_order(number, by=city.actor("reviewer"))
    return made


def test_the_pages_of_the_callback_are_not_empty_even_at_night(stage):
    with clock.held_at(NIGHT):
        call_back_the_city(stage)
        counts = callback_counts(for_user=SYSTEM)
        done = callback_list(CallbackFilter(state="done"), for_user=SYSTEM).items
        checks = field_counts(for_user=SYSTEM)
    assert stage.refused == {}
    assert (counts.now, counts.later, counts.appointed, counts.linked) == (2, 3, 1, 1)
    assert sorted(task.answer.satisfaction for task in done) == [
        "dissatisfied",
        "dissatisfied",
        "satisfied",
        "satisfied",
    ]
    assert (checks.ordered, checks.done) == (1, 1)
