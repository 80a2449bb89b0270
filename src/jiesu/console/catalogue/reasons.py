"""Reason codes: by kind, with what is said to the citizen and where they are sent."""

from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue import actions, configured, selectors
from jiesu.catalogue.codes import REASON_KIND_LABELS, ReasonKind
from jiesu.catalogue.selectors import Reason
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.gate import allowed, carry_out, done, form_page, read_or_send
from jiesu.console.staff import page
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.organisations.actors import Actor

may = allowed(Permission.CONFIGURE_CATALOGUE)


class ReasonCodeForm(Plain):
    """A reason code and its words."""

    code = forms.CharField(
        label=gettext_lazy("代码"),
        max_length=30,
        help_text=gettext_lazy("小写字母、数字、下划线；以后不能改。"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("用途"))
    title = forms.CharField(label=gettext_lazy("名称"), max_length=100)
    script = forms.CharField(
        label=gettext_lazy("话术"),
        required=False,
        max_length=2000,
        help_text=gettext_lazy("对诉求人说的话。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    target_channel = forms.CharField(label=gettext_lazy("引导渠道"), required=False, max_length=200)
    is_active = forms.BooleanField(label=gettext_lazy("启用"), required=False, initial=True)

    def __init__(self, *args: Any, reason: Reason | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        if reason is not None:
            names = ("title", "script", "target_channel", "is_active")
            kwargs["initial"] = {name: getattr(reason, name) for name in names}
        super().__init__(*args, **kwargs)
        if reason is not None:
            del self.fields["code"], self.fields["kind"]
            return
        offered: Any = self.fields["kind"]
        offered.choices = [(kind.value, _(label)) for kind, label in REASON_KIND_LABELS.items()]

    def words(self) -> dict[str, Any]:
        """What the action is given besides code and kind."""
        return {name: self.cleaned_data[name] for name in ("title", "script", "target_channel", "is_active")}


@require_safe
@may
def reasons(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All reason codes by kind."""
    found = configured.reason_codes()
    groups = [
        (REASON_KIND_LABELS[kind], list(group)) for kind, group in groupby(found, key=lambda row: row.kind)
    ]
    return page(request, actor, "console/catalogue/reasons.html", context={"groups": groups})


@read_or_send
@may
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Make a reason code."""
    form, status = ReasonCodeForm(request.POST or None), 200

    def act() -> None:
        code = form.cleaned_data["code"]
        if selectors.reason(code) is not None:
            raise InvalidInput(field="code", reason_zh="代码已存在。", reason_en="The code exists.")
        actions.save_reason(code, kind=ReasonKind(form.cleaned_data["kind"]), by=actor, **form.words())

    if request.method == "POST":
        status = carry_out(form, act)
        if not status:
            return done(request, _("原因代码已建立。"), to="reasons")
    return form_page(request, actor, form, title=_("新建原因代码"), back=reverse("reasons"), status=status)


@read_or_send
@may
def edit(request: HttpRequest, actor: Actor, *, code: str) -> HttpResponse:
    """Change the words of a reason code, or set it out of use."""
    reason = selectors.reason(code)
    if reason is None:
        raise NotFound(what=_("原因代码"))
    form, status = ReasonCodeForm(request.POST or None, reason=reason), 200
    if request.method == "POST":
        status = carry_out(
            form, lambda: actions.save_reason(code, kind=reason.kind, by=actor, **form.words())
        )
        if not status:
            return done(request, _("原因代码已保存。"), to="reasons")
    title = f"{_(REASON_KIND_LABELS[reason.kind])} · {code}"
    return form_page(request, actor, form, title=title, back=reverse("reasons"), status=status)
