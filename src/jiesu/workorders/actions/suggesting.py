"""Suggesting articles that would have answered orders which were answered alike."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from jiesu.core import clock
from jiesu.knowledge.actions import suggest_article
from jiesu.knowledge.grouping import groups_of
from jiesu.knowledge.selectors import cited_among, is_answered
from jiesu.knowledge.suggesting import Proposal
from jiesu.workorders.answers import answered_orders
from jiesu.workorders.masking import masked
from jiesu.workorders.models import WorkOrder

LOOKED_BACK = timedelta(days=90)
MOST_ASKINGS = 5
MOST_GROUPS = 50


def suggest_articles(*, at: datetime | None = None) -> int:
    """编写建议: orders answered alike, without an article that answers them, suggest one; how many groups.

    What is suggested holds no personal data: it is taken out of titles and answers before they leave here.
    Orders that cite an article are left out. Safe to run twice.
    """
    at = at or clock.now()
    orders = answered_orders(since=at - LOOKED_BACK)
    cited = cited_among([order.number for order in orders])
    orders = [order for order in orders if order.number not in cited]
    groups = groups_of(
        [f"{order.title} {order.content[:200]}" for order in orders],
        [order.public_answer for order in orders],
    )
    proposals = [_proposal([orders[place] for place in group]) for group in groups[:MOST_GROUPS]]
    made = [proposal for proposal in proposals if not is_answered(proposal.question)]
    for proposal in made:
        suggest_article(proposal, at=at)
    return len(made)


def _proposal(orders: Sequence[WorkOrder]) -> Proposal:
    """What a group would say as an article; the first is its middle."""
    titles = list(dict.fromkeys(_without_person(order, order.title) for order in orders))
    topics = Counter(order.topic_code for order in orders if order.topic_code)
    owners = Counter(order.lead_unit_id for order in orders if order.lead_unit_id)
    return Proposal(
        question=titles[0],
        askings=tuple(titles[1 : 1 + MOST_ASKINGS]),
        answer=_without_person(orders[0], orders[0].public_answer, offices=True),
        topic_code=topics.most_common(1)[0][0] if topics else "",
        owner_id=owners.most_common(1)[0][0] if owners else None,
        orders=tuple(sorted(order.number for order in orders)),
    )


def _without_person(order: WorkOrder, text: str, *, offices: bool = False) -> str:
    person = order.citizen
    known = (person.name, person.phone) if person else ()
    return masked(text, known=known, keep_offices=offices)
