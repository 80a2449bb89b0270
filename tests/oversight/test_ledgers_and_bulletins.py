"""Ledgers are looked at again on their day; bulletins say what the records say."""

from datetime import date, timedelta

import pytest

from jiesu.core.errors import NotAllowed, NotFound, Refusal
from jiesu.core.models import JournalEntry
from jiesu.oversight import actions as oversight
from jiesu.oversight.actions import Plan
from jiesu.oversight.actions import bulletins as bulletin_actions
from jiesu.oversight.actions.ledgers import remind_reviews
from jiesu.oversight.bulletins import Period, Scope, UnitFigures, period_of, suggested_text
from jiesu.oversight.models import Bulletin, LedgerEntry
from jiesu.oversight.problems import Cause, Ledger
from jiesu.oversight.selectors.bulletins import bulletin_paper, figures_of, get_bulletin
from tests.oversight.watching import a_minute, at, with_the_water_company

WATER = UnitFigures(unit_id=7, unit="市自来水公司", urged=2, blue=1, red=1, late_answers=1, named=("99",))


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        (Period.WEEKLY, date(2026, 3, 9), date(2026, 3, 15)),
        (Period.MONTHLY, date(2026, 2, 1), date(2026, 2, 28)),
        (Period.AD_HOC, date(2026, 3, 12), date(2026, 3, 18)),
    ],
)
def test_a_bulletin_is_about_the_last_whole_week_or_month(period, since, until):
    assert period_of(period, today=date(2026, 3, 18)) == (since, until)


def test_the_text_that_is_offered_sums_up_and_names_each_unit():
    text = suggested_text([WATER], since=date(2026, 3, 9), until=date(2026, 3, 15))
    assert text == (
        "2026年03月09日至2026年03月15日，共催办2次，签发蓝色督办1件、黄色督办0件、红色督办1件。"
        "逾期未按要求反馈1件。现将有关情况通报如下：\n"
        "1. 市自来水公司：被催办2次，蓝色督办1件，红色督办1件，逾期反馈1件；涉及工单：99。\n"
        "请上述单位认真查找原因，限期整改，并将整改情况报热线中心。"
    )
    empty = suggested_text([], since=date(2026, 3, 9), until=date(2026, 3, 15))
    assert empty.endswith("没有需要通报的督办事项。")


@pytest.mark.django_db
def test_an_entry_is_reminded_of_once_on_its_day(cast, held_clock):
    number = with_the_water_company(cast)
    entry = oversight.enter_ledger(number, Ledger.DIFFICULT, reason="管线权属不清", by=cast.supervisor)
    plan = Plan(cause=Cause.DUTIES_UNCLEAR, leader="王副县长", plan="专班", review_on=date(2026, 3, 5))
    oversight.plan_entry(entry.pk, plan, by=cast.supervisor)
    assert remind_reviews() == 0
    held_clock.move_to(at("03-05 08:10"))
    assert [remind_reviews(), remind_reviews()] == [1, 0]
    held_clock.move_to(at("03-06 08:10"))
    assert remind_reviews() == 0
    oversight.review_entry(entry.pk, note="已开协调会", next_on=date(2026, 3, 9), by=cast.supervisor)
    held_clock.move_to(at("03-09 08:10"))
    assert remind_reviews() == 1
    oversight.settle_entry(entry.pk, settlement="已划定权属", by=cast.supervisor)
    assert JournalEntry.objects.filter(name="oversight.LedgerReviewDue", subject=number).count() == 2


@pytest.mark.django_db
def test_what_may_not_be_done_to_a_ledger_is_refused_and_nothing_happens(cast):
    number = with_the_water_company(cast)
    with pytest.raises(NotAllowed):
        oversight.enter_ledger(number, Ledger.LEGACY, reason="遗留", by=cast.operator)
    entry = oversight.enter_ledger(number, Ledger.LEGACY, reason="遗留", by=cast.supervisor)
    with pytest.raises(Refusal) as refusal:
        oversight.enter_ledger(number, Ledger.LEGACY, reason="遗留", by=cast.supervisor)
    assert refusal.value.code == "already_in_ledger"
    with pytest.raises(Refusal):
        oversight.plan_entry(
            entry.pk, Plan(cause=Cause.POLICY, review_on=date(2026, 3, 1)), by=cast.supervisor
        )
    assert LedgerEntry.objects.values_list("ledger", "cause").get() == ("legacy", "unknown")
    oversight.settle_entry(entry.pk, settlement="已办", by=cast.supervisor)
    oversight.enter_ledger(number, Ledger.LEGACY, reason="又起", by=cast.supervisor)  # a new problem
    assert LedgerEntry.objects.count() == 2


@pytest.fixture
def week(cast, held_clock):
    """A week in which the water company left an order alone."""
    number = with_the_water_company(cast)
    for day in ("09", "10", "12", "16", "17", "18"):
        a_minute(held_clock, f"03-{day} 17:31")
    return number


@pytest.mark.django_db
def test_the_figures_are_those_of_the_records(cast, week):
    (water,) = figures_of(date(2026, 3, 1), date(2026, 3, 31))
    assert (water.unit_id, water.urged, water.blue, water.yellow, water.red) == (cast.water.pk, 1, 1, 2, 1)
    assert (water.late_answers, water.entries, water.named) == (2, 1, (week,))
    assert figures_of(date(2026, 3, 1), date(2026, 3, 31), path=cast.county.path) == []
    assert figures_of(date(2026, 3, 1), date(2026, 3, 9)) == []


def composed(cast, **more):
    given = {
        "scope": Scope.CITY,
        "period": Period.WEEKLY,
        "since": date(2026, 3, 9),
        "until": date(2026, 3, 22),
        "by": cast.supervisor,
    }
    return bulletin_actions.compose_bulletin(**{**given, **more})


@pytest.mark.django_db
def test_a_bulletin_is_issued_once_and_read_by_the_units_it_names(cast, week):
    draft = composed(cast)
    bulletin_actions.edit_bulletin(draft.pk, title="第一期", text="请整改。", by=cast.supervisor)
    for reader in (cast.water_leader, cast.power_leader):
        with pytest.raises(NotFound):
            get_bulletin(draft.pk, for_user=reader)
    issued = bulletin_actions.issue_bulletin(draft.pk, by=cast.supervisor)
    assert issued.number == "TB2026000001"
    with pytest.raises(Refusal):
        bulletin_actions.issue_bulletin(draft.pk, by=cast.supervisor)
    with pytest.raises(NotFound):
        bulletin_actions.acknowledge_bulletin(draft.pk, by=cast.power_leader)
    assert bulletin_actions.acknowledge_bulletin(draft.pk, by=cast.water_leader) == 1
    assert bulletin_actions.acknowledge_bulletin(draft.pk, by=cast.water_clerk) == 0
    row = get_bulletin(draft.pk, for_user=cast.water_clerk)
    assert [receipt.acknowledged_by_name for receipt in row.receipts.all()] == ["周总"]
    assert bulletin_paper(row).startswith(b"%PDF")
    assert JournalEntry.objects.filter(name="oversight.BulletinIssued").count() == 1


@pytest.mark.django_db
def test_a_bulletin_that_makes_no_sense_is_refused(cast, held_clock):
    for wrong in (
        {"until": date(2026, 3, 1)},
        {"until": date(2026, 3, 9) + timedelta(days=401)},
        {"scope": Scope.UNIT},
        {"about_id": cast.water.pk},
    ):
        with pytest.raises(Refusal):
            composed(cast, **wrong)
    with pytest.raises(NotAllowed):
        composed(cast, by=cast.operator)
    assert not Bulletin.objects.exists()
