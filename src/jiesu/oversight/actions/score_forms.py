"""Score forms: a change is a new version; what was scored by an older one stays as it was."""

import re
from datetime import datetime

from django.db import transaction
from django.db.models import Max

from jiesu.accounts.permissions import Permission, require
from jiesu.core import audit, clock
from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.oversight.inspecting import FormContent, check_form
from jiesu.oversight.models import ScoreForm, ScoreItem
from jiesu.oversight.score_forms import SHIPPED

_CODE = re.compile(r"[a-z][a-z0-9-]{0,39}")


@transaction.atomic
def publish_score_form(content: FormContent, *, by: Actor, at: datetime | None = None) -> ScoreForm:
    """发布评分表: the next version of a form; tasks that are drawn from now on are scored by it.

    Raises:
        NotAllowed: the person may not configure the oversight.
        InvalidInput: the form cannot be scored by; see :func:`~jiesu.oversight.inspecting.check_form`.
    """
    require(by, Permission.CONFIGURE_OVERSIGHT)
    check_form(content)
    rows = ScoreForm.objects.select_for_update().filter(code=content.code)
    list(rows)
    newest = ScoreForm.objects.filter(code=content.code).aggregate(newest=Max("version"))["newest"] or 0
    ScoreForm.objects.filter(code=content.code, is_current=True).update(is_current=False)
    form = ScoreForm.objects.create(
        code=content.code,
        version=newest + 1,
        name=content.name,
        subject=content.subject.value,
        pass_mark=content.pass_mark,
        published_at=at or clock.now(),
        published_by_name=by.name,
    )
    ScoreItem.objects.bulk_create(
        ScoreItem(
            form=form,
            code=item.code,
            label=item.label,
            points=item.points,
            is_fatal=item.is_fatal,
            guidance=item.guidance,
            position=place,
        )
        for place, item in enumerate(content.items)
    )
    audit.record(
        "oversight.publish_score_form", subject=f"score_form:{content.code}", by=by, version=form.version
    )
    return form


@transaction.atomic
def start_score_form(content: FormContent, *, by: Actor, at: datetime | None = None) -> ScoreForm:
    """新建评分表: the first version of a form that the centre builds itself.

    Raises:
        NotAllowed: the person may not configure the oversight.
        InvalidInput: the code is none, or another form has it; or the form cannot be scored by.
    """
    require(by, Permission.CONFIGURE_OVERSIGHT)
    if not _CODE.fullmatch(content.code):
        raise InvalidInput(
            field="code",
            reason_zh="代码用小写字母、数字和连字符，以字母开头。",
            reason_en="A code is small letters, digits and hyphens after a letter.",
        )
    if ScoreForm.objects.filter(code=content.code).exists():
        raise InvalidInput(
            field="code", reason_zh="已有这个代码的评分表。", reason_en="Another form has this code."
        )
    return publish_score_form(content, by=by, at=at)


@transaction.atomic
def install_score_forms(*, at: datetime | None = None) -> list[ScoreForm]:
    """初始化评分表: publish each shipped form that is not there; safe to run at every start."""
    stored = set(ScoreForm.objects.values_list("code", flat=True))
    return [publish_score_form(form, by=SYSTEM, at=at) for form in SHIPPED if form.code not in stored]
