"""Notices: from one day to another, urgent ones first."""

from datetime import date, timedelta

import pytest

from jiesu.catalogue.actions import save_notice
from jiesu.catalogue.models import Notice
from jiesu.catalogue.notices import notice_on, notices_on
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.organisations.actors import SYSTEM, Actor

pytestmark = pytest.mark.django_db
DAY = date(2026, 3, 2)


def written(title: str = "停水通知", **more):
    given = {"body": "明晚停水。", "starts_on": DAY, "by": SYSTEM, **more}
    return save_notice(None, title=title, **given)


def test_a_notice_is_shown_from_its_first_day_to_its_last():
    notice = written(ends_on=DAY + timedelta(days=2))

    days = [DAY + timedelta(days=n) for n in (-1, 0, 2, 3)]
    assert [bool(notices_on(day)) for day in days] == [False, True, True, False]
    assert notice_on(DAY, notice.pk) == notice
    with pytest.raises(NotFound):
        notice_on(DAY + timedelta(days=3), notice.pk)


def test_urgent_ones_come_first_then_the_newest():
    written("旧的", starts_on=DAY - timedelta(days=3))
    written("新的")
    written("要紧的", starts_on=DAY - timedelta(days=9), is_urgent=True)

    assert [notice.title for notice in notices_on(DAY)] == ["要紧的", "新的", "旧的"]


def test_a_notice_is_reworded():
    notice = written()
    save_notice(
        notice.pk, title="停水改期", body="改到后天。", starts_on=DAY, ends_on=None, is_urgent=True, by=SYSTEM
    )

    assert (Notice.objects.get().title, Notice.objects.get().is_urgent) == ("停水改期", True)


@pytest.mark.parametrize(
    ("given", "field"),
    [({"title": " "}, "title"), ({"body": ""}, "body"), ({"ends_on": DAY - timedelta(days=1)}, "ends_on")],
)
def test_what_cannot_be_a_notice_is_refused(given, field):
    with pytest.raises(InvalidInput) as refused:
        written(**given)

    assert refused.value.field == field
    assert Notice.objects.count() == 0


def test_only_who_configures_the_catalogue_writes_notices():
    with pytest.raises(NotAllowed):
        written(by=Actor(user_id=1, name="路人"))
