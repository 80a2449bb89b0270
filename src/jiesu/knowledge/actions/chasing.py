"""Chasing units whose reviews are overdue, in their inboxes and on their liaison's telephone."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F, Q

from jiesu.accounts.permissions import Permission
from jiesu.core import clock
from jiesu.knowledge.models import ArticleVersion
from jiesu.knowledge.states import ArticleState
from jiesu.messaging.actions import send_letters
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.letters import Letter
from jiesu.organisations import selectors as organisations

if TYPE_CHECKING:
    from jiesu.organisations.models import Unit

AGAIN_AFTER = timedelta(days=7)
"""A unit is reminded of the same review once a week."""

PURPOSE = "知识复核提醒"
_NAMED = 3


def chase_reviews(*, at: datetime | None = None) -> tuple[int, int]:
    """催复核: units are told of their overdue reviews; how many units and reviews. Safe to run twice.

    Everybody at the unit who may review finds it in their inbox; the liaison gets a short message. A unit
    without either is still counted: its reviews stand in the freshness of the units.
    """
    at = at or clock.now()
    due = Q(reminded_at__isnull=True) | Q(reminded_at__lte=at - AGAIN_AFTER)
    rows = ArticleVersion.objects.filter(due, state=ArticleState.REVIEW_DUE.value)
    owners = sorted(set(rows.values_list("article__owner_id", flat=True)))
    chased = [_chase(owner, at=at) for owner in owners]
    return sum(map(bool, chased)), sum(chased)


@transaction.atomic
def _chase(owner_id: int, *, at: datetime) -> int:
    due = Q(reminded_at__isnull=True) | Q(reminded_at__lte=at - AGAIN_AFTER)
    rows = list(
        ArticleVersion.objects.select_for_update(of=("self",))
        .filter(due, state=ArticleState.REVIEW_DUE.value, article__owner_id=owner_id)
        .order_by("review_by", "pk")
    )
    if rows:
        send_letters(list(_letters(organisations.unit_by_id(owner_id), rows, at=at)), at=at)
        keys = [row.pk for row in rows]
        ArticleVersion.objects.filter(pk__in=keys).update(reminders=F("reminders") + 1, reminded_at=at)
    return len(rows)


def _letters(unit: "Unit", rows: list[ArticleVersion], *, at: datetime) -> Iterator[Letter]:
    day = at.astimezone(clock.SHANGHAI).date()
    told, key = words_of(unit.name, rows, on=day), f"knowledge-review:{unit.pk}:{day}"
    people = {
        user.pk: user
        for permission in (Permission.REVIEW_ARTICLE, Permission.EDIT_ARTICLE)
        for user in organisations.holders_at(unit.pk, permission.value, at=at)
    }
    for user in people.values():
        yield Letter(
            channel=MessageChannel.INBOX,
            user_id=user.pk,
            recipient=user.name,
            title=PURPOSE,
            text=told,
            purpose=PURPOSE,
            link="/console/knowledge/waiting/",
            key=f"{key}:{user.pk}",
        )
    if unit.liaison_phone:
        yield Letter(
            channel=MessageChannel.SMS,
            address=unit.liaison_phone,
            recipient=unit.name,
            text=told,
            purpose=PURPOSE,
            key=f"{key}:sms",
        )


def words_of(unit: str, rows: list[ArticleVersion], *, on: date) -> str:
    """What a unit is told: how many reviews, how late, and which are the oldest."""
    named = "、".join(f"“{row.question}”" for row in rows[:_NAMED])
    late = max((on - row.review_by).days for row in rows if row.review_by)
    more = "等" if len(rows) > _NAMED else ""
    return (
        f"{unit}有 {len(rows)} 条知识到期未复核，最长已超 {late} 天：{named}{more}。请登录核对后确认或修订。"
    )
