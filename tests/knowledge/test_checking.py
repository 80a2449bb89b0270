"""Looking over everything live: what is wrong is found, kept until it is mended, and reviews are chased."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from jiesu.core import clock
from jiesu.core.errors import NotAllowed
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.contents import LegalBasis
from jiesu.knowledge.faults import faults_of
from jiesu.knowledge.links import Answered, may_be_asked
from jiesu.knowledge.models import ArticleFinding, ArticleVersion, LinkState
from jiesu.knowledge.states import FindingKind
from jiesu.messaging.models import Message
from tests.knowledge.desk import NEXT_YEAR, WATER, in_days
from tests.knowledge.test_tables import FULL

DAY = date(2026, 11, 23)
URL = FULL.links[0]


def found(on=DAY, **changes):
    return [(fault.kind.value, fault.field) for fault in faults_of(replace(WATER, **changes), on=on)]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({}, []),
        ({"answer": ""}, [("content", "answer")]),
        ({"valid_until": date(2027, 1, 1)}, [("dates", "review_by")]),
        ({"valid_from": date(2026, 12, 1)}, [("validity", "valid_until")]),
        ({"review_by": date(2026, 11, 22)}, [("review", "review_by")]),
        ({"basis": (LegalBasis(title="办法", ends_on=date(2026, 11, 22)),)}, [("basis", "basis")]),
        (
            {
                "basis": (LegalBasis(title="办法", ends_on=date(2027, 7, 1)),),
                "valid_until": date(2027, 8, 1),
            },
            [("dates", "basis")],
        ),
        ({"answer": "本通告有效期至2026年10月31日，逾期不办。"}, [("dates", "answer")]),
        ({"spoken": "截止 2026-12-31 前办理。"}, []),
        ({"spoken": "受理截止2027年7月1日。", "valid_until": date(2027, 8, 1)}, [("dates", "spoken")]),
        ({"answer": "自2020年1月1日起施行。"}, []),
    ],
)
def test_each_fault_is_told(changes, faults):
    assert found(**changes) == faults


@pytest.mark.parametrize(
    ("url", "hosts", "may"),
    [
        ("https://www.lyg.gov.cn/a", ["lyg.gov.cn"], True),
        ("http://lyg.gov.cn", ["lyg.gov.cn"], True),
        ("https://evillyg.gov.cn/", ["lyg.gov.cn"], False),
        ("https://www.lyg.gov.cn/a", [], False),
        ("https://www.lyg.gov.cn/a", [""], False),
        ("ftp://lyg.gov.cn/a", ["lyg.gov.cn"], False),
        ("http://127.0.0.1/", ["lyg.gov.cn"], False),
    ],
)
def test_only_hosts_that_are_named_are_asked(url, hosts, may):
    assert may_be_asked(url, hosts) is may


class Gone:
    """Nothing answers any more; counts how often it was asked."""

    def __init__(self, *, is_dead=True):
        self.is_dead, self.asked = is_dead, []

    def ask(self, url):
        self.asked.append(url)
        return Answered(is_dead=self.is_dead, said="404")


def kinds():
    return sorted(ArticleFinding.objects.values_list("kind", flat=True))


def test_a_dead_link_is_found_and_forgotten_once_it_answers(desk):
    desk.publish(FULL)
    nobody = Gone()
    assert actions.probe_links(nobody, hosts=[]) == (0, 0)
    assert nobody.asked == []
    assert actions.probe_links(Gone(), hosts=["example.gov.cn"]) == (1, 1)
    actions.check_live_articles()
    (row,) = ArticleFinding.objects.filter(kind="link")
    assert row.zh == f"链接打不开（404）：{URL}"
    actions.probe_links(Gone(is_dead=False), hosts=["example.gov.cn"])
    actions.check_live_articles()
    assert "link" not in kinds()


def test_links_of_no_live_article_are_forgotten(desk):
    number = desk.publish(FULL)
    actions.probe_links(Gone(), hosts=["example.gov.cn"])
    actions.expire_article(number, note="不用了", by=desk.approver)
    actions.probe_links(Gone(), hosts=["example.gov.cn"])
    actions.check_live_articles()
    assert not LinkState.objects.exists()
    assert kinds() == []


def test_a_finding_keeps_its_first_moment_until_it_is_mended(desk, held_clock):
    number = desk.publish(replace(WATER, answer="有效期至2026年4月1日。"))
    first = clock.now()
    later = first + timedelta(days=60)
    assert actions.check_live_articles(at=first) == 0
    assert actions.check_live_articles(at=later) == 1
    assert actions.check_live_articles(at=later + timedelta(days=1)) == 1
    assert [row.found_at for row in ArticleFinding.objects.all()] == [later]
    actions.revise_article(number, WATER, by=desk.water_clerk)
    desk.pass_on(number)
    assert actions.check_live_articles(at=later) == 0
    assert kinds() == []


def test_a_unit_sees_its_own_findings_and_the_centre_all(desk):
    desk.publish(replace(WATER, answer="有效期至2026年4月1日。"))
    actions.check_live_articles(at=clock.now() + timedelta(days=60))
    assert selectors.findings(for_user=desk.water_clerk).count() == 1
    assert selectors.findings(for_user=desk.power_clerk).count() == 0
    assert selectors.findings(for_user=desk.approver, kind="dates").count() == 1
    counts = dict(selectors.finding_counts(for_user=desk.approver))
    assert (counts[FindingKind.DATES], counts[FindingKind.LINK]) == (1, 0)


def test_a_check_is_asked_for_once(desk):
    with pytest.raises(NotAllowed):
        actions.ask_for_check(by=desk.operator)
    assert [actions.ask_for_check(by=desk.approver) for _ in range(2)] == [True, False]


def overdue(desk):
    number = desk.publish(replace(WATER, review_by=in_days(3)))
    at = clock.now() + timedelta(days=5)
    actions.call_due_reviews(at=at)
    return number, at


def letters():
    return sorted(Message.objects.values_list("channel", "recipient"))


def test_overdue_reviews_are_chased_weekly_and_counted(desk):
    desk.water.liaison_phone = "13900000000"
    desk.water.save()
    number, at = overdue(desk)
    assert actions.chase_reviews(at=at) == (1, 1)
    assert letters() == [("inbox", "周总"), ("inbox", "李水"), ("sms", "市自来水公司")]
    assert {message.text for message in Message.objects.all()} == {
        "市自来水公司有 1 条知识到期未复核，最长已超 2 天：“家里停水了怎么办”。请登录核对后确认或修订。"
    }
    assert actions.chase_reviews(at=at + timedelta(days=6)) == (0, 0)
    assert actions.chase_reviews(at=at + timedelta(days=7)) == (1, 1)
    assert ArticleVersion.objects.get().reminders == 2
    (row,) = selectors.freshness(on=in_days(6))
    assert (row.unit, row.live, row.overdue, row.reminders) == ("市自来水公司", 1, 1, 2)
    actions.confirm_article(number, review_by=NEXT_YEAR, by=desk.water_leader)
    assert actions.chase_reviews(at=at + timedelta(days=20)) == (0, 0)


def test_reviews_settled_by_their_day_are_in_time(desk):
    start = clock.now()
    early = desk.publish(replace(WATER, review_by=in_days(3)))
    actions.confirm_article(early, review_by=NEXT_YEAR, by=desk.water_leader, at=start + timedelta(days=1))
    same_day = desk.publish(replace(WATER, review_by=in_days(3)))
    late = desk.publish(replace(WATER, review_by=in_days(3)))
    actions.call_due_reviews(at=start + timedelta(days=3))
    actions.confirm_article(
        same_day, review_by=NEXT_YEAR, by=desk.water_leader, at=start + timedelta(days=3, hours=1)
    )
    actions.confirm_article(late, review_by=NEXT_YEAR, by=desk.water_leader, at=start + timedelta(days=5))
    desk.publish()
    (line,) = selectors.timeliness(since=start, until=start + timedelta(days=9))
    assert (line.unit, line.part, line.whole) == ("市自来水公司", 2, 3)
    assert selectors.timeliness(since=start - timedelta(days=9), until=start) == []
