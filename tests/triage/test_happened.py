from datetime import datetime

import pytest

from jiesu.core.clock import SHANGHAI
from jiesu.triage.happened import happened_in

TOLD = datetime(2026, 3, 4, 16, 0, tzinfo=SHANGHAI)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "moment", "is_exact"),
    [
        ("昨天下午三点水管爆了", (2026, 3, 3, 15, 0), True),
        ("今天早上8点半堵车", (2026, 3, 4, 8, 30), True),
        ("昨晚停电", (2026, 3, 3, 20, 0), False),
        ("3月1日买的菜", (2026, 3, 1, 12, 0), False),
        ("12月30号晚上9点", (2025, 12, 30, 21, 0), True),
        ("2025年11月2日", (2025, 11, 2, 12, 0), False),
        ("上周五投诉过", (2026, 2, 27, 12, 0), False),
        ("周五投诉过", (2026, 2, 27, 12, 0), False),
        ("周一上午十点来过", (2026, 3, 2, 10, 0), True),
        ("两小时前还有水", (2026, 3, 4, 14, 0), True),
        ("三天前报修", (2026, 3, 1, 16, 0), False),
        ("刚才摔了一跤", (2026, 3, 4, 16, 0), True),
        ("二十三日之后不行，二月二十三日停水", (2026, 2, 23, 12, 0), False),
    ],
)
def test_how_people_say_when(text, moment, is_exact):
    found = happened_in(text, told_at=TOLD)
    assert (found.at, found.is_exact) == (datetime(*moment, tzinfo=SHANGHAI), is_exact)
    assert found.words in text


@pytest.mark.parametrize(
    "text",
    ["", "路灯不亮", "今天晚上10点要停水", "13月45日", "2027年1月1日起", "99999999", "一二三四五" * 900],
)
def test_the_future_and_nonsense_are_no_time(text):
    assert happened_in(text, told_at=TOLD) is None
