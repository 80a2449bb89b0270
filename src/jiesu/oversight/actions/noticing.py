"""Changing who is told of what."""

import re
from dataclasses import asdict
from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.core.errors import InvalidInput
from jiesu.messaging.selectors import templates_in_force
from jiesu.organisations.actors import Actor
from jiesu.oversight.models import NoticeRuleRow
from jiesu.oversight.notice_presets import RULES
from jiesu.oversight.noticing import NoticeRule, check_rule
from jiesu.oversight.selectors.noticing import rule_in_force

_CODE = re.compile(r"[a-z][a-z0-9_.]{0,59}")


@transaction.atomic
def save_notice_rule(rule: NoticeRule, *, by: Actor, at: datetime | None = None) -> NoticeRule:
    """修改消息规则: put a rule in place of the one of its code, or add one; like the shipped one, it is that.

    Raises:
        NotAllowed: the person may not configure messages.
        InvalidInput: the rule cannot be carried out, or its code is none.
    """
    require(by, Permission.CONFIGURE_MESSAGES)
    template = templates_in_force().get(rule.template)
    if not _CODE.fullmatch(rule.code) or template is None:
        raise InvalidInput(
            field="template" if template is None else "code",
            reason_zh="请选择模板，代码用小写字母、数字、下划线和点。",
            reason_en="Choose a template; a code has small letters, digits, underscores and dots.",
        )
    check_rule(rule, group=template.group.code)
    if rule in RULES:
        NoticeRuleRow.objects.filter(code=rule.code).delete()
    else:
        values = {
            **asdict(rule),
            "only": list(rule.only),
            "channels": list(rule.channels),
            "to": rule.to.value,
        }
        values |= {"changed_at": at or clock.now(), "changed_by_name": by.name[:100]}
        NoticeRuleRow.objects.update_or_create(code=values.pop("code"), defaults=values)
    audit.record("messages.save_notice_rule", subject=rule.code, by=by)
    return rule


@transaction.atomic
def reset_notice_rule(code: str, *, by: Actor) -> None:
    """恢复消息规则: the shipped rule holds again; one of the centre's own is gone.

    Raises:
        NotAllowed: the person may not configure messages.
        NotFound: there is no such rule.
    """
    require(by, Permission.CONFIGURE_MESSAGES)
    rule_in_force(code)
    NoticeRuleRow.objects.filter(code=code).delete()
    audit.record("messages.reset_notice_rule", subject=code, by=by)
