"""Score forms: read by inspectors, changed by who configures; a change is a new version."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.settings.gate import allowed, blame, done, read_or_send
from jiesu.console.staff import page, staff
from jiesu.core.errors import NotAllowed, Refusal
from jiesu.organisations.actors import Actor
from jiesu.oversight import actions
from jiesu.oversight.inspecting import SUBJECT_LABELS, FormContent, FormItem, Subject
from jiesu.oversight.selectors import quality

READERS = (Permission.INSPECT_QUALITY, Permission.CONFIGURE_OVERSIGHT, Permission.APPEAL_SCORE)
SPARE = 6
"""Empty rows for further items."""


class HeadForm(forms.Form):
    """What a form is called and when it is passed."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    pass_mark = forms.IntegerField(label=gettext_lazy("合格分"), min_value=1, max_value=100)


class NewForm(HeadForm):
    """What a new form is, besides."""

    code = forms.SlugField(
        label=gettext_lazy("代码"),
        max_length=40,
        help_text=gettext_lazy("小写字母、数字和连字符，定了不再改。"),
    )
    subject = forms.ChoiceField(label=gettext_lazy("对象"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["subject"]
        offered.choices = [(subject.value, _(SUBJECT_LABELS[subject])) for subject in Subject]


class ItemForm(forms.Form):
    """One item; a row without a name is left out."""

    use_required_attribute = False
    code = forms.SlugField(required=False, max_length=40, widget=forms.HiddenInput)
    label = forms.CharField(label=gettext_lazy("评分项"), required=False, max_length=60)
    points = forms.IntegerField(label=gettext_lazy("分值"), required=False, min_value=0, max_value=100)
    is_fatal = forms.BooleanField(label=gettext_lazy("一票否决"), required=False)
    guidance = forms.CharField(label=gettext_lazy("扣分说明"), required=False, max_length=300)


ItemForms: Any = forms.formset_factory(ItemForm, extra=SPARE, max_num=60, absolute_max=60)


@require_safe
@staff
def score_forms(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The forms in force."""
    _require_reader(actor)
    rows = [(form, _(SUBJECT_LABELS[Subject(form.subject)])) for form in quality.current_forms()]
    return page(
        request,
        actor,
        "console/oversight/quality/score_forms.html",
        context={"rows": rows, "may_edit": actor.may(Permission.CONFIGURE_OVERSIGHT)},
    )


@read_or_send
@allowed(Permission.CONFIGURE_OVERSIGHT)
def new_form(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A form that the centre builds itself."""
    given = request.POST or None
    head = NewForm(given, initial={"pass_mark": 80}, label_suffix="")
    items = ItemForms(given, prefix="item")
    status = 200
    if request.method == "POST":
        status = _publish(head, items, None, actor)
        if not status:
            return done(request, _("已发布新版评分表。"), to="score-form", key=head.cleaned_data["code"])
    context: dict[str, object] = {"head": head, "items": items, "may_edit": True, "total": 0}
    return page(request, actor, "console/oversight/quality/score_form.html", context=context, status=status)


@read_or_send
@staff
def score_form(request: HttpRequest, actor: Actor, *, code: str) -> HttpResponse:
    """One form with its versions; who configures may publish the next one."""
    _require_reader(actor)
    versions = quality.form_versions(code)
    newest = versions[0]
    given = request.POST or None
    head = HeadForm(given, initial={"name": newest.name, "pass_mark": newest.pass_mark}, label_suffix="")
    kept = [
        {
            "code": item.code,
            "label": item.label,
            "points": item.points,
            "is_fatal": item.is_fatal,
            "guidance": item.guidance,
        }
        for item in newest.items.all()
    ]
    items = ItemForms(given, initial=kept, prefix="item")
    status = 200
    if request.method == "POST":
        status = _publish(head, items, newest, actor)
        if not status:
            return done(request, _("已发布新版评分表。"), to="score-form", key=code)
    context: dict[str, object] = {
        "form": newest,
        "head": head,
        "items": items,
        "versions": versions,
        "may_edit": actor.may(Permission.CONFIGURE_OVERSIGHT),
        "total": sum(item.points for item in newest.items.all()),
    }
    return page(request, actor, "console/oversight/quality/score_form.html", context=context, status=status)


def _publish(head: HeadForm, items: Any, newest: Any, actor: Actor) -> int:  # noqa: ANN401, PLR0917 - Django's own
    """Publish what was sent: 0 when it was done, else the status, the error beside the form."""
    if not (head.is_valid() and items.is_valid()):
        return 422
    rows = [row for row in items.cleaned_data if row and row.get("label")]
    told, version = head.cleaned_data, newest.version + 1 if newest else 1
    content = FormContent(
        code=newest.code if newest else told["code"],
        name=told["name"],
        subject=Subject(newest.subject if newest else told["subject"]),
        pass_mark=told["pass_mark"],
        items=tuple(_item(row, f"v{version}-{place}") for place, row in enumerate(rows, 1)),
    )
    try:
        (actions.publish_score_form if newest else actions.start_score_form)(content, by=actor)
    except Refusal as refusal:
        blame(head, refusal)
        return refusal.status
    return 0


def _item(row: dict[str, Any], fresh: str) -> FormItem:
    """An item; one that is new gets a code that no version had."""
    return FormItem(
        code=row["code"] or fresh,
        label=row["label"],
        points=0 if row["is_fatal"] else row["points"] or 0,
        is_fatal=row["is_fatal"],
        guidance=row["guidance"],
    )


def _require_reader(actor: Actor) -> None:
    if not any(actor.may(permission) for permission in READERS):
        raise NotAllowed(permission=_("质检评分"))
