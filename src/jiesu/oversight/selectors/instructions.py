"""Reading leaders' instructions."""

from dataclasses import dataclass
from datetime import date
from typing import IO, TYPE_CHECKING, Any

from django.core.files.storage import default_storage
from django.db.models import Count, Prefetch, Q, QuerySet

from jiesu.accounts.permissions import Permission
from jiesu.core import clock
from jiesu.core.clock import SHANGHAI
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.oversight.instructions import INSTRUCTION_RULES, InstructionState, InstructionVerb, TaskState
from jiesu.oversight.models import Instruction, InstructionFile, InstructionTask

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


@dataclass(frozen=True, kw_only=True)
class InstructionFilter:
    """What the list is narrowed by; what is empty narrows nothing.

    ``late`` are those with a unit whose day is over; ``look_back`` those whose day of looking back has come.
    """

    state: str = ""
    words: str = ""
    late: bool = False
    look_back: bool = False


@dataclass(frozen=True)
class InstructionCounts:
    """How many stand in each state, how many are late, how many are to be looked at again."""

    states: dict[str, int]
    late: int
    look_back: int


def instructions(
    filters: InstructionFilter, *, for_user: Actor, on: date | None = None
) -> QuerySet[Instruction]:
    """The instructions that a person may know of, to be paged by ``created_at``."""
    rows = Instruction.objects.visible_to(for_user).prefetch_related(
        Prefetch("tasks", InstructionTask.objects.select_related("unit").order_by("pk"))
    )
    if filters.state:
        rows = rows.filter(state=filters.state)
    if filters.words and filters.words.isprintable():
        words = filters.words
        rows = rows.filter(Q(title__icontains=words) | Q(leader__icontains=words) | Q(number__iexact=words))
    day = on or _today()
    if filters.late:
        rows = rows.filter(pk__in=_late(day))
    return rows.filter(look_back_on__lte=day) if filters.look_back else rows


def instruction_counts(*, for_user: Actor, on: date | None = None) -> InstructionCounts:
    """The figures above the list."""
    rows = Instruction.objects.visible_to(for_user)
    day = on or _today()
    states = dict(rows.values_list("state").annotate(n=Count("pk")).order_by())
    late = rows.filter(pk__in=_late(day)).count()
    return InstructionCounts(states, late, rows.filter(look_back_on__lte=day).count())


def get_instruction(number: str, *, for_user: Actor) -> Instruction:
    """One instruction with its units' parts, files, days and lines.

    Raises:
        NotFound: there is none, or it is not for this person.
    """
    rows = Instruction.objects.visible_to(for_user).prefetch_related(
        Prefetch("tasks", InstructionTask.objects.select_related("unit").order_by("pk")),
        "look_backs",
        "files",
        "lines",
    )
    row = rows.filter(number=number).first() if number.isprintable() else None
    if row is None:
        raise NotFound(what="批示件 instruction")
    return row


def orders_of_instruction(row: Instruction, *, for_user: Actor) -> "list[WorkOrder]":
    """The orders that an instruction is about, those that this person may know of."""
    return list(row.orders.visible_to(for_user).order_by("number"))


def instructions_of_order(order: "WorkOrder", *, for_user: Actor) -> list[Instruction]:
    """The instructions about an order that a person may know of."""
    return list(Instruction.objects.visible_to(for_user).filter(orders=order.pk).order_by("-created_at"))


def verbs_of(row: Instruction, *, for_user: Actor) -> frozenset[InstructionVerb]:
    """What a person may do with an instruction as it stands, its units' parts apart."""
    return frozenset(
        verb
        for verb, rule in INSTRUCTION_RULES.items()
        if not rule.task_sources and row.state in rule.sources and for_user.may(rule.permission)
    )


def task_verbs_of(row: Instruction, task: InstructionTask, *, for_user: Actor) -> frozenset[InstructionVerb]:
    """What a person may do with one unit's part."""
    own = for_user.reaches(task.unit.path) and not for_user.is_centre
    return frozenset(
        verb
        for verb, rule in INSTRUCTION_RULES.items()
        if task.state in rule.task_sources
        and row.state in rule.sources
        and for_user.may(rule.permission)
        and (rule.permission is not Permission.ANSWER_INSTRUCTION or own)
    )


def open_instruction_file(number: str, file_id: int, *, for_user: Actor) -> "tuple[InstructionFile, IO[Any]]":
    """A file of an instruction and its content.

    Raises:
        NotFound: no such instruction or file for this person, or it is gone from the storage.
    """
    row = get_instruction(number, for_user=for_user)
    file = InstructionFile.objects.filter(instruction=row, pk=file_id).first()
    if file is None or not default_storage.exists(file.key):
        raise NotFound(what="附件 attachment")
    return file, default_storage.open(file.key)


def waiting_instructions(*, for_user: Actor, most: int = 1000) -> int:
    """How many wait for this person: units' answers to be given, or for keepers, what is open."""
    rows = Instruction.objects.visible_to(for_user)
    if for_user.may(Permission.KEEP_INSTRUCTIONS):
        return rows.open().values("pk")[:most].count()
    waiting = InstructionTask.objects.filter(state=TaskState.WAITING.value).values("instruction_id")
    return rows.filter(state=InstructionState.ASSIGNED.value, pk__in=waiting).values("pk")[:most].count()


def _late(day: date) -> "QuerySet[InstructionTask, Any]":
    late = InstructionTask.objects.filter(state=TaskState.WAITING.value, due_on__lt=day)
    return late.values("instruction_id")


def _today() -> date:
    return clock.now().astimezone(SHANGHAI).date()
