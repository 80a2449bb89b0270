"""What was answered: for the knowledge base to learn from, and to measure how much is settled at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from jiesu.catalogue.natures import Channel, Nature
from jiesu.workorders.models import TimelineEvent, WorkOrder
from jiesu.workorders.states import OrderState, Verb

_ANSWERED = (OrderState.DIRECT_ANSWERED, OrderState.CLOSED, OrderState.ARCHIVED)
_AT_ONCE = (OrderState.DIRECT_ANSWERED, OrderState.ARCHIVED)
_NO_APPEAL = (OrderState.DRAFT, OrderState.INVALID)


@dataclass(frozen=True)
class DirectAnswers:
    """Of the appeals of a period, those settled in the first contact.

    Attributes:
        part: answered directly.
        whole: all appeals of the public: no drafts, nothing invalid, nothing that collectors reported.
        cited: of those answered directly, those whose answer cites an article.
    """

    part: int
    whole: int
    cited: int


def answered_orders(*, since: datetime, most: int = 3000) -> list[WorkOrder]:
    """The newest questions and requests with an answer since a moment, with citizen; nothing confidential.

    Complaints and reports are about one event, which is no matter for an article.
    """
    rows = WorkOrder.objects.filter(
        state__in=[state.value for state in _ANSWERED],
        nature__in=[Nature.CONSULTATION.value, Nature.HELP.value],
        registered_at__gte=since,
        is_confidential=False,
    )
    rows = rows.exclude(public_answer="")
    return list(rows.select_related("citizen").order_by("-registered_at", "-pk")[:most])


def direct_answers(*, since: datetime, until: datetime) -> DirectAnswers:
    """直接答复率 of the orders registered in a period.

    Source: 直接答复数 / 社会公众诉求数, without 采集上报 (45868 / 108088 = 42.44 %). An order that was
    taken up again after its direct answer does not count as answered directly.
    """
    rows = _appeals(since, until)
    states = [state.value for state in _AT_ONCE]
    direct = Q(state__in=states, dispatched_at__isnull=True, reason_code="") & ~Q(public_answer="")
    lines = TimelineEvent.objects.filter(order=OuterRef("pk"), verb=Verb.ANSWER_DIRECTLY.value)
    cites = Exists(lines.filter(data__has_key="citations"))
    told = rows.aggregate(
        part=Count("pk", filter=direct), whole=Count("pk"), cited=Count("pk", filter=direct & Q(cites))
    )
    return DirectAnswers(told["part"], told["whole"], told["cited"])


def appeals_by_topic(codes: Iterable[str], *, since: datetime, until: datetime) -> dict[str, int]:
    """How many appeals of a period are about each of these topics; topics without one are left out."""
    rows = _appeals(since, until).filter(topic_code__in=list(codes))
    return dict(rows.values_list("topic_code").annotate(n=Count("pk")).order_by())


def _appeals(since: datetime, until: datetime) -> QuerySet[WorkOrder]:
    rows = WorkOrder.objects.filter(registered_at__gte=since, registered_at__lt=until)
    return rows.exclude(state__in=[state.value for state in _NO_APPEAL]).exclude(
        channel=Channel.COLLECTOR.value
    )
