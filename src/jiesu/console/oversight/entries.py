"""The ways to the oversight in the navigation, by what a person may do."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor

Way = tuple[tuple[Permission, ...], str, Any]
"""Any of these permissions opens the page of this address; what the page is called (``gettext_lazy``)."""

ENTRIES: tuple[Way, ...] = (
    (
        (Permission.SUPERVISE_ORDER, Permission.ANSWER_SUPERVISION),
        "supervisions",
        gettext_lazy("督办单"),
    ),
    ((Permission.CONFER_ORDER,), "conference", gettext_lazy("疑难会商")),
    ((Permission.KEEP_LEDGERS, Permission.ANSWER_SUPERVISION), "ledgers", gettext_lazy("问题台账")),
    ((Permission.ISSUE_BULLETIN, Permission.ANSWER_SUPERVISION), "bulletins", gettext_lazy("通报")),
    ((Permission.CONFIGURE_OVERSIGHT,), "ladder", gettext_lazy("提级阶梯")),
    (
        (Permission.URGE_ORDER, Permission.SIGN_ASSIGNMENT),
        "urgings",
        gettext_lazy("催办"),
    ),
    (
        (Permission.KEEP_INSTRUCTIONS, Permission.ANSWER_INSTRUCTION),
        "instructions",
        gettext_lazy("领导批示"),
    ),
    ((Permission.VIEW_MESSAGES,), "messages-out", gettext_lazy("发出消息")),
    (
        (Permission.RECORD_CALLBACK, Permission.RECHECK_CALLBACK, Permission.ARRANGE_CALLBACKS),
        "callbacks",
        gettext_lazy("回访台"),
    ),
    ((Permission.ORDER_FIELD_CHECK,), "field-checks", gettext_lazy("现场核查")),
    ((Permission.CHECK_IN_FIELD,), "field-mine", gettext_lazy("我的现场核查")),
    ((Permission.CONFIGURE_OVERSIGHT,), "callback-rules", gettext_lazy("回访规则")),
    ((Permission.INSPECT_QUALITY, Permission.DECIDE_SCORE_APPEAL), "quality", gettext_lazy("质检")),
    (
        (Permission.INSPECT_QUALITY, Permission.REVIEW_ORDER, Permission.SUPERVISE_ORDER),
        "reply-hints",
        gettext_lazy("答复质量"),
    ),
    ((Permission.APPEAL_SCORE,), "own-scores", gettext_lazy("我的质检结果")),
)


@dataclass(frozen=True)
class Entry:
    """One page in the navigation."""

    label: str
    url: str


def entries_for(actor: Actor) -> Sequence[Entry]:
    """The pages that the person may open, in the table's order."""
    return [
        Entry(str(label), reverse(name))
        for permissions, name, label in ENTRIES
        if any(actor.may(permission) for permission in permissions)
    ]
