"""Saying in time that a leader's instruction is due, overdue, or to be looked at again."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from jiesu.core import clock, events
from jiesu.core.clock import SHANGHAI
from jiesu.oversight.events import InstructionDue, InstructionOverdue, LookBackDue
from jiesu.oversight.instructions import TaskState
from jiesu.oversight.models import InstructionTask, LookBack

BEFORE = timedelta(days=3)
"""How long before its day a unit is reminded."""


@transaction.atomic
def remind_of_instructions(*, at: datetime | None = None) -> int:
    """提醒批示: once before the day, once when it is over, once on a day of looking back; how many.

    Safe to run twice: what was said for a day is noted on the row that it is about.
    """
    at = at or clock.now()
    today = at.astimezone(SHANGHAI).date()
    return _remind_units(today, at) + _remind_keepers(today, at)


def _remind_units(today: date, at: datetime) -> int:
    rows = InstructionTask.objects.select_for_update(of=("self",)).select_related("instruction")
    rows = rows.filter(state=TaskState.WAITING.value, due_on__lte=today + BEFORE)
    unsaid = Q(reminded_on__isnull=True) | Q(due_on__lt=today, reminded_on__lte=F("due_on"))
    tasks = list(rows.filter(unsaid))
    for task in tasks:
        kind = InstructionOverdue if task.due_on < today else InstructionDue
        events.publish(
            kind(
                subject=task.instruction.number,
                occurred_at=at,
                instruction_id=task.instruction_id,
                task_id=task.pk,
                unit_id=task.unit_id,
                due_on=task.due_on,
            )
        )
        task.reminded_on = today
    InstructionTask.objects.bulk_update(tasks, ["reminded_on"])
    return len(tasks)


def _remind_keepers(today: date, at: datetime) -> int:
    rows = LookBack.objects.select_for_update(of=("self",)).select_related("instruction")
    due = list(rows.filter(done_at__isnull=True, reminded_on__isnull=True, on__lte=today))
    for row in due:
        events.publish(
            LookBackDue(
                subject=row.instruction.number,
                occurred_at=at,
                instruction_id=row.instruction_id,
                due_on=row.on,
            )
        )
        row.reminded_on = today
    LookBack.objects.bulk_update(due, ["reminded_on"])
    return len(due)
