"""Hints on replies: judged when a reply was approved and sent, stored once, a perfunctory one announced."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction

from jiesu.core import events
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import SYSTEM
from jiesu.oversight.events import PerfunctoryReplyFound
from jiesu.oversight.models import ReplyHint
from jiesu.oversight.replies.judging import RULES_VERSION
from jiesu.oversight.selectors.hints import judged
from jiesu.workorders import records
from jiesu.workorders.selectors import get_order

if TYPE_CHECKING:
    from jiesu.workorders.models import Reply, WorkOrder


@transaction.atomic
def note_reply_hints(number: str, *, at: datetime | None = None) -> list[ReplyHint]:
    """质量提示: judge the replies of an order that were meant for the citizen and are not judged yet.

    Safe to run twice: each reply is judged once. A perfunctory one is announced in the same transaction.

    Args:
        number: the order's number.
        at: when the reply was sent; the moment at which it was written if not given.
    """
    try:
        order = get_order(number, for_user=SYSTEM)
    except NotFound:
        return []
    replies = [reply for reply in reversed(records.replies_of(order)) if reply.public_answer]
    known = set(ReplyHint.objects.filter(order=order).values_list("reply_id", flat=True))
    noted = [
        _note(order, reply, earlier=replies[:place], at=at or reply.created_at)
        for place, reply in enumerate(replies)
        if reply.pk not in known
    ]
    return [hint for hint in noted if hint is not None]


def _note(
    order: "WorkOrder", reply: "Reply", *, earlier: Sequence["Reply"], at: datetime
) -> ReplyHint | None:
    judgement = judged(order, reply.public_answer, earlier=earlier, at=reply.created_at)
    hint, is_new = ReplyHint.objects.get_or_create(
        reply=reply,
        defaults={
            "order": order,
            "unit_id": reply.assignment.unit_id,
            "person_id": reply.created_by_id,
            "person_name": reply.created_by_name,
            "score": judgement.score,
            "is_perfunctory": judgement.is_perfunctory,
            "findings": [[finding.kind.value, *finding.words] for finding in judgement.findings],
            "rules": RULES_VERSION,
            "noted_at": at,
        },
    )
    if is_new and hint.is_perfunctory:
        events.publish(
            PerfunctoryReplyFound(
                subject=order.number,
                occurred_at=at,
                order_id=order.pk,
                reply_id=reply.pk,
                unit_id=hint.unit_id,
                score=hint.score,
                words=judgement.findings[0].words,
            )
        )
    return hint if is_new else None
