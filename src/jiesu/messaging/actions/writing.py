"""Writing templates."""

import re
from datetime import datetime

from django.db import transaction

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.core.errors import InvalidInput
from jiesu.messaging import templates
from jiesu.messaging.models import TemplateVersion
from jiesu.messaging.selectors.templates import template_in_force
from jiesu.messaging.templates import Wording
from jiesu.organisations.actors import Actor

_CODE = re.compile(r"[a-z][a-z0-9_.]{0,59}")


@transaction.atomic
def save_template(code: str, wording: Wording, *, by: Actor, at: datetime | None = None) -> TemplateVersion:
    """修改消息模板: a new version, which holds from now on; the same words again are no new version.

    Raises:
        NotAllowed: the person may not configure messages.
        NotFound: there is no such template.
        UnclearWording, UnknownVariable: it could not be sent.
    """
    require(by, Permission.CONFIGURE_MESSAGES)
    now = template_in_force(code)
    templates.check(wording, known=now.group.variables)
    if now.wording == wording and now.row is not None:
        return now.row
    return _stored(code, wording, name=now.name, group=now.group.code, version=now.version + 1, by=by, at=at)


@transaction.atomic
def add_template(
    code: str, wording: Wording, *, name: str, group: str, by: Actor, at: datetime | None = None
) -> TemplateVersion:
    """新建消息模板: one of the centre's own, with the variables of a group.

    Raises:
        NotAllowed: the person may not configure messages.
        InvalidInput: the code is none or taken, the name is missing, or the group is unknown.
        UnclearWording, UnknownVariable: it could not be sent.
    """
    require(by, Permission.CONFIGURE_MESSAGES)
    taken = code in templates.presets or TemplateVersion.objects.filter(code=code).exists()
    if not _CODE.fullmatch(code) or taken:
        raise InvalidInput(
            field="code",
            reason_zh="代码已被使用，或不是小写字母、数字、下划线和点。",
            reason_en="The code is taken, or not of small letters, digits, underscores and dots.",
        )
    if not name.strip():
        raise InvalidInput(field="name", reason_zh="请填写名称。", reason_en="A name is needed.")
    if group not in templates.groups:
        raise InvalidInput(field="group", reason_zh="没有这个变量组。", reason_en="There is no such group.")
    templates.check(wording, known=templates.groups[group].variables)
    return _stored(code, wording, name=name.strip()[:60], group=group, version=1, by=by, at=at)


def _stored(
    code: str,
    wording: Wording,
    *,
    name: str,
    group: str,
    version: int,
    by: Actor,
    at: datetime | None,
) -> TemplateVersion:
    row = TemplateVersion.objects.create(
        code=code,
        version=version,
        name=name,
        group=group,
        title=wording.title,
        text=wording.text,
        short=wording.short,
        wechat_template=wording.wechat_template,
        wechat_fields=wording.wechat_fields,
        created_at=at or clock.now(),
        created_by_id=by.user_id,
        created_by_name=by.name[:100],
    )
    audit.record("messages.save_template", subject=code, by=by, version=version)
    return row
