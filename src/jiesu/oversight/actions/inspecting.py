"""Scoring a task of inspection, appealing against the score, deciding the appeal."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock, events
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions.coaching import count_deductions, take_back_deductions
from jiesu.oversight.errors import AlreadyScored, AppealDecided, AppealTooLate, NotYourInspection, OwnScore
from jiesu.oversight.events import InspectionEvent, InspectionScored, ScoreAppealDecided, ScoreAppealed
from jiesu.oversight.inspecting import (
    APPEAL_WITHIN,
    AppealState,
    InspectionState,
    Mark,
    Outcome,
    outcome_of,
)
from jiesu.oversight.models import Inspection, InspectionMark, ScoreAppeal, ScoreItem
from jiesu.workorders.cleaning import clean_text

LONGEST_NOTE = 2000


@transaction.atomic
def score_inspection(
    key: int, *, marks: Mapping[str, Mark], by: Actor, note: str = "", at: datetime | None = None
) -> Inspection:
    """评分: what was taken off for which item, and why; told to the person scored, unless it is a second one.

    Args:
        key: the task.
        marks: by the item's code; items that are not named lost nothing.
        by: the inspector that it was given to.
        note: what else the person scored should read.
        at: when; now if not given.

    Raises:
        NotYourInspection: it was given to somebody else.
        AlreadyScored: it has its score.
        InvalidInput: more was taken off than an item has, or nothing was said why.
    """
    require(by, Permission.INSPECT_QUALITY)
    row = _locked(key)
    if row.inspector_id != by.user_id:
        raise NotYourInspection
    if not row.is_open:
        raise AlreadyScored
    note = clean_text(note, "note", "评语", limit=LONGEST_NOTE)
    at = at or clock.now()
    _write(row, marks)
    row.state, row.note, row.scored_at = InspectionState.SCORED.value, note, at
    row.save(update_fields=["state", "score", "is_fatal", "is_passed", "note", "scored_at"])
    if not row.is_second:
        count_deductions(row, at=at)
        _announce(InspectionScored, row, at)
    return row


@transaction.atomic
def take_inspection(key: int, *, by: Actor) -> Inspection:
    """认领: an inspector takes a task that was given to nobody.

    Raises:
        NotAllowed: the person does not inspect.
        NotYourInspection: it was given to somebody, or it is about the person's own work.
    """
    require(by, Permission.INSPECT_QUALITY)
    row = _locked(key)
    if row.inspector_id is not None or not row.is_open or row.person_id == by.user_id:
        raise NotYourInspection
    row.inspector_id, row.inspector_name = by.user_id, by.name
    row.save(update_fields=["inspector_id", "inspector_name"])
    return row


@transaction.atomic
def appeal_score(key: int, *, reason: str, by: Actor, at: datetime | None = None) -> ScoreAppeal:
    """申诉: the person scored says why the score is wrong; once, within seven days.

    Raises:
        NotAllowed: the person may not appeal.
        NotFound: it is not their own score.
        AppealDecided: they have appealed already.
        AppealTooLate: more than seven days have gone by.
    """
    require(by, Permission.APPEAL_SCORE)
    row = _locked(key)
    if row.person_id != by.user_id or row.is_second or row.scored_at is None:
        raise NotFound(what="质检结果 inspection")
    if row.state != InspectionState.SCORED:
        raise AppealDecided
    at = at or clock.now()
    if at > row.scored_at + APPEAL_WITHIN:
        raise AppealTooLate
    reason = clean_text(reason, "reason", "申诉理由", required=True, limit=LONGEST_NOTE)
    appeal = ScoreAppeal.objects.create(
        inspection=row, reason=reason, asked_at=at, score_before=row.score or 0
    )
    row.state = InspectionState.APPEALED.value
    row.save(update_fields=["state"])
    _announce(ScoreAppealed, row, at)
    return appeal


@transaction.atomic
def decide_score_appeal(
    key: int,
    *,
    decision: str,
    by: Actor,
    marks: Mapping[str, Mark] | None = None,
    at: datetime | None = None,
) -> ScoreAppeal:
    """裁定: somebody who neither scored nor was scored keeps the score, or writes the marks anew.

    Args:
        key: the inspection.
        decision: the reason, for the person scored.
        by: who decides.
        marks: all marks as they ought to be; None keeps them.
        at: when; now if not given.

    Raises:
        NotAllowed: the person may not decide appeals.
        OwnScore: it is their own score, or they gave it.
        AppealDecided: there is no appeal that waits.
    """
    require(by, Permission.DECIDE_SCORE_APPEAL)
    row = _locked(key)
    if by.user_id in {row.person_id, row.inspector_id}:
        raise OwnScore
    if row.state != InspectionState.APPEALED:
        raise AppealDecided
    decision = clean_text(decision, "decision", "裁定意见", required=True, limit=LONGEST_NOTE)
    at = at or clock.now()
    appeal = ScoreAppeal.objects.select_for_update().get(inspection=row)
    appeal.state = (AppealState.REFUSED if marks is None else AppealState.UPHELD).value
    appeal.decision, appeal.decided_at = decision, at
    appeal.decided_by_id, appeal.decided_by_name = by.user_id, by.name
    appeal.save()
    if marks is not None:
        row.marks.all().delete()
        _write(row, marks)
        take_back_deductions(row, at=at)
    row.state = InspectionState.SETTLED.value
    row.save(update_fields=["state", "score", "is_fatal", "is_passed"])
    _announce(ScoreAppealDecided, row, at, upheld=marks is not None)
    return appeal


def _locked(key: int) -> Inspection:
    row = (
        Inspection.objects.select_for_update(of=("self",))
        .select_related("form", "order")
        .filter(pk=key)
        .first()
    )
    if row is None:
        raise NotFound(what="质检任务 inspection")
    return row


def _write(row: Inspection, marks: Mapping[str, Mark]) -> Outcome:
    """The marks, and what they come to."""
    items = list(ScoreItem.objects.filter(form_id=row.form_id).order_by("position"))
    outcome = outcome_of([item.rule for item in items], marks, pass_mark=row.form.pass_mark)
    InspectionMark.objects.bulk_create(
        InspectionMark(
            inspection=row,
            item=item,
            lost=marks[item.code].lost,
            comment=marks[item.code].comment.strip()[:500],
        )
        for item in items
        if item.code in marks and marks[item.code].lost
    )
    row.score, row.is_fatal, row.is_passed = outcome.score, outcome.is_fatal, outcome.is_passed
    return outcome


def _announce(kind: type[InspectionEvent], row: Inspection, at: datetime, **more: bool) -> None:
    """Publish one of the events about an inspection."""
    events.publish(
        kind(
            subject=row.order.number if row.order else f"inspection:{row.pk}",
            occurred_at=at,
            inspection_id=row.pk,
            order_id=row.order_id,
            person_id=row.person_id,
            inspector_id=row.inspector_id,
            unit_id=row.unit_id,
            score=row.score or 0,
            passed=bool(row.is_passed),
            **more,
        )
    )
