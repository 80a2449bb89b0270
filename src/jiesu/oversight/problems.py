"""Problem ledgers 台账: which there are, and the classes of causes by which a centre sums them up.

Sources of the ledgers: 巴彦淖尔 (问题工单), 金华 (推诿、弄虚作假), other places' 推诿敷衍台账. The classes
of causes are ours.
"""

from enum import StrEnum


class Ledger(StrEnum):
    """A ledger of problem orders."""

    OVERDUE_RECEIPT = "overdue_receipt"
    OVERDUE = "overdue"
    DIFFICULT = "difficult"
    SHIRKED = "shirked"
    PERFUNCTORY = "perfunctory"
    UNSATISFIED = "unsatisfied"
    MANY_CITIZENS = "many_citizens"
    LEGACY = "legacy"


LEDGER_LABELS: dict[Ledger, str] = {
    Ledger.OVERDUE_RECEIPT: "超期签收",
    Ledger.OVERDUE: "超期办理",
    Ledger.DIFFICULT: "疑难问题",
    Ledger.SHIRKED: "推诿扯皮",
    Ledger.PERFUNCTORY: "敷衍应付",
    Ledger.UNSATISFIED: "多次不满意",
    Ledger.MANY_CITIZENS: "多人反映",
    Ledger.LEGACY: "历史遗留",
}


class Cause(StrEnum):
    """The class of what is behind a problem."""

    UNKNOWN = "unknown"
    DUTIES_UNCLEAR = "duties_unclear"
    NOT_DONE = "not_done"
    NO_MEANS = "no_means"
    POLICY = "policy"
    OTHERS_NEEDED = "others_needed"
    LONG_WORKS = "long_works"
    CITIZEN = "citizen"


CAUSE_LABELS: dict[Cause, str] = {
    Cause.UNKNOWN: "待查明",
    Cause.DUTIES_UNCLEAR: "职责不清",
    Cause.NOT_DONE: "办理不力",
    Cause.NO_MEANS: "经费或条件不足",
    Cause.POLICY: "政策限制",
    Cause.OTHERS_NEEDED: "需多部门协同",
    Cause.LONG_WORKS: "工程周期长",
    Cause.CITIZEN: "诉求过高或证据不足",
}
