"""Keeping the reason codes."""

import re
from typing import Any

from django.db import transaction

from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.catalogue.codes import ReasonKind
from jiesu.catalogue.models import ReasonCode
from jiesu.core import audit
from jiesu.core.errors import InvalidInput

_CODE = re.compile(r"[a-z0-9_]{1,30}")


@transaction.atomic
def save_reason(
    code: str,
    *,
    kind: ReasonKind,
    title: str,
    by: Holder,
    script: str = "",
    target_channel: str = "",
    is_active: bool = True,
) -> ReasonCode:
    """维护原因代码: make a reason code or change its words; its kind never changes.

    Raises:
        NotAllowed: the person may not configure the catalogue.
        InvalidInput: the code is malformed, the title is empty, or the kind is another than before.
    """
    require(by, Permission.CONFIGURE_CATALOGUE)
    _check(code, title)
    words: dict[str, Any] = {
        "title": title,
        "script": script,
        "target_channel": target_channel,
        "is_active": is_active,
    }
    row, new = ReasonCode.objects.select_for_update().get_or_create(
        code=code, defaults={"kind": kind.value, **words}
    )
    if row.kind != kind:
        raise InvalidInput(
            field="kind",
            reason_zh="原因代码的用途不能更改，请另建代码。",
            reason_en="The kind of a reason code cannot change; make another code.",
        )
    if not new:
        for name, value in words.items():
            setattr(row, name, value)
        row.save(update_fields=list(words))
    audit.record("catalogue.save_reason", subject=code, by=by, **words)
    return row


def _check(code: str, title: str) -> None:
    if not _CODE.fullmatch(code):
        raise InvalidInput(
            field="code",
            reason_zh="代码由小写字母、数字、下划线组成，不超过30个。",
            reason_en="A code is up to 30 small letters, digits and underscores.",
        )
    if not title.strip():
        raise InvalidInput(field="title", reason_zh="名称不能为空。", reason_en="The title is empty.")
