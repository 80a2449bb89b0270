from datetime import timedelta

import pytest

from jiesu.core.errors import NotAllowed, NotFound
from jiesu.triage import actions, selectors
from jiesu.triage.models import Issue, IssueMember
from jiesu.workorders.registration import CitizenDetails
from tests.cast import order
from tests.triage.doing import ANALYST

LEAK = "湖滨花园小区三号楼地下车库漏水严重，积水很深，车辆无法进出，物业一直不修"
LEAK_AGAIN = "湖滨花园小区三号楼地下车库漏水，积水很深车辆进不去，找物业没人修理"
OTHERS = (
    "朝阳中学门口上下学时段堵车，希望交警来疏导",
    "人民公园广场舞音响声音太大，晚上十点还不停",
    "锦绣苑门前夜市油烟呛人，居民不敢开窗",
    "建设路公交站台没有遮雨棚，下雨天等车淋湿",
)


def _told(cast, content, phone):
    return cast.register(content, citizen=CitizenDetails(phone=phone))


def _background(cast):
    return [_told(cast, text, f"1370000{at:04d}") for at, text in enumerate(OTHERS)]


def test_orders_about_one_matter_become_an_issue_as_they_come_in(cast, held_clock):
    _background(cast)
    first = _told(cast, LEAK, "13811110001")
    assert actions.update_issues() == 5
    assert not Issue.objects.exists()
    held_clock.move(timedelta(hours=5))
    second = _told(cast, LEAK_AGAIN, "13811110002")
    assert actions.update_issues() == 1
    (issue,) = selectors.hottest_issues(for_user=ANALYST)
    assert (issue.orders, issue.people) == (2, 2)
    assert issue.last_at - issue.first_at == timedelta(hours=5)
    assert "湖滨花园" in issue.place
    before = issue.heat
    third = _told(cast, LEAK, "13811110003")
    assert actions.update_issues() == 1
    issue, numbers = selectors.issue_with_orders(issue.pk, for_user=ANALYST)
    assert set(numbers) == {first, second, third}
    assert issue.heat > before
    assert actions.update_issues() == 0
    assert selectors.issue_of_order(order(third).pk, for_user=ANALYST) == issue


def test_an_issue_nobody_writes_about_cools(cast, held_clock):
    _background(cast)
    _told(cast, LEAK, "13811110001")
    _told(cast, LEAK_AGAIN, "13811110002")
    actions.update_issues()
    hot = Issue.objects.get().heat
    held_clock.move(timedelta(days=45))
    assert actions.cool_issues() == 1
    assert Issue.objects.get().heat < hot


def test_one_person_who_writes_often_makes_no_hot_issue(cast):
    _background(cast)
    for text in (LEAK, LEAK_AGAIN):
        _told(cast, text, "13811110001")
    actions.update_issues()
    assert IssueMember.objects.count() == 2
    assert selectors.hottest_issues(for_user=ANALYST) == []


def test_issues_are_for_those_who_see_all_orders(cast):
    with pytest.raises(NotAllowed):
        selectors.hottest_issues(for_user=cast.water_clerk)
    with pytest.raises(NotFound):
        selectors.issue_with_orders(99, for_user=ANALYST)
    assert selectors.issue_of_order(1, for_user=cast.water_clerk) is None
