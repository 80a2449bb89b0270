"""Reading the audit log: by person, thing, kind and span, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from jiesu.core.clock import SHANGHAI
from jiesu.core.models import AuditEntry


@dataclass(frozen=True, kw_only=True)
class AuditFilter:
    """What is asked of the log; empty fields ask nothing.

    Attributes:
        person: part of a name, or the number of an account.
        subject: the thing, such as an order's number, whole.
        actions: the names of actions; one that ends in a dot stands for all that begin so.
        since, until: days of Shanghai, both included.
    """

    person: str = ""
    subject: str = ""
    actions: Sequence[str] = ()
    since: date | None = None
    until: date | None = None


def audit_entries(asked: AuditFilter) -> QuerySet[AuditEntry]:
    """The lines of the log that are asked for, to be paged by moment."""
    entries = AuditEntry.objects.filter(_by(asked.person), _among(asked.actions))
    if asked.subject:
        entries = entries.filter(subject__in=[asked.subject, f"user:{asked.subject}"])
    if asked.since:
        entries = entries.filter(at__gte=_midnight(asked.since))
    if asked.until:
        entries = entries.filter(at__lt=_midnight(asked.until + timedelta(days=1)))
    return entries


def _by(person: str) -> Q:
    if not person:
        return Q()
    is_key = person.isdecimal() and len(person) < 19
    return Q(actor_name__icontains=person) | (Q(actor_id=int(person)) if is_key else Q())


def _among(actions: Sequence[str]) -> Q:
    if not actions:
        return Q()
    among = Q(action__in=[name for name in actions if not name.endswith(".")])
    for name in actions:
        if name.endswith("."):
            among |= Q(action__startswith=name)
    return among


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=SHANGHAI)
