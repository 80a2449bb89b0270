"""What can be drawn, and who inspects."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Count, Exists, OuterRef

from jiesu.accounts.permissions import Permission
from jiesu.accounts.selectors import roles_in_force
from jiesu.organisations.selectors import centre, posts_at
from jiesu.oversight.inspecting import InspectionState, Subject
from jiesu.oversight.models import Inspection, ReplyHint
from jiesu.oversight.replies.findings import FAIR_FROM
from jiesu.oversight.sampling import Candidate, Risk
from jiesu.telephony.selectors.recordings import recorded_calls
from jiesu.workorders.selectors import orders_numbered, registered_orders
from jiesu.workorders.states import Satisfaction

_UNSATISFIED = (Satisfaction.DISSATISFIED.value, Satisfaction.VERY_DISSATISFIED.value)


def candidates(subject: Subject, *, since: datetime, until: datetime) -> list[Candidate]:
    """Everything of a kind that may be drawn from a span, with what speaks for looking at it.

    What belongs to a confidential order is never drawn: inspectors may not see it.
    """
    if subject is Subject.REPLY:
        return list(_replies(since, until))
    if subject is Subject.ORDER:
        return list(_orders(since, until))
    return list(_recordings(since, until))


def inspectors() -> dict[int, str]:
    """People at the centre who inspect, by key with their names."""
    roles = [
        code for code, role in roles_in_force().items() if Permission.INSPECT_QUALITY in role.permissions
    ]
    posts = posts_at(centre()).filter(role__in=roles)
    return {post.user_id: post.user.name for post in posts}


def waiting_counts() -> dict[int, int]:
    """How many tasks wait for each inspector."""
    rows = Inspection.objects.filter(state=InspectionState.WAITING.value, inspector_id__isnull=False)
    return dict(rows.values_list("inspector_id").annotate(Count("pk")))


def _replies(since: datetime, until: datetime) -> Iterator[Candidate]:
    missed = ReplyHint.objects.filter(
        pk=OuterRef("pk"),
        order__deadlines__state="missed",
        order__deadlines__kind__in=("handle", "rework"),
    )
    shown = ReplyHint.objects.filter(order__is_confidential=False)
    rows = shown.filter(noted_at__gte=since, noted_at__lt=until).values_list(
        "reply_id",
        "person_id",
        "unit_id",
        "order_id",
        "is_perfunctory",
        "score",
        "order__first_satisfaction",
        "order__rework_count",
        Exists(missed),
    )
    for reply, person, unit, order, empty, score, said, reworks, overdue in rows.iterator():
        risks = _risks(said, reworks, overdue=overdue)
        if empty:
            risks.add(Risk.PERFUNCTORY)
        elif score < FAIR_FROM:
            risks.add(Risk.WEAK)
        yield Candidate(key=reply, person=person, unit=unit, order=order, risks=frozenset(risks))


def _orders(since: datetime, until: datetime) -> Iterator[Candidate]:
    for row in registered_orders(since=since, until=until):
        risks = _risks(row.first_satisfaction, row.rework_count, overdue=row.is_overdue)
        yield Candidate(key=row.pk, person=row.registered_by_id, order=row.pk, risks=frozenset(risks))


def _recordings(since: datetime, until: datetime) -> Iterator[Candidate]:
    calls = recorded_calls(since=since, until=until)
    orders = orders_numbered([call.order_number for call in calls if call.order_number])
    for call in calls:
        order = orders.get(call.order_number)
        if call.order_number and order is None:
            continue
        yield Candidate(key=call.recording_id, person=call.user_id, order=order)


def _risks(satisfaction: str, reworks: int, *, overdue: bool) -> set[Risk]:
    found = {Risk.UNSATISFIED} if satisfaction in _UNSATISFIED else set()
    if reworks:
        found.add(Risk.REWORKED)
    if overdue:
        found.add(Risk.OVERDUE)
    return found
