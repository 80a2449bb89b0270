"""Roles: the jobs of a hotline and what each may do unless the place decides otherwise.

The presets follow the departments of running centres (受理, 派遣, 督查, 考评, 质检, 值班长, 系统管理). They
are ours and editable; the separation of applying and deciding is kept whatever a place edits.
"""

import re
from collections.abc import Mapping
from enum import StrEnum

from jiesu.accounts.permissions import CONFIGURATION, Permission


class Role(StrEnum):
    """A job that a post gives."""

    OPERATOR = "operator"
    SHIFT_LEAD = "shift_lead"
    REVIEWER = "reviewer"
    DISPATCHER = "dispatcher"
    UNIT_CLERK = "unit_clerk"
    UNIT_LEADER = "unit_leader"
    SUPERVISOR = "supervisor"
    CALLBACK = "callback"
    QUALITY = "quality"
    ASSESSOR = "assessor"
    KNOWLEDGE_EDITOR = "knowledge_editor"
    KNOWLEDGE_APPROVER = "knowledge_approver"
    ANALYST = "analyst"
    COLLECTOR = "collector"
    DUTY_CHIEF = "duty_chief"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


ROLE_LABELS: dict[Role, str] = {
    Role.OPERATOR: "话务员",
    Role.SHIFT_LEAD: "班组长",
    Role.REVIEWER: "审核员",
    Role.DISPATCHER: "派单员",
    Role.UNIT_CLERK: "承办单位经办员",
    Role.UNIT_LEADER: "承办单位负责人",
    Role.SUPERVISOR: "督办员",
    Role.CALLBACK: "回访员",
    Role.QUALITY: "质检员",
    Role.ASSESSOR: "考评员",
    Role.KNOWLEDGE_EDITOR: "知识采编员",
    Role.KNOWLEDGE_APPROVER: "知识审核员",
    Role.ANALYST: "分析员",
    Role.COLLECTOR: "信息采集员",
    Role.DUTY_CHIEF: "值班长",
    Role.ADMINISTRATOR: "系统管理员",
    Role.AUDITOR: "审计员",
}

_SEE_ALL = frozenset({Permission.VIEW_ORDERS, Permission.VIEW_ALL_ORDERS})
_SEE_CONFIDENTIAL = _SEE_ALL | {Permission.VIEW_CONFIDENTIAL}

_OPERATOR = _SEE_ALL | {
    Permission.REGISTER_ORDER,
    Permission.AMEND_ORDER,
    Permission.ANSWER_DIRECTLY,
    Permission.TRANSFER_ORDER,
    Permission.GUIDE_ORDER,
    Permission.ANNOTATE_ORDER,
    Permission.COLLECT_ARTICLE,
    Permission.TAKE_CALLS,
    Permission.URGE_ORDER,
    Permission.APPEAL_SCORE,
    Permission.PROPOSE_CALLER_LIST,
}
_SHIFT_LEAD = _OPERATOR | {
    Permission.LEAD_SEATS,
    Permission.LISTEN_RECORDINGS,
    Permission.MONITOR_CALLS,
    Permission.PLAN_STAFFING,
    Permission.ARRANGE_CALLBACKS,
    Permission.INVALIDATE_ORDER,
    Permission.MERGE_ORDER,
    Permission.ARCHIVE_ORDER,
    Permission.IMPORT_ORDERS,
    Permission.EXPORT_ORDERS,
    Permission.DISCLOSE_CITIZEN,
}
_DISPATCHER = _SEE_CONFIDENTIAL | {
    Permission.AMEND_ORDER,
    Permission.ANSWER_DIRECTLY,
    Permission.TRANSFER_ORDER,
    Permission.GUIDE_ORDER,
    Permission.INVALIDATE_ORDER,
    Permission.MERGE_ORDER,
    Permission.DISPATCH_ORDER,
    Permission.DECIDE_RETURN,
    Permission.CONFER_ORDER,
    Permission.ANNOTATE_ORDER,
    Permission.URGE_ORDER,
    Permission.APPEAL_SCORE,
}
_REVIEWER = _SEE_CONFIDENTIAL | {
    Permission.REVIEW_ORDER,
    Permission.ANNOTATE_ORDER,
    Permission.APPEAL_SCORE,
}
_CALLBACK = _SEE_CONFIDENTIAL | {
    Permission.TAKE_CALLS,
    Permission.RECORD_CALLBACK,
    Permission.REWORK_ORDER,
    Permission.CLOSE_ORDER,
    Permission.ARCHIVE_ORDER,
    Permission.ANNOTATE_ORDER,
    Permission.URGE_ORDER,
    Permission.APPEAL_SCORE,
    Permission.ORDER_FIELD_CHECK,
    Permission.DISCLOSE_CITIZEN,
}
_UNIT_CLERK = frozenset(
    {
        Permission.VIEW_ORDERS,
        Permission.SIGN_ASSIGNMENT,
        Permission.REPLY_ASSIGNMENT,
        Permission.REQUEST_RETURN,
        Permission.OBJECT_DISPATCH,
        Permission.DELEGATE_ASSIGNMENT,
        Permission.APPLY_EXTENSION,
        Permission.APPLY_SUSPENSION,
        Permission.APPLY_FINAL_ANSWER,
        Permission.APPLY_EXCLUSION,
        Permission.RECORD_CONTACT,
        Permission.ANNOTATE_ORDER,
        Permission.DISCLOSE_CITIZEN,
        Permission.COLLECT_ARTICLE,
        Permission.EDIT_ARTICLE,
        Permission.ANSWER_SUPERVISION,
        Permission.ANSWER_INSTRUCTION,
        Permission.APPEAL_SCORE,
        Permission.CHECK_IN_FIELD,
    }
)
_DUTY_CHIEF = (
    _SHIFT_LEAD
    | _DISPATCHER
    | _REVIEWER
    | {
        Permission.DECIDE_EXTENSION,
        Permission.DECIDE_SUSPENSION,
        Permission.DECIDE_FINAL_ANSWER,
        Permission.DECIDE_EXCLUSION,
        Permission.REOPEN_ORDER,
        Permission.SUPERVISE_ORDER,
        Permission.ESCALATE_ORDER,
        Permission.KEEP_LEDGERS,
        Permission.ISSUE_BULLETIN,
        Permission.HAND_TO_INSPECTION,
        Permission.KEEP_INSTRUCTIONS,
        Permission.ORDER_FIELD_CHECK,
        Permission.VIEW_MESSAGES,
        Permission.EXAMINE_OPERATORS,
    }
)

ROLE_PERMISSIONS: Mapping[Role, frozenset[Permission]] = {
    Role.OPERATOR: _OPERATOR,
    Role.SHIFT_LEAD: _SHIFT_LEAD,
    Role.REVIEWER: _REVIEWER,
    Role.DISPATCHER: _DISPATCHER,
    Role.UNIT_CLERK: _UNIT_CLERK,
    Role.UNIT_LEADER: _UNIT_CLERK
    | {Permission.APPROVE_REPLY, Permission.EXPORT_ORDERS, Permission.REVIEW_ARTICLE},
    Role.SUPERVISOR: _SEE_CONFIDENTIAL
    | {
        Permission.ANNOTATE_ORDER,
        Permission.EXPORT_ORDERS,
        Permission.DISCLOSE_CITIZEN,
        Permission.URGE_ORDER,
        Permission.SUPERVISE_ORDER,
        Permission.ESCALATE_ORDER,
        Permission.KEEP_LEDGERS,
        Permission.ISSUE_BULLETIN,
        Permission.HAND_TO_INSPECTION,
        Permission.KEEP_INSTRUCTIONS,
        Permission.ORDER_FIELD_CHECK,
        Permission.VIEW_MESSAGES,
        Permission.DECIDE_CALLER_LIST,
    },
    Role.CALLBACK: _CALLBACK,
    Role.QUALITY: _SEE_ALL
    | {
        Permission.ANNOTATE_ORDER,
        Permission.LISTEN_RECORDINGS,
        Permission.INSPECT_QUALITY,
        Permission.RECHECK_CALLBACK,
        Permission.DISCLOSE_CITIZEN,
        Permission.EXAMINE_OPERATORS,
    },
    Role.ASSESSOR: _SEE_ALL
    | {
        Permission.DECIDE_EXCLUSION,
        Permission.DECIDE_SCORE_APPEAL,
        Permission.ISSUE_BULLETIN,
        Permission.ANNOTATE_ORDER,
        Permission.EXPORT_ORDERS,
    },
    Role.KNOWLEDGE_EDITOR: frozenset(
        {Permission.VIEW_ORDERS, Permission.COLLECT_ARTICLE, Permission.EDIT_ARTICLE}
    ),
    Role.KNOWLEDGE_APPROVER: frozenset(
        {
            Permission.VIEW_ORDERS,
            Permission.COLLECT_ARTICLE,
            Permission.REVIEW_ARTICLE,
            Permission.APPROVE_ARTICLE,
        }
    ),
    Role.ANALYST: _SEE_ALL | {Permission.EXPORT_ORDERS},
    Role.COLLECTOR: frozenset({Permission.REGISTER_ORDER, Permission.VIEW_ORDERS, Permission.CHECK_IN_FIELD}),
    Role.DUTY_CHIEF: _DUTY_CHIEF,
    Role.ADMINISTRATOR: CONFIGURATION,
    Role.AUDITOR: frozenset({Permission.VIEW_AUDIT, Permission.VIEW_ALL_ORDERS}),
}

_CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")

ANYWHERE: frozenset[Role] = frozenset(
    {Role.UNIT_CLERK, Role.UNIT_LEADER, Role.KNOWLEDGE_EDITOR, Role.KNOWLEDGE_APPROVER}
)
"""Roles that a post at any unit may give; the rights of all others reach over the whole city."""

CENTRE_ONLY: frozenset[Role] = frozenset(Role) - ANYWHERE
"""Roles that only a post at the centre may give."""


def is_role_code(text: str) -> bool:
    """Whether ``text`` can be a role's code: small letters, digits and ``_`` after a letter; at most 40."""
    return _CODE.fullmatch(text) is not None
