"""Leaders' instructions: registered, given to units, answered, looked at again, closed, filed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import clock, events, numbering
from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.core.filetypes import TAKEN_TYPES, kind_of, safe_name
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor
from jiesu.oversight.errors import InstructionNotThere, NotYourInstruction
from jiesu.oversight.events import (
    InstructionAnswered,
    InstructionAssigned,
    InstructionChanged,
    InstructionClosed,
    InstructionSentBack,
)
from jiesu.oversight.instructions import (
    INSTRUCTION_RULES,
    INSTRUCTION_STATE_LABELS,
    INSTRUCTION_VERB_LABELS,
    InstructionState,
    InstructionVerb,
    TaskState,
    state_of,
)
from jiesu.oversight.models import (
    Instruction,
    InstructionFile,
    InstructionLine,
    InstructionTask,
    LookBack,
)
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.selectors import get_order

MAX_BYTES = 20 * 1024 * 1024
MAX_FILES = 20
_LONGEST = 5000


@dataclass(frozen=True, kw_only=True)
class InstructionText:
    """What a leader wrote, and on what."""

    leader: str
    signed_on: date
    title: str
    text: str
    position: str = ""
    source: str = ""
    numbers: tuple[str, ...] = ()


@transaction.atomic
def register_instruction(given: InstructionText, *, by: Actor, at: datetime | None = None) -> Instruction:
    """登记批示: note what a leader wrote, with the orders it is about, if any.

    Raises:
        NotAllowed: the person may not keep instructions.
        NotFound: an order is not there, or not for this person.
        Missing, InvalidInput: a word is missing or too long, or the day lies ahead.
    """
    require(by, Permission.KEEP_INSTRUCTIONS)
    at = at or clock.now()
    today = at.astimezone(SHANGHAI).date()
    if given.signed_on > today:
        raise InvalidInput(
            field="signed_on", reason_zh="批示日期不能晚于今天。", reason_en="The day cannot lie ahead."
        )
    orders = [get_order(number, for_user=by) for number in dict.fromkeys(given.numbers)]
    row = Instruction.objects.create(
        number=numbering.next_number(f"PS{today.year}"),
        leader=clean_text(given.leader, "leader", "批示领导", required=True, limit=60),
        position=clean_text(given.position, "position", "职务", limit=60),
        signed_on=given.signed_on,
        source=clean_text(given.source, "source", "来文", limit=200),
        title=clean_text(given.title, "title", "标题", required=True, limit=200),
        text=clean_text(given.text, "text", "批示内容", required=True, limit=_LONGEST),
        created_at=at,
        created_by_id=by.user_id,
        created_by_name=by.name[:100],
    )
    row.orders.set(orders)
    _note(row, InstructionVerb.REGISTER, by=by, at=at)
    return row


@transaction.atomic
def assign_instruction(
    number: str,
    *,
    units: Sequence[int],
    due_on: date,
    by: Actor,
    wanted: str = "",
    at: datetime | None = None,
) -> Instruction:
    """交办: give it to units, with what they are to do and by which day they answer.

    Raises:
        NotAllowed, NotFound, InstructionNotThere: it may not or cannot be done.
        InvalidInput: no unit was named, one has it already or is unknown, or the day is over.
    """
    row, at = _begin(number, InstructionVerb.ASSIGN, by=by, at=at)
    _check_day(due_on, at=at)
    wanted = clean_text(wanted, "wanted", "交办要求", limit=_LONGEST)
    known = organisations.units_by_id(units)
    has = set(InstructionTask.objects.filter(instruction=row).values_list("unit_id", flat=True))
    if not units or set(units) - set(known) or has & set(units):
        raise InvalidInput(
            field="units",
            reason_zh="请选择还没有交办的单位。",
            reason_en="Choose units that do not have it yet.",
        )
    for unit_id in dict.fromkeys(units):
        task = InstructionTask.objects.create(instruction=row, unit_id=unit_id, wanted=wanted, due_on=due_on)
        _note(row, InstructionVerb.ASSIGN, by=by, at=at, unit=known[unit_id].name, note=wanted)
        _tell(InstructionAssigned, row, task, at=at, words=wanted)
    return _settle(row)


@transaction.atomic
def answer_instruction(task_id: int, *, answer: str, by: Actor, at: datetime | None = None) -> Instruction:
    """反馈批示: what the unit has done.

    Raises:
        NotYourInstruction: it was not given to a unit of this person.
        NotAllowed, NotFound, InstructionNotThere, Missing: it may not or cannot be done.
    """
    task = _task(task_id, by=by)
    row, at = _begin(task.instruction.number, InstructionVerb.ANSWER, by=by, at=at, task=task)
    if not by.reaches(task.unit.path) or by.is_centre:
        raise NotYourInstruction(permission="反馈领导批示")
    task.answer = clean_text(answer, "answer", "反馈", required=True, limit=_LONGEST)
    task.state, task.answered_at, task.answered_by_name = TaskState.ANSWERED.value, at, by.name[:100]
    task.save(update_fields=["answer", "state", "answered_at", "answered_by_name"])
    _note(row, InstructionVerb.ANSWER, by=by, at=at, unit=task.unit.name, note=task.answer)
    _tell(InstructionAnswered, row, task, at=at, words=task.answer)
    return _settle(row)


@transaction.atomic
def accept_instruction_answer(
    task_id: int, *, by: Actor, note: str = "", at: datetime | None = None
) -> Instruction:
    """认可反馈: the unit's answer is enough; when all are, the instruction counts as answered."""
    task = _task(task_id, by=by)
    row, at = _begin(task.instruction.number, InstructionVerb.ACCEPT, by=by, at=at, task=task)
    task.state = TaskState.ACCEPTED.value
    task.save(update_fields=["state"])
    note = clean_text(note, "note", "说明", limit=_LONGEST)
    _note(row, InstructionVerb.ACCEPT, by=by, at=at, unit=task.unit.name, note=note)
    return _settle(row)


@transaction.atomic
def send_instruction_back(
    task_id: int, *, note: str, due_on: date, by: Actor, at: datetime | None = None
) -> Instruction:
    """退回补充: the unit's answer is not enough; it answers again by a day.

    Raises:
        Missing: it is not said why.
        NotAllowed, NotFound, InstructionNotThere, InvalidInput: it may not or cannot be done.
    """
    task = _task(task_id, by=by)
    row, at = _begin(task.instruction.number, InstructionVerb.SEND_BACK, by=by, at=at, task=task)
    _check_day(due_on, at=at)
    note = clean_text(note, "note", "说明", required=True, limit=_LONGEST)
    task.state, task.due_on, task.reminded_on = TaskState.WAITING.value, due_on, None
    task.save(update_fields=["state", "due_on", "reminded_on"])
    _note(row, InstructionVerb.SEND_BACK, by=by, at=at, unit=task.unit.name, note=note)
    _tell(InstructionSentBack, row, task, at=at, words=note)
    return _settle(row)


@transaction.atomic
def extend_instruction(
    task_id: int, *, due_on: date, note: str, by: Actor, at: datetime | None = None
) -> Instruction:
    """调整期限: another day for one unit, with the reason.

    Raises:
        Missing: it is not said why.
        NotAllowed, NotFound, InstructionNotThere, InvalidInput: it may not or cannot be done.
    """
    task = _task(task_id, by=by)
    row, at = _begin(task.instruction.number, InstructionVerb.EXTEND, by=by, at=at, task=task)
    _check_day(due_on, at=at)
    note = clean_text(note, "note", "说明", required=True, limit=_LONGEST)
    told = f"{task.due_on:%Y-%m-%d} → {due_on:%Y-%m-%d}：{note}"
    task.due_on, task.reminded_on = due_on, None
    task.save(update_fields=["due_on", "reminded_on"])
    _note(row, InstructionVerb.EXTEND, by=by, at=at, unit=task.unit.name, note=told)
    _tell(InstructionAssigned, row, task, at=at, words=told)
    return _settle(row)


@transaction.atomic
def plan_look_back(number: str, *, on: date, by: Actor, at: datetime | None = None) -> Instruction:
    """安排回头看: a day on which somebody sees whether the result has held.

    Raises:
        NotAllowed, NotFound, InstructionNotThere: it may not or cannot be done.
        InvalidInput: the day is over, or was planned already.
    """
    row, at = _begin(number, InstructionVerb.PLAN_LOOK_BACK, by=by, at=at)
    _check_day(on, at=at, field="on")
    if LookBack.objects.filter(instruction=row, on=on).exists():
        raise InvalidInput(
            field="on", reason_zh="这一天已经安排了。", reason_en="That day is planned already."
        )
    LookBack.objects.create(instruction=row, on=on)
    _note(row, InstructionVerb.PLAN_LOOK_BACK, by=by, at=at, note=f"{on:%Y-%m-%d}")
    return _settle(row, InstructionState.LOOKING_BACK)


@transaction.atomic
def record_look_back(
    number: str, *, holds: bool, finding: str, by: Actor, at: datetime | None = None
) -> Instruction:
    """记录回头看: what was found on the next planned day; where it has not held, units are to work again.

    Raises:
        NotAllowed, NotFound, InstructionNotThere: it may not or cannot be done.
        Missing: it is not said what was found.
    """
    row, at = _begin(number, InstructionVerb.LOOK_BACK, by=by, at=at)
    planned = LookBack.objects.filter(instruction=row, done_at__isnull=True).order_by("on").first()
    if planned is None:
        raise _not_there(row, InstructionVerb.LOOK_BACK)
    planned.finding = clean_text(finding, "finding", "情况", required=True, limit=_LONGEST)
    planned.holds, planned.done_at, planned.done_by_name = holds, at, by.name[:100]
    planned.save(update_fields=["finding", "holds", "done_at", "done_by_name"])
    said = f"{'未反弹' if holds else '有反弹'}：{planned.finding}"
    _note(row, InstructionVerb.LOOK_BACK, by=by, at=at, note=said)
    return _settle(row, InstructionState.LOOKING_BACK if holds else InstructionState.ANSWERED)


@transaction.atomic
def close_instruction(number: str, *, note: str, by: Actor, at: datetime | None = None) -> Instruction:
    """批示办结: nothing more is to be done; days planned ahead are dropped.

    Raises:
        NotAllowed, NotFound, InstructionNotThere: it may not or cannot be done.
        Missing: it is not said how it ended.
    """
    row, at = _begin(number, InstructionVerb.CLOSE, by=by, at=at)
    note = clean_text(note, "note", "办结说明", required=True, limit=_LONGEST)
    LookBack.objects.filter(instruction=row, done_at__isnull=True).delete()
    row.closed_at = at
    _note(row, InstructionVerb.CLOSE, by=by, at=at, note=note)
    events.publish(InstructionClosed(subject=row.number, occurred_at=at, instruction_id=row.pk, words=note))
    return _settle(row, InstructionState.CLOSED)


@transaction.atomic
def file_instruction(number: str, *, by: Actor, at: datetime | None = None) -> Instruction:
    """批示归档: it is kept as it is."""
    row, at = _begin(number, InstructionVerb.FILE, by=by, at=at)
    row.filed_at = at
    _note(row, InstructionVerb.FILE, by=by, at=at)
    return _settle(row, InstructionState.FILED)


@transaction.atomic
def attach_to_instruction(
    number: str, *, name: str, file: BinaryIO, by: Actor, at: datetime | None = None
) -> InstructionFile:
    """上传批示附件: such as a scan of the leader's handwriting; its type is what its content says.

    Raises:
        NotAllowed, NotFound: it may not be done.
        InvalidInput: it is empty, too large, one too many, or of a kind that is not taken.
    """
    require(by, Permission.KEEP_INSTRUCTIONS)
    row = _locked(number, by=by)
    at, body = at or clock.now(), file.read(MAX_BYTES + 1)
    kind = kind_of(body) if body else None
    full = InstructionFile.objects.filter(instruction=row).count() >= MAX_FILES
    if kind is None or len(body) > MAX_BYTES or full or row.state == InstructionState.FILED:
        raise InvalidInput(
            field="file",
            reason_zh="文件为空、超过 20 MB、类型不接收，或已有 20 个附件，或批示已归档。",
            reason_en="It is empty, above 20 MiB, of no kind that is taken, one too many, or too late.",
        )
    key = default_storage.save(f"{at:%Y/%m/%d}/{uuid.uuid4().hex}.{kind}", ContentFile(body))
    return InstructionFile.objects.create(
        instruction=row,
        key=key,
        name=safe_name(name, kind),
        content_type=TAKEN_TYPES[kind],
        size=len(body),
        uploaded_at=at,
        uploaded_by_name=by.name[:100],
    )


def _begin(
    number: str, verb: InstructionVerb, *, by: Actor, at: datetime | None, task: InstructionTask | None = None
) -> tuple[Instruction, datetime]:
    """Lock the instruction and ask the table."""
    rule = INSTRUCTION_RULES[verb]
    require(by, rule.permission)
    row = _locked(number, by=by)
    if task is not None:
        task.refresh_from_db()
    fits = task is None or task.state in rule.task_sources
    if row.state not in rule.sources or not fits:
        raise _not_there(row, verb)
    return row, at or clock.now()


def _locked(number: str, *, by: Actor) -> Instruction:
    rows = Instruction.objects.visible_to(by).select_for_update(of=("self",))
    row = rows.filter(number=number).first() if number.isprintable() else None
    if row is None:
        raise NotFound(what="批示件 instruction")
    return row


def _task(task_id: int, *, by: Actor) -> InstructionTask:
    seen = Instruction.objects.visible_to(by).values("pk")
    rows = InstructionTask.objects.filter(pk=task_id, instruction__in=seen)
    task = rows.select_related("instruction", "unit").first()
    if task is None:
        raise NotFound(what="批示交办 part of an instruction")
    return task


def _settle(row: Instruction, state: InstructionState | None = None) -> Instruction:
    """Where it stands now, its latest deadline and its next day of looking back."""
    tasks = list(InstructionTask.objects.filter(instruction=row))
    row.state = (state or state_of([TaskState(task.state) for task in tasks])).value
    row.due_on = max((task.due_on for task in tasks), default=None)
    planned = LookBack.objects.filter(instruction=row, done_at__isnull=True).order_by("on").first()
    row.look_back_on = planned.on if planned else None
    row.save(update_fields=["state", "due_on", "look_back_on", "closed_at", "filed_at"])
    return row


def _note(
    row: Instruction, verb: InstructionVerb, *, by: Actor, at: datetime, unit: str = "", note: str = ""
) -> None:
    InstructionLine.objects.create(
        instruction=row,
        at=at,
        verb=verb.value,
        unit_name=unit,
        by_id=by.user_id,
        by_name=by.name[:100],
        note=note,
    )


def _tell(
    kind: type[InstructionChanged], row: Instruction, task: InstructionTask, *, at: datetime, words: str
) -> None:
    events.publish(
        kind(
            subject=row.number,
            occurred_at=at,
            instruction_id=row.pk,
            task_id=task.pk,
            unit_id=task.unit_id,
            due_on=task.due_on,
            words=words,
        )
    )


def _check_day(day: date, *, at: datetime, field: str = "due_on") -> None:
    if day < at.astimezone(SHANGHAI).date():
        raise InvalidInput(field=field, reason_zh="日期已经过去。", reason_en="That day is over.")


def _not_there(row: Instruction, verb: InstructionVerb) -> InstructionNotThere:
    now = INSTRUCTION_STATE_LABELS[InstructionState(row.state)]
    return InstructionNotThere(now=now, verb=INSTRUCTION_VERB_LABELS[verb])
