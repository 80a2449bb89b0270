"""What people decide of orders that look alike: made one, or kept apart. Both is material to learn from."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock
from jiesu.core.errors import InvalidInput, Refusal
from jiesu.organisations.actors import Actor
from jiesu.triage.models import PairJudgement
from jiesu.triage.selectors.duplicates import duplicates_of
from jiesu.workorders import actions as workorders
from jiesu.workorders.actions.batch import Outcome
from jiesu.workorders.selectors import every_order, get_order

MOST = 200
"""Orders that are made one at once."""


@transaction.atomic
def keep_apart(number: str, other: str, *, by: Actor, at: datetime | None = None) -> PairJudgement:
    """不是同一件事: two orders that look alike are two matters; they are not proposed to each other again.

    Raises:
        NotAllowed: ``by`` may not merge orders.
        NotFound: one of them does not exist for this person.
        InvalidInput: it is the same order twice.
    """
    require(by, Permission.MERGE_ORDER)
    one, two = get_order(number, for_user=by), get_order(other, for_user=by)
    if one.pk == two.pk:
        raise InvalidInput(
            field="other", reason_zh="这是同一件工单。", reason_en="It is the same order twice."
        )
    proposed = {found.number: found.likeness.points for found in duplicates_of(number, for_user=by, most=50)}
    return _judge(
        one.pk,
        two.pk,
        is_same=False,
        points=proposed.get(other),
        at=at or clock.now(),
        by=by.user_id,
        name=by.name,
    )


def merge_many(
    numbers: Sequence[str], *, into: str, by: Actor, note: str = "", at: datetime | None = None
) -> list[Outcome]:
    """Make several orders one: each is merged into the main one, in a transaction of its own.

    What a rule forbids, or that somebody else is at work on one, is told for that order and stops none of the
    others. That they are one matter is noted when the merges are announced.

    Raises:
        InvalidInput: there are none, or more than :data:`MOST`.
    """
    chosen = [number for number in dict.fromkeys(numbers) if number != into]
    if not 0 < len(chosen) <= MOST:
        raise InvalidInput(
            field="numbers",
            reason_zh=f"请选择 1 至 {MOST} 件要并入的工单。",
            reason_en=f"Choose between 1 and {MOST} orders to merge.",
        )
    return [_merged(number, into, by=by, note=note, at=at) for number in chosen]


def note_merge(order_id: int, *, at: datetime, by: int | None = None) -> bool:
    """Note that an order which was merged is one matter with its main order; safe to run twice.

    Returns:
        Whether it is merged.
    """
    main = every_order().filter(pk=order_id).values_list("merged_into_id", flat=True).first()
    if main is None:
        return False
    _judge(order_id, main, is_same=True, points=None, at=at, by=by)
    return True


def forget_merge(order_id: int) -> None:
    """Forget that an order is one matter with others that it is no longer merged with; safe to run twice."""
    merged = every_order().filter(pk=order_id).values_list("merged_into_id", flat=True).first()
    rows = PairJudgement.objects.filter(is_same=True)
    for row in rows.filter(first_id=order_id) | rows.filter(second_id=order_id):
        other = row.second_id if row.first_id == order_id else row.first_id
        if other != merged and not every_order().filter(pk=other, merged_into_id=order_id).exists():
            row.delete()


def _merged(number: str, into: str, *, by: Actor, note: str, at: datetime | None) -> Outcome:
    try:
        workorders.check_claim(number, by=by)
        workorders.merge_order(number, into=into, by=by, note=note, at=at)
    except Refusal as refusal:
        return Outcome(number, refusal)
    return Outcome(number)


def _judge(
    one: int, other: int, *, is_same: bool, points: float | None, at: datetime, by: int | None, name: str = ""
) -> PairJudgement:
    row, _ = PairJudgement.objects.update_or_create(
        first_id=min(one, other),
        second_id=max(one, other),
        defaults={"is_same": is_same, "points": points, "at": at, "by_id": by, "by_name": name},
    )
    return row
