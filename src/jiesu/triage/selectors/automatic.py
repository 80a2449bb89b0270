"""Which topics may go alone, and what would have come of it: measured on orders that came to their end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from jiesu.catalogue import selectors as catalogue
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.triage.fares import Share
from jiesu.triage.models import AutomaticTopic, Suggestion
from jiesu.triage.selectors.quality import MOST
from jiesu.triage.selectors.sight import require_sight

TRIED_AT = 0.9
"""Where a topic has no confidence yet, it is shown what this one would do."""

_TOP = 2


@dataclass(frozen=True, kw_only=True)
class TopicOutlook:
    """A topic, its confidence, and how orders of the past would have fared with it.

    Attributes:
        code, name: of the topic.
        threshold: the confidence that is set; None: never without a person.
        tried_at: the confidence that ``alone`` and ``right`` are told for.
        alone: orders of the topic, as suggested, that topic and unit were sure enough of; of all such orders.
        right: of those, orders that in the end had this topic and this unit.
    """

    code: str
    name: str
    threshold: float | None
    tried_at: float
    alone: Share
    right: Share


@dataclass(frozen=True)
class _Past:
    topic: str
    chance: float
    is_right: bool


def automatic_outlook(*, for_user: Actor, days: int = 90, at: datetime | None = None) -> list[TopicOutlook]:
    """All topics of the first level, and the finer ones that have a confidence of their own.

    Raises:
        NotAllowed: the person may neither configure triage nor see all orders.
    """
    require_sight(for_user)
    thresholds = dict(AutomaticTopic.objects.values_list("topic_code", "threshold"))
    nodes = catalogue.topics_of()
    codes = {code for code in nodes if len(code) == _TOP} | set(thresholds)
    past = list(_past((at or clock.now()) - timedelta(days=days)))
    return [
        _outlook(
            code,
            name=nodes[code].full_name if code in nodes else code,
            past=past,
            set_to=thresholds.get(code),
        )
        for code in sorted(codes)
    ]


def _outlook(code: str, *, name: str, past: Sequence[_Past], set_to: float | None) -> TopicOutlook:
    tried_at = set_to if set_to is not None else TRIED_AT
    own = [one for one in past if one.topic.startswith(code)]
    alone = [one for one in own if one.chance >= tried_at]
    return TopicOutlook(
        code=code,
        name=name,
        threshold=set_to,
        tried_at=tried_at,
        alone=Share(len(alone), len(own)),
        right=Share(sum(one.is_right for one in alone), len(alone)),
    )


def _past(since: datetime) -> Iterable[_Past]:
    rows = Suggestion.objects.filter(settled_at__gte=since, chosen_unit__isnull=False).exclude(topic_code="")
    told = rows.order_by("-settled_at").values_list(
        "topic_code", "topic_chance", "unit_chance", "unit_id", "chosen_topic", "chosen_unit_id"
    )
    for topic, sure, unit_sure, unit, chosen, chosen_unit in told[:MOST]:
        yield _Past(topic, min(sure, unit_sure), chosen.startswith(topic) and unit == chosen_unit)
