"""Reads for citizens: their own orders with what is public of the story, and what is published of others'."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from jiesu.catalogue import selectors as catalogue
from jiesu.core.errors import NotFound, Refusal
from jiesu.core.paging import Page, page_of
from jiesu.workorders import finding, voices
from jiesu.workorders.actions.hearing import SPOKEN_BY, position_of
from jiesu.workorders.callbacks import WAIVED
from jiesu.workorders.cleaning import is_number
from jiesu.workorders.masking import masked
from jiesu.workorders.models import TimelineEvent, WorkOrder
from jiesu.workorders.progress import Step, steps
from jiesu.workorders.selectors import answer_for_citizen, main_of
from jiesu.workorders.states import (
    SATISFACTION_LABELS,
    STATE_LABELS,
    VERB_LABELS,
    OrderState,
    Satisfaction,
    Verb,
    Visibility,
)

_TOLD_VERBS = frozenset({Verb.ANNOTATE, Verb.ANSWER_DIRECTLY})
_SHOWN_IN_LIST = 90


@dataclass(frozen=True)
class StoryLine:
    """One public line: when, what, the words meant for the citizen, whether they are the citizen's own."""

    at: datetime
    label: str
    note: str
    own: bool


@dataclass(frozen=True, kw_only=True)
class OwnStory:
    """An order as its citizen sees it.

    Attributes:
        number, title, content, state_label, registered_at: of the order.
        due_at: until when an answer is promised; None when nothing runs.
        unit: the lead unit's name; empty when there is none at present.
        answer: reviewed; empty until then.
        guidance, channel: what was said, and where to go, when the matter is handled elsewhere; a merged
            order tells those of the main one.
        steps, lines: how far it is and what has happened.
        satisfaction: the citizen's judgement of this answer, for people; empty when there is none.
        rating_refused, adding_refused, again_refused: why that cannot be done now; None when it can.
    """

    number: str
    title: str
    content: str
    state_label: str
    registered_at: datetime
    due_at: datetime | None
    unit: str
    answer: str
    guidance: str
    channel: str
    steps: tuple[Step, ...]
    lines: tuple[StoryLine, ...]
    satisfaction: str
    rating_refused: Refusal | None
    adding_refused: Refusal | None
    again_refused: Refusal | None


@dataclass(frozen=True, kw_only=True)
class OwnOrder:
    """One row of a citizen's own orders."""

    number: str
    title: str
    state_label: str
    registered_at: datetime


@dataclass(frozen=True, kw_only=True)
class PublishedCase:
    """A finished order as anybody may read it: without names, numbers and the exact place."""

    number: str
    title: str
    content: str
    answer: str
    nature_label: str
    topic: str
    area_code: str
    unit: str
    registered_at: datetime
    closed_at: datetime | None


def own_story(number: str) -> OwnStory:
    """The order as its citizen sees it; that it is theirs has been proved by whoever asks.

    Raises:
        NotFound: there is no such order.
    """
    rows = WorkOrder.objects.filter(number=number).select_related("merged_into", "lead_unit")
    order = rows.first() if is_number(number) else None
    if order is None:
        raise NotFound(what="工单 order")
    position = position_of(order)
    main = main_of(order)
    code = order.reason_code if main.is_confidential else main.reason_code
    reason = catalogue.reason(code) if code else None
    judged = order.final_satisfaction if order.callback_round not in ("", WAIVED) else ""
    return OwnStory(
        number=order.number,
        title=order.title,
        content=order.content,
        state_label=STATE_LABELS[OrderState(order.state)],
        registered_at=order.registered_at,
        due_at=order.due_at,
        unit=str(order.lead_unit.short_name or order.lead_unit.name) if order.lead_unit else "",
        answer=answer_for_citizen(order),
        guidance=reason.script if reason else "",
        channel=reason.target_channel if reason else "",
        steps=steps(OrderState(order.state), dispatched=order.dispatched_at is not None),
        lines=tuple(_line(line) for line in _public_lines(order)),
        satisfaction=SATISFACTION_LABELS[Satisfaction(judged)] if judged else "",
        rating_refused=voices.rating_refused(position),
        adding_refused=voices.adding_refused(position),
        again_refused=voices.asking_again_refused(position),
    )


def own_orders(phone_hash: str, *, cursor: str | None = None, size: int = 20) -> Page[WorkOrder]:
    """The orders that were told with this telephone, newest first; confidential ones need number and code.

    Who holds a telephone need not be who told it in confidence: a household may share one.
    """
    rows = WorkOrder.objects.filter(citizen__phone_hash=phone_hash, is_confidential=False).exclude(
        state=OrderState.DRAFT.value
    )
    rows = rows.only("number", "title", "state", "registered_at")
    return page_of(rows, by="registered_at", cursor=cursor, size=size)


def is_own(number: str, phone_hash: str) -> bool:
    """Whether the order is among those of :func:`own_orders`."""
    rows = WorkOrder.objects.filter(citizen__phone_hash=phone_hash, is_confidential=False)
    return is_number(number) and rows.filter(number=number).exists()


def has_orders(phone_hash: str) -> bool:
    """Whether :func:`own_orders` has any."""
    return WorkOrder.objects.filter(citizen__phone_hash=phone_hash, is_confidential=False).exists()


def row_of(order: WorkOrder) -> OwnOrder:
    """An order as a row of the citizen's list."""
    return OwnOrder(
        number=order.number,
        title=order.title,
        state_label=STATE_LABELS[OrderState(order.state)],
        registered_at=order.registered_at,
    )


def published_cases(*, words: str = "", cursor: str | None = None, size: int = 10) -> Page[WorkOrder]:
    """One page of what is published, newest first; give each row to :func:`case_of`."""
    return page_of(
        finding.matching(_published(), words), by="registered_at", cursor=cursor, size=min(size, 20)
    )


def published_case(number: str) -> PublishedCase:
    """One published case.

    Raises:
        NotFound: there is none, or it is not for everybody.
    """
    order = _published().filter(number=number).first() if is_number(number) else None
    if order is None:
        raise NotFound(what="工单 order")
    return case_of(order)


def case_of(order: WorkOrder, *, brief: bool = False) -> PublishedCase:
    """A published order without personal data; ``brief`` gives the beginnings only."""
    known = _known(order)
    content, answer = (
        masked(order.content, known=known),
        masked(order.public_answer, known=known, keep_offices=True),
    )
    topic = catalogue.topic_by_code(order.topic_code, order.topic_version_id) if order.topic_code else None
    return PublishedCase(
        number=order.number,
        title=masked(order.title, known=known),
        content=_beginning(content) if brief else content,
        answer=_beginning(answer) if brief else answer,
        nature_label=order.get_nature_display(),
        topic=topic.name if topic else "",
        area_code=order.area_code,
        unit=str(order.lead_unit.short_name or order.lead_unit.name) if order.lead_unit else "",
        registered_at=order.registered_at,
        closed_at=order.closed_at,
    )


def _published() -> QuerySet[WorkOrder]:
    return WorkOrder.objects.published().select_related("citizen", "lead_unit")


def _known(order: WorkOrder) -> tuple[str, ...]:
    person = order.citizen
    return (person.name, person.phone, person.identity, person.email, person.address) if person else ()


def _beginning(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN_IN_LIST else f"{line[:_SHOWN_IN_LIST]}…"


def _public_lines(order: WorkOrder) -> QuerySet[TimelineEvent]:
    return TimelineEvent.objects.filter(order=order, visibility=Visibility.PUBLIC.value).order_by("seq")


def _line(line: TimelineEvent) -> StoryLine:
    own = bool(line.data.get(SPOKEN_BY))
    told = own or line.verb in _TOLD_VERBS
    return StoryLine(line.at, VERB_LABELS[Verb(line.verb)], line.note if told else "", own)
