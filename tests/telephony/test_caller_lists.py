from datetime import UTC, datetime, timedelta

import pytest

from jiesu.core.errors import Conflict, InvalidInput, NotAllowed
from jiesu.organisations.actors import Actor
from jiesu.telephony import actions, selectors
from jiesu.telephony.caller_lists import ListKind, end_of, spellings
from jiesu.telephony.models import CallerListing

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
LIN = Actor(user_id=1, name="林", permissions=frozenset({"propose_caller_list"}))
CHIEF = Actor(user_id=2, name="督", permissions=frozenset({"decide_caller_list"}))
BOTH = Actor(user_id=1, name="林", permissions=frozenset({"decide_caller_list"}))


def _propose(number="138 5123 4567", kind=ListKind.BLACK, **changes):
    told = {"reason": "一天拨打 200 次辱骂话务员", "days": 30, "by": LIN, "at": NOON} | changes
    return actions.propose_listing(number, kind, **told)


@pytest.mark.parametrize(
    ("number", "written"),
    [
        ("13851234567", ("13851234567", "013851234567", "8613851234567", "+8613851234567")),
        ("02584001234", ("02584001234", "+862584001234")),
    ],
)
def test_a_number_is_known_however_the_trunk_writes_it(number, written):
    assert spellings(number) == written


@pytest.mark.parametrize("days", [0, 91, -1])
def test_no_listing_is_for_ever(days):
    with pytest.raises(InvalidInput):
        end_of(days, at=NOON)


def test_nothing_is_done_to_a_caller_before_somebody_else_has_decided(db):
    row = _propose()
    assert selectors.listed_callers(at=NOON) == {}
    with pytest.raises(NotAllowed):
        actions.decide_listing(row.pk, approved=True, by=BOTH, at=NOON)
    actions.decide_listing(row.pk, approved=True, by=CHIEF, at=NOON)
    assert selectors.listed_callers(at=NOON) == dict.fromkeys(spellings("13851234567"), "black")
    row.refresh_from_db()
    assert row.expires_at == NOON + timedelta(days=30)


def test_a_listing_ends_by_itself_once(db):
    row = _propose(kind=ListKind.GREY, days=1)
    actions.decide_listing(row.pk, approved=True, by=CHIEF, at=NOON)
    later = NOON + timedelta(days=1)
    assert selectors.listed_callers(at=later) == {}
    assert (actions.end_listings(at=later), actions.end_listings(at=later)) == (1, 0)
    row.refresh_from_db()
    assert row.state == "expired"
    _propose(at=later)


def test_a_number_has_one_open_decision(db):
    row = _propose()
    with pytest.raises(Conflict):
        _propose("+86 13851234567")
    actions.decide_listing(row.pk, approved=False, by=CHIEF, remark="证据不足")
    with pytest.raises(Conflict):
        actions.decide_listing(row.pk, approved=True, by=CHIEF)
    assert CallerListing.objects.get().state == "refused"


def test_who_is_on_a_list_is_taken_off_it(db):
    row = _propose()
    with pytest.raises(Conflict):
        actions.lift_listing(row.pk, by=CHIEF)
    actions.decide_listing(row.pk, approved=True, by=CHIEF, at=NOON)
    actions.lift_listing(row.pk, by=CHIEF, at=NOON)
    assert selectors.listed_callers(at=NOON) == {}


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": "110"}, "number"),
        ({"number": "匿名"}, "number"),
        ({"reason": " "}, "reason"),
        ({"days": 365}, "days"),
    ],
)
def test_what_cannot_be_listed_is_named_and_nothing_is_kept(db, changes, field):
    with pytest.raises(InvalidInput) as refusal:
        _propose(**changes)
    assert refusal.value.field == field
    assert not CallerListing.objects.exists()


def test_people_without_the_right_neither_propose_nor_decide(db):
    row = _propose()
    with pytest.raises(NotAllowed):
        _propose("13900000000", by=CHIEF)
    with pytest.raises(NotAllowed):
        actions.decide_listing(row.pk, approved=True, by=LIN)
    with pytest.raises(NotAllowed):
        selectors.listings(for_user=Actor(user_id=3, name="客"))
    assert [row.state for row in CallerListing.objects.all()] == ["proposed"]
