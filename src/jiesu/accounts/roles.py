"""Roles: the jobs of a hotline and what each may do unless the place decides otherwise.

The presets follow the departments of running centres (受理, 派遣, 督查, 考评, 质检, 值班长, 系统管理). They
are ours and editable; the separation of applying and deciding is kept whatever a place edits.
"""

from collections.abc import Mapping
from enum import StrEnum

from jiesu.accounts.permissions import CONFIGURATION
from jiesu.accounts.permissions import Permission as P


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

_SEE_ALL = frozenset({P.VIEW_ORDERS, P.VIEW_ALL_ORDERS})
_SEE_CONFIDENTIAL = _SEE_ALL | {P.VIEW_CONFIDENTIAL}

_OPERATOR = _SEE_ALL | {
    P.REGISTER_ORDER,
    P.AMEND_ORDER,
    P.ANSWER_DIRECTLY,
    P.TRANSFER_ORDER,
    P.GUIDE_ORDER,
    P.ANNOTATE_ORDER,
}
_SHIFT_LEAD = _OPERATOR | {
    P.INVALIDATE_ORDER,
    P.MERGE_ORDER,
    P.ARCHIVE_ORDER,
    P.IMPORT_ORDERS,
    P.EXPORT_ORDERS,
    P.DISCLOSE_CITIZEN,
}
_DISPATCHER = _SEE_CONFIDENTIAL | {
    P.AMEND_ORDER,
    P.ANSWER_DIRECTLY,
    P.TRANSFER_ORDER,
    P.GUIDE_ORDER,
    P.INVALIDATE_ORDER,
    P.MERGE_ORDER,
    P.DISPATCH_ORDER,
    P.DECIDE_RETURN,
    P.CONFER_ORDER,
    P.ANNOTATE_ORDER,
}
_REVIEWER = _SEE_CONFIDENTIAL | {P.REVIEW_ORDER, P.ANNOTATE_ORDER}
_CALLBACK = _SEE_CONFIDENTIAL | {
    P.RECORD_CALLBACK,
    P.REWORK_ORDER,
    P.CLOSE_ORDER,
    P.ARCHIVE_ORDER,
    P.ANNOTATE_ORDER,
    P.DISCLOSE_CITIZEN,
}
_UNIT_CLERK = frozenset(
    {
        P.VIEW_ORDERS,
        P.SIGN_ASSIGNMENT,
        P.REPLY_ASSIGNMENT,
        P.REQUEST_RETURN,
        P.OBJECT_DISPATCH,
        P.DELEGATE_ASSIGNMENT,
        P.APPLY_EXTENSION,
        P.APPLY_SUSPENSION,
        P.APPLY_FINAL_ANSWER,
        P.APPLY_EXCLUSION,
        P.RECORD_CONTACT,
        P.ANNOTATE_ORDER,
        P.DISCLOSE_CITIZEN,
    }
)
_DUTY_CHIEF = (
    _SHIFT_LEAD
    | _DISPATCHER
    | _REVIEWER
    | {
        P.DECIDE_EXTENSION,
        P.DECIDE_SUSPENSION,
        P.DECIDE_FINAL_ANSWER,
        P.DECIDE_EXCLUSION,
        P.REOPEN_ORDER,
    }
)

ROLE_PERMISSIONS: Mapping[Role, frozenset[P]] = {
    Role.OPERATOR: _OPERATOR,
    Role.SHIFT_LEAD: _SHIFT_LEAD,
    Role.REVIEWER: _REVIEWER,
    Role.DISPATCHER: _DISPATCHER,
    Role.UNIT_CLERK: _UNIT_CLERK,
    Role.UNIT_LEADER: _UNIT_CLERK | {P.APPROVE_REPLY, P.EXPORT_ORDERS},
    Role.SUPERVISOR: _SEE_CONFIDENTIAL | {P.ANNOTATE_ORDER, P.EXPORT_ORDERS, P.DISCLOSE_CITIZEN},
    Role.CALLBACK: _CALLBACK,
    Role.QUALITY: _SEE_ALL | {P.ANNOTATE_ORDER},
    Role.ASSESSOR: _SEE_ALL | {P.DECIDE_EXCLUSION, P.ANNOTATE_ORDER, P.EXPORT_ORDERS},
    Role.KNOWLEDGE_EDITOR: frozenset({P.VIEW_ORDERS}),
    Role.KNOWLEDGE_APPROVER: frozenset({P.VIEW_ORDERS}),
    Role.ANALYST: _SEE_ALL | {P.EXPORT_ORDERS},
    Role.COLLECTOR: frozenset({P.REGISTER_ORDER, P.VIEW_ORDERS}),
    Role.DUTY_CHIEF: _DUTY_CHIEF,
    Role.ADMINISTRATOR: CONFIGURATION,
    Role.AUDITOR: frozenset({P.VIEW_AUDIT, P.VIEW_ALL_ORDERS}),
}

ANYWHERE: frozenset[Role] = frozenset(
    {Role.UNIT_CLERK, Role.UNIT_LEADER, Role.KNOWLEDGE_EDITOR, Role.KNOWLEDGE_APPROVER}
)
"""Roles that a post at any unit may give; the rights of all others reach over the whole city."""

CENTRE_ONLY: frozenset[Role] = frozenset(Role) - ANYWHERE
"""Roles that only a post at the centre may give."""
