"""What staff may be permitted to do, by codename; and the groups that the rules of roles speak of."""

from enum import StrEnum
from typing import Protocol

from jiesu.accounts.errors import IncompatiblePermissions
from jiesu.core.errors import NotAllowed


class Permission(StrEnum):
    """One thing that a person may be permitted to do."""

    REGISTER_ORDER = "register_order"
    AMEND_ORDER = "amend_order"
    ANSWER_DIRECTLY = "answer_directly"
    TRANSFER_ORDER = "transfer_order"
    GUIDE_ORDER = "guide_order"
    INVALIDATE_ORDER = "invalidate_order"
    MERGE_ORDER = "merge_order"
    DISPATCH_ORDER = "dispatch_order"
    SIGN_ASSIGNMENT = "sign_assignment"
    REPLY_ASSIGNMENT = "reply_assignment"
    APPROVE_REPLY = "approve_reply"
    REQUEST_RETURN = "request_return"
    DECIDE_RETURN = "decide_return"
    OBJECT_DISPATCH = "object_dispatch"
    CONFER_ORDER = "confer_order"
    DELEGATE_ASSIGNMENT = "delegate_assignment"
    APPLY_EXTENSION = "apply_extension"
    DECIDE_EXTENSION = "decide_extension"
    APPLY_SUSPENSION = "apply_suspension"
    DECIDE_SUSPENSION = "decide_suspension"
    APPLY_FINAL_ANSWER = "apply_final_answer"
    DECIDE_FINAL_ANSWER = "decide_final_answer"
    APPLY_EXCLUSION = "apply_exclusion"
    DECIDE_EXCLUSION = "decide_exclusion"
    RECORD_CONTACT = "record_contact"
    REVIEW_ORDER = "review_order"
    RECORD_CALLBACK = "record_callback"
    REWORK_ORDER = "rework_order"
    CLOSE_ORDER = "close_order"
    ARCHIVE_ORDER = "archive_order"
    REOPEN_ORDER = "reopen_order"
    ANNOTATE_ORDER = "annotate_order"
    URGE_ORDER = "urge_order"
    SUPERVISE_ORDER = "supervise_order"
    ESCALATE_ORDER = "escalate_order"
    ANSWER_SUPERVISION = "answer_supervision"
    KEEP_LEDGERS = "keep_ledgers"
    ISSUE_BULLETIN = "issue_bulletin"
    HAND_TO_INSPECTION = "hand_to_inspection"
    KEEP_INSTRUCTIONS = "keep_instructions"
    ANSWER_INSTRUCTION = "answer_instruction"
    ARRANGE_CALLBACKS = "arrange_callbacks"
    RECHECK_CALLBACK = "recheck_callback"
    INSPECT_QUALITY = "inspect_quality"
    APPEAL_SCORE = "appeal_score"
    DECIDE_SCORE_APPEAL = "decide_score_appeal"
    ORDER_FIELD_CHECK = "order_field_check"
    CHECK_IN_FIELD = "check_in_field"
    VIEW_ORDERS = "view_orders"
    VIEW_ALL_ORDERS = "view_all_orders"
    VIEW_CONFIDENTIAL = "view_confidential"
    DISCLOSE_CITIZEN = "disclose_citizen"
    EXPORT_ORDERS = "export_orders"
    VIEW_MESSAGES = "view_messages"
    IMPORT_ORDERS = "import_orders"
    COLLECT_ARTICLE = "collect_article"
    EDIT_ARTICLE = "edit_article"
    REVIEW_ARTICLE = "review_article"
    APPROVE_ARTICLE = "approve_article"
    TAKE_CALLS = "take_calls"
    LEAD_SEATS = "lead_seats"
    MONITOR_CALLS = "monitor_calls"
    PLAN_STAFFING = "plan_staffing"
    EXAMINE_OPERATORS = "examine_operators"
    PROPOSE_CALLER_LIST = "propose_caller_list"
    DECIDE_CALLER_LIST = "decide_caller_list"
    LISTEN_RECORDINGS = "listen_recordings"
    CONFIGURE_CATALOGUE = "configure_catalogue"
    CONFIGURE_ORGANISATIONS = "configure_organisations"
    CONFIGURE_TELEPHONY = "configure_telephony"
    CONFIGURE_TRIAGE = "configure_triage"
    CONFIGURE_MESSAGES = "configure_messages"
    CONFIGURE_OVERSIGHT = "configure_oversight"
    MANAGE_ACCOUNTS = "manage_accounts"
    VIEW_AUDIT = "view_audit"


PERMISSION_LABELS: dict[Permission, str] = {
    Permission.REGISTER_ORDER: "登记工单",
    Permission.AMEND_ORDER: "补正工单",
    Permission.ANSWER_DIRECTLY: "直接答复",
    Permission.TRANSFER_ORDER: "转接",
    Permission.GUIDE_ORDER: "告知引导",
    Permission.INVALIDATE_ORDER: "认定无效",
    Permission.MERGE_ORDER: "并单",
    Permission.DISPATCH_ORDER: "派单",
    Permission.SIGN_ASSIGNMENT: "签收",
    Permission.REPLY_ASSIGNMENT: "反馈办理情况",
    Permission.APPROVE_REPLY: "审签反馈",
    Permission.REQUEST_RETURN: "申请退单",
    Permission.DECIDE_RETURN: "审批退单",
    Permission.OBJECT_DISPATCH: "派单异议",
    Permission.CONFER_ORDER: "疑难会商",
    Permission.DELEGATE_ASSIGNMENT: "下派",
    Permission.APPLY_EXTENSION: "申请延期",
    Permission.DECIDE_EXTENSION: "审批延期",
    Permission.APPLY_SUSPENSION: "申请挂起",
    Permission.DECIDE_SUSPENSION: "审批挂起",
    Permission.APPLY_FINAL_ANSWER: "申请最终答复",
    Permission.DECIDE_FINAL_ANSWER: "审批最终答复",
    Permission.APPLY_EXCLUSION: "申请剔除考核",
    Permission.DECIDE_EXCLUSION: "审批剔除考核",
    Permission.RECORD_CONTACT: "记录联系群众",
    Permission.REVIEW_ORDER: "审核反馈",
    Permission.RECORD_CALLBACK: "登记回访",
    Permission.REWORK_ORDER: "退回重办",
    Permission.CLOSE_ORDER: "办结",
    Permission.ARCHIVE_ORDER: "归档",
    Permission.REOPEN_ORDER: "重启工单",
    Permission.ANNOTATE_ORDER: "备注",
    Permission.URGE_ORDER: "催办",
    Permission.SUPERVISE_ORDER: "督办",
    Permission.ESCALATE_ORDER: "提级督办",
    Permission.ANSWER_SUPERVISION: "反馈督办",
    Permission.KEEP_LEDGERS: "维护问题台账",
    Permission.ISSUE_BULLETIN: "发布通报",
    Permission.HAND_TO_INSPECTION: "移送纪检监察",
    Permission.KEEP_INSTRUCTIONS: "管理领导批示",
    Permission.ANSWER_INSTRUCTION: "反馈领导批示",
    Permission.ARRANGE_CALLBACKS: "安排回访",
    Permission.RECHECK_CALLBACK: "复核回访",
    Permission.INSPECT_QUALITY: "质检评分",
    Permission.APPEAL_SCORE: "申诉质检评分",
    Permission.DECIDE_SCORE_APPEAL: "裁定质检申诉",
    Permission.ORDER_FIELD_CHECK: "派发现场核查",
    Permission.CHECK_IN_FIELD: "现场核查",
    Permission.VIEW_ORDERS: "查看本单位工单",
    Permission.VIEW_ALL_ORDERS: "查看全部工单",
    Permission.VIEW_CONFIDENTIAL: "查看保密工单",
    Permission.DISCLOSE_CITIZEN: "查看诉求人信息",
    Permission.EXPORT_ORDERS: "导出工单",
    Permission.VIEW_MESSAGES: "查看发出消息",
    Permission.IMPORT_ORDERS: "导入工单",
    Permission.COLLECT_ARTICLE: "采集知识",
    Permission.EDIT_ARTICLE: "编写知识",
    Permission.REVIEW_ARTICLE: "单位审核知识",
    Permission.APPROVE_ARTICLE: "审批发布知识",
    Permission.TAKE_CALLS: "接听来电",
    Permission.LEAD_SEATS: "管理坐席状态",
    Permission.MONITOR_CALLS: "监听插话",
    Permission.PLAN_STAFFING: "排班",
    Permission.EXAMINE_OPERATORS: "培训考试",
    Permission.PROPOSE_CALLER_LIST: "申请黑灰名单",
    Permission.DECIDE_CALLER_LIST: "审批黑灰名单",
    Permission.LISTEN_RECORDINGS: "调听录音",
    Permission.CONFIGURE_CATALOGUE: "配置业务目录",
    Permission.CONFIGURE_ORGANISATIONS: "配置组织机构",
    Permission.CONFIGURE_TELEPHONY: "配置话务",
    Permission.CONFIGURE_TRIAGE: "配置智能研判",
    Permission.CONFIGURE_MESSAGES: "配置消息",
    Permission.CONFIGURE_OVERSIGHT: "配置督办质检",
    Permission.MANAGE_ACCOUNTS: "管理账号",
    Permission.VIEW_AUDIT: "查看审计记录",
}

SIGHT: frozenset[Permission] = frozenset(
    {
        Permission.VIEW_ORDERS,
        Permission.VIEW_ALL_ORDERS,
        Permission.VIEW_CONFIDENTIAL,
        Permission.DISCLOSE_CITIZEN,
        Permission.EXPORT_ORDERS,
        Permission.VIEW_MESSAGES,
        Permission.LISTEN_RECORDINGS,
        Permission.VIEW_AUDIT,
    }
)
"""Permissions that show something and change nothing."""

CONFIGURATION: frozenset[Permission] = frozenset(
    {
        Permission.CONFIGURE_CATALOGUE,
        Permission.CONFIGURE_ORGANISATIONS,
        Permission.CONFIGURE_TELEPHONY,
        Permission.CONFIGURE_TRIAGE,
        Permission.CONFIGURE_MESSAGES,
        Permission.CONFIGURE_OVERSIGHT,
        Permission.MANAGE_ACCOUNTS,
    }
)
"""Permissions that change how the platform works, not a case."""

KNOWLEDGE: frozenset[Permission] = frozenset(
    {
        Permission.COLLECT_ARTICLE,
        Permission.EDIT_ARTICLE,
        Permission.REVIEW_ARTICLE,
        Permission.APPROVE_ARTICLE,
    }
)
"""Permissions that change what the knowledge base says, not a case."""

CALLS: frozenset[Permission] = frozenset(
    {
        Permission.TAKE_CALLS,
        Permission.LEAD_SEATS,
        Permission.MONITOR_CALLS,
        Permission.PLAN_STAFFING,
        Permission.EXAMINE_OPERATORS,
        Permission.PROPOSE_CALLER_LIST,
        Permission.DECIDE_CALLER_LIST,
    }
)
"""Permissions about telephones and who sits at them, not a case."""

OVERSIGHT: frozenset[Permission] = frozenset(
    {
        Permission.URGE_ORDER,
        Permission.SUPERVISE_ORDER,
        Permission.ESCALATE_ORDER,
        Permission.ANSWER_SUPERVISION,
        Permission.KEEP_LEDGERS,
        Permission.ISSUE_BULLETIN,
        Permission.HAND_TO_INSPECTION,
        Permission.KEEP_INSTRUCTIONS,
        Permission.ANSWER_INSTRUCTION,
        Permission.ARRANGE_CALLBACKS,
        Permission.RECHECK_CALLBACK,
        Permission.INSPECT_QUALITY,
        Permission.APPEAL_SCORE,
        Permission.DECIDE_SCORE_APPEAL,
        Permission.ORDER_FIELD_CHECK,
        Permission.CHECK_IN_FIELD,
    }
)
"""Permissions that watch over a case and those who work on it: records beside an order, never its state."""

CASE_WORK: frozenset[Permission] = (
    frozenset(Permission) - SIGHT - CONFIGURATION - KNOWLEDGE - CALLS - OVERSIGHT
)
"""Permissions that change an order."""

APPLY_AND_DECIDE: tuple[tuple[Permission, Permission], ...] = (
    (Permission.REQUEST_RETURN, Permission.DECIDE_RETURN),
    (Permission.OBJECT_DISPATCH, Permission.CONFER_ORDER),
    (Permission.APPLY_EXTENSION, Permission.DECIDE_EXTENSION),
    (Permission.APPLY_SUSPENSION, Permission.DECIDE_SUSPENSION),
    (Permission.APPLY_FINAL_ANSWER, Permission.DECIDE_FINAL_ANSWER),
    (Permission.APPLY_EXCLUSION, Permission.DECIDE_EXCLUSION),
    (Permission.APPEAL_SCORE, Permission.DECIDE_SCORE_APPEAL),
    (Permission.PROPOSE_CALLER_LIST, Permission.DECIDE_CALLER_LIST),
)
"""Nobody decides what they may apply for."""

INCOMPATIBLE: tuple[tuple[Permission, Permission], ...] = (
    *APPLY_AND_DECIDE,
    (Permission.MANAGE_ACCOUNTS, Permission.VIEW_AUDIT),
    *(
        (keeper, work)
        for keeper in (Permission.MANAGE_ACCOUNTS, Permission.VIEW_AUDIT)
        for work in Permission
        if work in CASE_WORK | OVERSIGHT
    ),
)
"""Pairs that one person must never hold together, whatever roles a place defines.

Besides applying and deciding: who grants rights, who audits, and who works on cases are three people
(三员分立, the separation that classified protection of information systems asks for).
"""


class Holder(Protocol):
    """Whoever acts and holds permissions."""

    @property
    def user_id(self) -> int | None:
        """The account, or None for the system."""

    @property
    def name(self) -> str:
        """The name shown in the audit log."""

    def may(self, permission: str) -> bool:
        """Whether the permission is held."""


def require(by: Holder, permission: Permission) -> None:
    """Go on only when ``by`` holds the permission.

    Raises:
        NotAllowed: it is not held.
    """
    if not by.may(permission):
        raise NotAllowed(permission=PERMISSION_LABELS[permission])


def clashes(permissions: frozenset[str]) -> tuple[tuple[Permission, Permission], ...]:
    """The pairs of :data:`INCOMPATIBLE` that these permissions hold together."""
    return tuple(pair for pair in INCOMPATIBLE if permissions.issuperset(pair))


def require_compatible(permissions: frozenset[str]) -> None:
    """Go on only when one person may hold all of these.

    Raises:
        IncompatiblePermissions: two of them are kept apart.
    """
    for one, other in clashes(permissions):
        raise IncompatiblePermissions(one=PERMISSION_LABELS[one], other=PERMISSION_LABELS[other])
