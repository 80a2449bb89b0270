"""The words of the workflow: states of an order and of a unit's share, verbs, parties.

Source: the life cycle of 国办发〔2020〕53号 (受理→派单→办理→答复→督办→办结→回访→评价) and the running
systems that refine it; which state is whose is described in ``docs/workflow.md``, made from these tables.
"""

from enum import StrEnum


class OrderState(StrEnum):
    """Where an order stands."""

    DRAFT = "draft"
    PENDING_DISPATCH = "pending_dispatch"
    PENDING_SIGN = "pending_sign"
    RETURN_REQUESTED = "return_requested"
    CONFERENCE = "conference"
    HANDLING = "handling"
    SUSPENDED = "suspended"
    PENDING_APPROVAL = "pending_approval"
    PENDING_REVIEW = "pending_review"
    PENDING_CALLBACK = "pending_callback"
    CLOSED = "closed"
    DIRECT_ANSWERED = "direct_answered"
    TRANSFERRED = "transferred"
    GUIDED = "guided"
    INVALID = "invalid"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ARCHIVED = "archived"


STATE_LABELS: dict[OrderState, str] = {
    OrderState.DRAFT: "登记中",
    OrderState.PENDING_DISPATCH: "待派单",
    OrderState.PENDING_SIGN: "待签收",
    OrderState.RETURN_REQUESTED: "退单申请中",
    OrderState.CONFERENCE: "疑难会商",
    OrderState.HANDLING: "办理中",
    OrderState.SUSPENDED: "已挂起",
    OrderState.PENDING_APPROVAL: "待审签",
    OrderState.PENDING_REVIEW: "待审核",
    OrderState.PENDING_CALLBACK: "待回访",
    OrderState.CLOSED: "已办结",
    OrderState.DIRECT_ANSWERED: "直接答复",
    OrderState.TRANSFERRED: "已转接",
    OrderState.GUIDED: "已引导",
    OrderState.INVALID: "无效诉求",
    OrderState.MERGED: "已并单",
    OrderState.WITHDRAWN: "已撤诉",
    OrderState.ARCHIVED: "已归档",
}


SETTLED_STATES = frozenset(
    {
        OrderState.CLOSED,
        OrderState.DIRECT_ANSWERED,
        OrderState.TRANSFERRED,
        OrderState.GUIDED,
        OrderState.INVALID,
        OrderState.MERGED,
        OrderState.WITHDRAWN,
    }
)
"""An order in one of these has come to its end and may be archived or reopened."""


class Share(StrEnum):
    """What part of an order a unit holds."""

    LEAD = "lead"
    ASSIST = "assist"
    CHILD = "child"


SHARE_LABELS: dict[Share, str] = {Share.LEAD: "主办", Share.ASSIST: "协办", Share.CHILD: "下派"}


class ShareState(StrEnum):
    """How far a unit is with its share."""

    PENDING_SIGN = "pending_sign"
    HANDLING = "handling"
    RETURN_REQUESTED = "return_requested"
    REPLIED = "replied"
    ACCEPTED = "accepted"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"


SHARE_STATE_LABELS: dict[ShareState, str] = {
    ShareState.PENDING_SIGN: "待签收",
    ShareState.HANDLING: "办理中",
    ShareState.RETURN_REQUESTED: "申请退单",
    ShareState.REPLIED: "已反馈",
    ShareState.ACCEPTED: "已采纳",
    ShareState.RETURNED: "已退回",
    ShareState.WITHDRAWN: "已撤回",
}

OPEN_SHARE_STATES = frozenset(
    {ShareState.PENDING_SIGN, ShareState.HANDLING, ShareState.RETURN_REQUESTED, ShareState.REPLIED}
)
"""A share in one of these still waits for somebody."""

UNFINISHED_SHARE_STATES = OPEN_SHARE_STATES - {ShareState.REPLIED}
"""A share in one of these still waits for its unit."""


class Party(StrEnum):
    """Who stands where towards an order."""

    CENTRE = "centre"
    HOLDER = "holder"
    PARENT = "parent"
    LEAD = "lead"
    INVOLVED = "involved"


PARTY_LABELS: dict[Party, str] = {
    Party.CENTRE: "热线中心",
    Party.HOLDER: "承办单位（本单位的份额）",
    Party.PARENT: "下派单位（所下派的份额）",
    Party.LEAD: "主办单位",
    Party.INVOLVED: "中心或任一承办单位",
}


PARTY_NAMES: dict[Party, str] = {
    Party.CENTRE: "hotline centre",
    Party.HOLDER: "unit that holds the share",
    Party.PARENT: "unit that delegated the share",
    Party.LEAD: "lead unit",
    Party.INVOLVED: "centre or a unit with a share",
}
"""The parties in English."""


class Visibility(StrEnum):
    """Who may read a line of the timeline."""

    PUBLIC = "public"
    UNIT = "unit"
    INTERNAL = "internal"


class Verb(StrEnum):
    """What can be done to an order; each verb is one function in ``actions``."""

    SAVE_DRAFT = "save_draft"
    REGISTER = "register"
    AMEND = "amend"
    ANNOTATE = "annotate"
    ATTACH = "attach"
    ANSWER_DIRECTLY = "answer_directly"
    TRANSFER = "transfer"
    GUIDE = "guide"
    INVALIDATE = "invalidate"
    MERGE = "merge"
    WITHDRAW = "withdraw"
    DISPATCH = "dispatch"
    REDISPATCH = "redispatch"
    SIGN = "sign"
    REQUEST_RETURN = "request_return"
    APPROVE_RETURN = "approve_return"
    REFUSE_RETURN = "refuse_return"
    OBJECT = "object"
    CONVENE = "convene"
    ASSIGN_LEAD = "assign_lead"
    DELEGATE = "delegate"
    WITHDRAW_SHARE = "withdraw_share"
    CONTACT = "contact"
    REPLY = "reply"
    COLLECT = "collect"
    APPROVE_REPLY = "approve_reply"
    REJECT_REPLY = "reject_reply"
    REVIEW = "review"
    SEND_BACK = "send_back"
    APPLY_EXTENSION = "apply_extension"
    APPROVE_EXTENSION = "approve_extension"
    REFUSE_EXTENSION = "refuse_extension"
    APPLY_SUSPENSION = "apply_suspension"
    APPROVE_SUSPENSION = "approve_suspension"
    REFUSE_SUSPENSION = "refuse_suspension"
    REVIEW_SUSPENSION = "review_suspension"
    RESUME = "resume"
    APPLY_FINAL_ANSWER = "apply_final_answer"
    APPROVE_FINAL_ANSWER = "approve_final_answer"
    REFUSE_FINAL_ANSWER = "refuse_final_answer"
    APPLY_EXCLUSION = "apply_exclusion"
    APPROVE_EXCLUSION = "approve_exclusion"
    REFUSE_EXCLUSION = "refuse_exclusion"
    RECORD_CALLBACK = "record_callback"
    REWORK = "rework"
    CLOSE = "close"
    ARCHIVE = "archive"
    REOPEN = "reopen"


VERB_LABELS: dict[Verb, str] = {
    Verb.SAVE_DRAFT: "暂存",
    Verb.REGISTER: "登记",
    Verb.AMEND: "更正",
    Verb.ANNOTATE: "备注",
    Verb.ATTACH: "上传附件",
    Verb.ANSWER_DIRECTLY: "直接答复",
    Verb.TRANSFER: "转接",
    Verb.GUIDE: "告知引导",
    Verb.INVALIDATE: "标记无效",
    Verb.MERGE: "并单",
    Verb.WITHDRAW: "诉求人撤回",
    Verb.DISPATCH: "派单",
    Verb.REDISPATCH: "改派",
    Verb.SIGN: "签收",
    Verb.REQUEST_RETURN: "申请退单",
    Verb.APPROVE_RETURN: "同意退单",
    Verb.REFUSE_RETURN: "驳回退单",
    Verb.OBJECT: "派单异议",
    Verb.CONVENE: "提交会商",
    Verb.ASSIGN_LEAD: "会商指定主办",
    Verb.DELEGATE: "下派",
    Verb.WITHDRAW_SHARE: "撤回分派",
    Verb.CONTACT: "首次联系",
    Verb.REPLY: "反馈",
    Verb.COLLECT: "采纳反馈",
    Verb.APPROVE_REPLY: "审签通过",
    Verb.REJECT_REPLY: "审签退回",
    Verb.REVIEW: "审核通过",
    Verb.SEND_BACK: "退回重办",
    Verb.APPLY_EXTENSION: "申请延期",
    Verb.APPROVE_EXTENSION: "批准延期",
    Verb.REFUSE_EXTENSION: "驳回延期",
    Verb.APPLY_SUSPENSION: "申请挂起",
    Verb.APPROVE_SUSPENSION: "批准挂起",
    Verb.REFUSE_SUSPENSION: "驳回挂起",
    Verb.REVIEW_SUSPENSION: "复核挂起",
    Verb.RESUME: "恢复办理",
    Verb.APPLY_FINAL_ANSWER: "申请最终答复",
    Verb.APPROVE_FINAL_ANSWER: "认定最终答复",
    Verb.REFUSE_FINAL_ANSWER: "驳回最终答复",
    Verb.APPLY_EXCLUSION: "申请剔除考核",
    Verb.APPROVE_EXCLUSION: "同意剔除考核",
    Verb.REFUSE_EXCLUSION: "驳回剔除考核",
    Verb.RECORD_CALLBACK: "记录回访",
    Verb.REWORK: "发回重办",
    Verb.CLOSE: "办结",
    Verb.ARCHIVE: "归档",
    Verb.REOPEN: "重新打开",
}


class ApplicationKind(StrEnum):
    """What a unit may ask of the centre."""

    RETURN = "return"
    EXTENSION = "extension"
    SUSPENSION = "suspension"
    FINAL_ANSWER = "final_answer"
    EXCLUSION = "exclusion"


APPLICATION_LABELS: dict[ApplicationKind, str] = {
    ApplicationKind.RETURN: "退单",
    ApplicationKind.EXTENSION: "延期",
    ApplicationKind.SUSPENSION: "挂起",
    ApplicationKind.FINAL_ANSWER: "最终答复",
    ApplicationKind.EXCLUSION: "剔除考核",
}


class ApplicationState(StrEnum):
    """How an application stands."""

    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


class Satisfaction(StrEnum):
    """Five levels of 好差评 (GB/T 39735)."""

    VERY_SATISFIED = "very_satisfied"
    SATISFIED = "satisfied"
    FAIR = "fair"
    DISSATISFIED = "dissatisfied"
    VERY_DISSATISFIED = "very_dissatisfied"


SATISFACTION_LABELS: dict[Satisfaction, str] = {
    Satisfaction.VERY_SATISFIED: "非常满意",
    Satisfaction.SATISFIED: "满意",
    Satisfaction.FAIR: "基本满意",
    Satisfaction.DISSATISFIED: "不满意",
    Satisfaction.VERY_DISSATISFIED: "非常不满意",
}


class Resolution(StrEnum):
    """Whether the citizen's matter was settled."""

    RESOLVED = "resolved"
    PARTLY = "partly"
    UNRESOLVED = "unresolved"


RESOLUTION_LABELS: dict[Resolution, str] = {
    Resolution.RESOLVED: "已解决",
    Resolution.PARTLY: "部分解决",
    Resolution.UNRESOLVED: "未解决",
}
