"""The vocabularies of the callback: tasks and their states, ways, outcomes of an attempt, reasons, verdicts.

Sources: the four questions (联系、属实、解决、满意) are those of 连云港; dissatisfaction for the unit's own
reasons 主观原因 leads to rework, for reasons of policy 客观原因 to an explanation; 不合理诉求 is decided by
application.
"""

from enum import StrEnum


class CallbackKind(StrEnum):
    """Why somebody is called."""

    CALLBACK = "callback"
    RECHECK = "recheck"


CALLBACK_KIND_LABELS: dict[CallbackKind, str] = {
    CallbackKind.CALLBACK: "回访",
    CallbackKind.RECHECK: "复核回访",
}


class CallbackState(StrEnum):
    """Where a task of the callback stands."""

    WAITING = "waiting"
    LINKED = "linked"
    TO_JUDGE = "to_judge"
    DONE = "done"
    UNREACHABLE = "unreachable"
    DROPPED = "dropped"


CALLBACK_STATE_LABELS: dict[CallbackState, str] = {
    CallbackState.WAITING: "待回访",
    CallbackState.LINKED: "链接待答",
    CallbackState.TO_JUDGE: "待判定",
    CallbackState.DONE: "已回访",
    CallbackState.UNREACHABLE: "联系不上",
    CallbackState.DROPPED: "不再需要",
}

OPEN_CALLBACKS = frozenset({CallbackState.WAITING, CallbackState.LINKED, CallbackState.TO_JUDGE})
"""A task in one of these still waits for somebody."""


class CallbackWay(StrEnum):
    """How the citizen is asked."""

    CALL = "call"
    SMS = "sms_link"
    WECHAT = "wechat_link"
    PORTAL = "portal"


CALLBACK_WAY_LABELS: dict[CallbackWay, str] = {
    CallbackWay.CALL: "电话",
    CallbackWay.SMS: "短信链接",
    CallbackWay.WECHAT: "微信链接",
    CallbackWay.PORTAL: "群众自评",
}


class CallOutcome(StrEnum):
    """What came of one attempt."""

    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    SWITCHED_OFF = "switched_off"
    WRONG_NUMBER = "wrong_number"
    DECLINED = "declined"
    APPOINTED = "appointed"


CALL_OUTCOME_LABELS: dict[CallOutcome, str] = {
    CallOutcome.ANSWERED: "已接通并完成",
    CallOutcome.NO_ANSWER: "无人接听",
    CallOutcome.BUSY: "占线",
    CallOutcome.SWITCHED_OFF: "关机或停机",
    CallOutcome.WRONG_NUMBER: "号码有误",
    CallOutcome.DECLINED: "拒绝回访",
    CallOutcome.APPOINTED: "另约时间",
}

IN_VAIN = frozenset(
    {CallOutcome.NO_ANSWER, CallOutcome.BUSY, CallOutcome.SWITCHED_OFF, CallOutcome.WRONG_NUMBER}
)
"""Nobody was reached: these count towards giving up."""


class DaySlot(StrEnum):
    """Times of the day, so that another attempt meets another part of people's day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


DAY_SLOT_LABELS: dict[DaySlot, str] = {
    DaySlot.MORNING: "上午",
    DaySlot.AFTERNOON: "下午",
    DaySlot.EVENING: "晚间",
}


class WhyNot(StrEnum):
    """Why the citizen is not satisfied 不满意原因."""

    NOT_CONTACTED = "not_contacted"
    NOT_SOLVED = "not_solved"
    UNTRUE = "untrue"
    SLOW = "slow"
    ATTITUDE = "attitude"
    UNCLEAR = "unclear"
    POLICY = "policy"
    CONDITIONS = "conditions"
    UNREASONABLE = "unreasonable"
    OTHER = "other"


WHY_NOT_LABELS: dict[WhyNot, str] = {
    WhyNot.NOT_CONTACTED: "单位没有联系",
    WhyNot.NOT_SOLVED: "问题没有解决",
    WhyNot.UNTRUE: "反馈与事实不符",
    WhyNot.SLOW: "办理拖延",
    WhyNot.ATTITUDE: "服务态度不好",
    WhyNot.UNCLEAR: "答复没有说清",
    WhyNot.POLICY: "对政策规定不满",
    WhyNot.CONDITIONS: "客观条件所限",
    WhyNot.UNREASONABLE: "诉求不合理",
    WhyNot.OTHER: "其他",
}


class Fault(StrEnum):
    """Whose doing a bad result is."""

    UNIT = "unit"
    POLICY = "policy"
    UNREASONABLE = "unreasonable"


FAULT_LABELS: dict[Fault, str] = {
    Fault.UNIT: "承办单位原因（主观）",
    Fault.POLICY: "政策或客观条件",
    Fault.UNREASONABLE: "诉求不合理",
}


class Verdict(StrEnum):
    """What follows from what the citizen said."""

    CLOSE = "close"
    REWORK = "rework"
    EXPLAIN = "explain"
    APPLY = "apply"
    JUDGE = "judge"


VERDICT_LABELS: dict[Verdict, str] = {
    Verdict.CLOSE: "办结",
    Verdict.REWORK: "发回重办",
    Verdict.EXPLAIN: "解释说明后办结",
    Verdict.APPLY: "办结，由单位申请剔除考核",
    Verdict.JUDGE: "由回访员判定",
}
