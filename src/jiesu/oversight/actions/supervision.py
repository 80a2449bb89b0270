"""Supervision orders: issued, answered, accepted or sent back, withdrawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.calendar import TimeLimit, due_at
from jiesu.core import clock, events, numbering
from jiesu.core.errors import NotFound
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions.watching import watch_answers
from jiesu.oversight.errors import NoUnitToSupervise, SupervisionNotThere
from jiesu.oversight.events import (
    SupervisionAnswered,
    SupervisionChanged,
    SupervisionEnded,
    SupervisionIssued,
    SupervisionSentBack,
)
from jiesu.oversight.ladders import Level
from jiesu.oversight.models import EscalationStep, Supervision, SupervisionLine
from jiesu.oversight.supervision import (
    FEEDBACK,
    SUPERVISION_RULES,
    SUPERVISION_STATE_LABELS,
    Colour,
    SupervisionState,
    SupervisionVerb,
)
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.selectors import get_order

REQUIREMENT = "请立即查明情况，依法依规办理，并在反馈期限内书面反馈办理结果和原因。"
_BY_VERB = {
    SupervisionVerb.ANSWER: SupervisionAnswered,
    SupervisionVerb.ACCEPT: SupervisionEnded,
    SupervisionVerb.SEND_BACK: SupervisionSentBack,
    SupervisionVerb.WITHDRAW: SupervisionEnded,
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A supervision order that is to be issued.

    Attributes:
        order_id, number, calendar_id: its order.
        unit_id: the unit that is to answer.
        colour, level, reason, requirement: as on the paper.
        feedback: how long the unit has; the colour's own when None.
        step: the step of the ladder that issues it, or None.
    """

    order_id: int
    number: str
    calendar_id: int
    unit_id: int
    colour: Colour
    level: Level
    reason: str
    requirement: str = REQUIREMENT
    feedback: TimeLimit | None = None
    step: EscalationStep | None = None


@transaction.atomic
def issue_supervision(
    number: str,
    *,
    colour: Colour,
    reason: str,
    by: Actor,
    requirement: str = "",
    unit_id: int | None = None,
    level: Level = Level.UNIT_LEADER,
    feedback: TimeLimit | None = None,
    at: datetime | None = None,
) -> Supervision:
    """签发督办单: the lead unit, or another one that is named, is to answer by a moment in working time.

    Raises:
        NotFound: no such order for this person, or no such unit.
        NotAllowed: the person may not supervise.
        NoUnitToSupervise: the order is with no unit and none was named.
    """
    require(by, Permission.SUPERVISE_ORDER)
    order = get_order(number, for_user=by)
    if unit_id is not None:
        organisations.unit_by_id(unit_id)
    unit_id = unit_id or order.lead_unit_id
    if unit_id is None:
        raise NoUnitToSupervise(field="unit_id")
    draft = Draft(
        order_id=order.pk,
        number=order.number,
        calendar_id=order.calendar_id,
        unit_id=unit_id,
        colour=colour,
        level=level,
        reason=clean_text(reason, "reason", "督办原因", required=True),
        requirement=clean_text(requirement, "requirement", "督办要求") or REQUIREMENT,
        feedback=feedback,
    )
    return issue_all([draft], by=by, at=at or clock.now())[0]


def issue_all(drafts: Sequence[Draft], *, by: Actor, at: datetime) -> list[Supervision]:
    """Issue supervision orders inside the running transaction, a fixed number of statements for all."""
    if not drafts:
        return []
    series = f"DB{at.astimezone(clock.SHANGHAI):%Y%m%d}"
    numbers = numbering.next_numbers(series, count=len(drafts))
    rows = Supervision.objects.bulk_create(
        _row(draft, number, by, at) for draft, number in zip(drafts, numbers, strict=True)
    )
    SupervisionLine.objects.bulk_create(_line(row, SupervisionVerb.ISSUE, by, at, row.reason) for row in rows)
    watch_answers([(row, draft.calendar_id) for row, draft in zip(rows, drafts, strict=True)])
    subjects = {draft.order_id: draft.number for draft in drafts}
    events.publish(*(_event(SupervisionIssued, row, subjects[row.order_id], at) for row in rows))
    return rows


def answer_supervision(number: str, *, answer: str, by: Actor, at: datetime | None = None) -> Supervision:
    """反馈督办: what the unit found and did; whether it was in time is kept.

    Raises:
        NotFound: none of this number for this person.
        NotAllowed: the person may not answer, or belongs to another unit.
        SupervisionNotThere: it waits for no answer.
    """
    return _turn(number, SupervisionVerb.ANSWER, note=answer, by=by, at=at)


def accept_supervision(number: str, *, by: Actor, note: str = "", at: datetime | None = None) -> Supervision:
    """同意销号: the answer is enough; the supervision order is closed."""
    return _turn(number, SupervisionVerb.ACCEPT, note=note, by=by, at=at)


def send_supervision_back(number: str, *, reason: str, by: Actor, at: datetime | None = None) -> Supervision:
    """退回补充: the unit has to answer again, within the colour's time from now."""
    return _turn(number, SupervisionVerb.SEND_BACK, note=reason, by=by, at=at)


def withdraw_supervision(number: str, *, reason: str, by: Actor, at: datetime | None = None) -> Supervision:
    """撤销督办: it was issued by mistake, or nothing is left to answer."""
    return _turn(number, SupervisionVerb.WITHDRAW, note=reason, by=by, at=at)


@transaction.atomic
def _turn(number: str, verb: SupervisionVerb, *, note: str, by: Actor, at: datetime | None) -> Supervision:
    at = at or clock.now()
    rule = SUPERVISION_RULES[verb]
    require(by, rule.permission)
    rows = Supervision.objects.visible_to(by).select_related("order", "unit")
    row = rows.select_for_update(of=("self",)).filter(number=number).first()
    if row is None or (verb is SupervisionVerb.ANSWER and not by.reaches(row.unit.path)):
        raise NotFound(what="督办单 supervision order")
    if SupervisionState(row.state) not in rule.sources:
        raise SupervisionNotThere(now=SUPERVISION_STATE_LABELS[SupervisionState(row.state)])
    note = clean_text(note, "note", "说明", required=rule.needs_words)
    row.state = rule.target.value
    _note(row, verb, note, at)
    row.save()
    SupervisionLine.objects.bulk_create([_line(row, verb, by, at, note)])
    events.publish(_event(_BY_VERB[verb], row, row.order.number, at))
    return row


def _note(row: Supervision, verb: SupervisionVerb, note: str, at: datetime) -> None:  # noqa: PLR0917
    """What a verb leaves on the row besides its state."""
    match verb:
        case SupervisionVerb.ANSWER:
            row.answer, row.answered_at = note, at
            row.answered_late = row.answered_late or at > row.feedback_due
        case SupervisionVerb.SEND_BACK:
            row.sent_back_count += 1
            row.feedback_due = due_at(
                catalogue.calendar_of(row.order.calendar_id), at, FEEDBACK[Colour(row.colour)]
            )
            watch_answers([(row, row.order.calendar_id)])
        case _:
            row.closed_at = at


def _row(draft: Draft, number: str, by: Actor, at: datetime) -> Supervision:  # noqa: PLR0917
    limit = draft.feedback or FEEDBACK[draft.colour]
    return Supervision(
        number=number,
        order_id=draft.order_id,
        unit_id=draft.unit_id,
        colour=draft.colour.value,
        level=draft.level.value,
        step=draft.step,
        reason=draft.reason,
        requirement=draft.requirement,
        issued_at=at,
        issued_by_id=by.user_id,
        issued_by_name=by.name,
        feedback_due=due_at(catalogue.calendar_of(draft.calendar_id), at, limit),
    )


def _line(  # noqa: PLR0917
    row: Supervision, verb: SupervisionVerb, by: Actor, at: datetime, note: str
) -> SupervisionLine:
    return SupervisionLine(
        supervision=row, verb=verb.value, at=at, by_id=by.user_id, by_name=by.name, note=note
    )


def _event(  # noqa: PLR0917
    kind: type[SupervisionChanged], row: Supervision, subject: str, at: datetime
) -> SupervisionChanged:
    return kind(
        subject=subject,
        occurred_at=at,
        order_id=row.order_id,
        supervision_id=row.pk,
        unit_id=row.unit_id,
        number=row.number,
        colour=row.colour,
        level=row.level,
        feedback_due=row.feedback_due,
    )
