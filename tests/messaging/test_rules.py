"""Quiet hours, retries and wordings: every row of the rules."""

from datetime import datetime, time, timedelta

import pytest

from jiesu.core.clock import SHANGHAI
from jiesu.messaging import templates
from jiesu.messaging.channels import MessageUrgency, more_pressing
from jiesu.messaging.errors import MissingValue, UnclearWording, UnknownVariable
from jiesu.messaging.quiet import QuietHours, allowed_at
from jiesu.messaging.retrying import next_attempt
from jiesu.messaging.templates import Wording

NIGHT = QuietHours(time(21, 0), time(8, 0))
NOON = QuietHours(time(12, 0), time(14, 0))


def _at(hour, minute=0, day=2):
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("hours", "moment", "allowed"),
    [
        (NIGHT, _at(20, 59), _at(20, 59)),
        (NIGHT, _at(21), _at(8, day=3)),
        (NIGHT, _at(7, 59), _at(8)),
        (NIGHT, _at(8), _at(8)),
        (NOON, _at(11, 59), _at(11, 59)),
        (NOON, _at(12), _at(14)),
        (NOON, _at(14), _at(14)),
        (None, _at(3), _at(3)),
    ],
)
def test_quiet_hours_put_off_until_their_end(hours, moment, allowed):
    assert allowed_at(hours, moment) == allowed


def test_tries_are_further_and_further_apart_but_never_more_than_half_an_hour():
    waits = [next_attempt(n, wanted_at=_at(9), at=_at(9)) - _at(9) for n in (1, 2, 3, 9, 10, 500)]

    assert [wait.total_seconds() for wait in waits] == [4, 8, 16, 1024, 1800, 1800]


def test_after_three_days_it_is_given_up():
    end = _at(9) + timedelta(days=3)

    assert next_attempt(90, wanted_at=_at(9), at=end - timedelta(seconds=1)) is not None
    assert next_attempt(90, wanted_at=_at(9), at=end) is None


def test_the_more_pressing_of_two():
    assert more_pressing("normal", "critical") is MessageUrgency.CRITICAL
    assert more_pressing("urgent", "normal") is MessageUrgency.URGENT


def test_variables_are_filled():
    assert templates.filled("工单{编号}，{编号}请看", {"编号": "7"}) == "工单7，7请看"


def test_a_missing_value_is_a_clear_error_and_an_empty_one_is_none():
    with pytest.raises(MissingValue) as refused:
        templates.filled("工单{编号}", {})
    assert refused.value.message() == "变量“编号”没有取值，消息无法生成。"
    assert templates.filled("工单{编号}", {"编号": ""}) == "工单"


@pytest.mark.parametrize(
    ("changes", "field", "error"),
    [
        ({"text": "{姓名}"}, "text", UnknownVariable),
        ({"title": "{姓名}"}, "title", UnknownVariable),
        ({"short": "{姓名}"}, "short", UnknownVariable),
        ({"wechat_fields": "keyword1={姓名}"}, "wechat_fields", UnknownVariable),
        ({"wechat_fields": "第一行"}, "wechat_fields", UnclearWording),
        ({"text": ""}, "text", UnclearWording),
        ({"title": " "}, "title", UnclearWording),
        ({"text": "{编号"}, "text", UnclearWording),
        ({"text": "编号}"}, "text", UnclearWording),
        ({"short": "长" * 301}, "short", UnclearWording),
    ],
)
def test_what_could_not_be_sent_is_not_saved(changes, field, error):
    wording = {"title": "题", "text": "{编号}", **changes}
    with pytest.raises(error) as refused:
        templates.check(Wording(**wording), known=["编号"])

    assert refused.value.field == field


def test_a_clear_wording_passes():
    templates.check(
        Wording(title="题", text="{编号}", wechat_fields="first=好\nkeyword1={编号}"), known=["编号"]
    )
