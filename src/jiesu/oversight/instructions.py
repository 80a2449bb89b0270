"""Leaders' instructions 批示件: where one stands, and what may be done with it. Pure rules.

Registered, given to units with a deadline, answered, looked at again (回头看), closed, filed: the steps that
the five centres name for 领导批示.
"""

from dataclasses import dataclass
from enum import StrEnum

from jiesu.accounts.permissions import Permission as May


class InstructionState(StrEnum):
    """批示件状态."""

    REGISTERED = "registered"
    ASSIGNED = "assigned"
    ANSWERED = "answered"
    LOOKING_BACK = "looking_back"
    CLOSED = "closed"
    FILED = "filed"


INSTRUCTION_STATE_LABELS: dict[InstructionState, str] = {
    InstructionState.REGISTERED: "已登记",
    InstructionState.ASSIGNED: "办理中",
    InstructionState.ANSWERED: "已反馈",
    InstructionState.LOOKING_BACK: "回头看",
    InstructionState.CLOSED: "已办结",
    InstructionState.FILED: "已归档",
}


class TaskState(StrEnum):
    """Where one unit's part of an instruction stands."""

    WAITING = "waiting"
    ANSWERED = "answered"
    ACCEPTED = "accepted"


TASK_STATE_LABELS: dict[TaskState, str] = {
    TaskState.WAITING: "待反馈",
    TaskState.ANSWERED: "待审阅",
    TaskState.ACCEPTED: "已认可",
}


class InstructionVerb(StrEnum):
    """What is done with an instruction."""

    REGISTER = "register"
    ASSIGN = "assign"
    ANSWER = "answer"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    EXTEND = "extend"
    PLAN_LOOK_BACK = "plan_look_back"
    LOOK_BACK = "look_back"
    CLOSE = "close"
    FILE = "file"


INSTRUCTION_VERB_LABELS: dict[InstructionVerb, str] = {
    InstructionVerb.REGISTER: "登记批示",
    InstructionVerb.ASSIGN: "交办",
    InstructionVerb.ANSWER: "反馈",
    InstructionVerb.ACCEPT: "认可反馈",
    InstructionVerb.SEND_BACK: "退回补充",
    InstructionVerb.EXTEND: "调整期限",
    InstructionVerb.PLAN_LOOK_BACK: "安排回头看",
    InstructionVerb.LOOK_BACK: "记录回头看",
    InstructionVerb.CLOSE: "批示办结",
    InstructionVerb.FILE: "批示归档",
}


@dataclass(frozen=True, kw_only=True)
class InstructionRule:
    """One row: from where a verb may be done, by whom, and what it needs."""

    sources: frozenset[InstructionState]
    permission: May = May.KEEP_INSTRUCTIONS
    task_sources: frozenset[TaskState] = frozenset()


_R, _A, _N = InstructionState.REGISTERED, InstructionState.ASSIGNED, InstructionState.ANSWERED
_L, _C = InstructionState.LOOKING_BACK, InstructionState.CLOSED
_WORKED_ON = frozenset({_A, _N})

INSTRUCTION_RULES: dict[InstructionVerb, InstructionRule] = {
    InstructionVerb.ASSIGN: InstructionRule(sources=frozenset({_R, _A, _N})),
    InstructionVerb.ANSWER: InstructionRule(
        sources=_WORKED_ON,
        permission=May.ANSWER_INSTRUCTION,
        task_sources=frozenset({TaskState.WAITING, TaskState.ANSWERED}),
    ),
    InstructionVerb.ACCEPT: InstructionRule(sources=_WORKED_ON, task_sources=frozenset({TaskState.ANSWERED})),
    InstructionVerb.SEND_BACK: InstructionRule(
        sources=_WORKED_ON, task_sources=frozenset({TaskState.ANSWERED, TaskState.ACCEPTED})
    ),
    InstructionVerb.EXTEND: InstructionRule(
        sources=_WORKED_ON, task_sources=frozenset({TaskState.WAITING, TaskState.ANSWERED})
    ),
    InstructionVerb.PLAN_LOOK_BACK: InstructionRule(sources=frozenset({_N, _L})),
    InstructionVerb.LOOK_BACK: InstructionRule(sources=frozenset({_L})),
    InstructionVerb.CLOSE: InstructionRule(sources=frozenset({_R, _N, _L})),
    InstructionVerb.FILE: InstructionRule(sources=frozenset({_C})),
}
"""What may be done; with an instruction that no unit was given, closing is all there is."""

OPEN_INSTRUCTIONS = frozenset({_R, _A, _N, _L})


def state_of(tasks: list[TaskState]) -> InstructionState:
    """Where an instruction stands by its units' parts: answered when every part was accepted."""
    if not tasks:
        return InstructionState.REGISTERED
    done = all(task is TaskState.ACCEPTED for task in tasks)
    return InstructionState.ANSWERED if done else InstructionState.ASSIGNED
