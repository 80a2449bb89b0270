"""Templates of messages: what they say, how that looks, their versions and what changed between two."""

import difflib
from dataclasses import dataclass

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.supervision_forms import PlainForm
from jiesu.console.settings.gate import allowed, carry_out, done, form_page, read_or_send
from jiesu.console.staff import page, spoken
from jiesu.core.errors import Refusal
from jiesu.messaging import actions, selectors
from jiesu.messaging.selectors import Template
from jiesu.messaging.templates import LONGEST_SHORT, LONGEST_TEXT, LONGEST_TITLE, Wording, groups
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions.telling import preview as previewed
from jiesu.oversight.selectors.noticing import rules_in_force

may = allowed(Permission.CONFIGURE_MESSAGES)
PARTS = {
    "title": gettext_lazy("标题"),
    "text": gettext_lazy("内容"),
    "short": gettext_lazy("短信和推送的内容"),
    "wechat_fields": gettext_lazy("微信模板字段"),
}


class WordingForm(PlainForm):
    """What a template says."""

    title = forms.CharField(
        label=PARTS["title"], max_length=LONGEST_TITLE, help_text=gettext_lazy("站内消息、邮件和推送的标题。")
    )
    text = forms.CharField(
        label=PARTS["text"], max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4})
    )
    short = forms.CharField(
        label=PARTS["short"],
        required=False,
        max_length=LONGEST_SHORT,
        help_text=gettext_lazy("不填则用上面的内容；手机会被别人看到，不要写诉求内容和姓名。"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    wechat_template = forms.CharField(
        label=gettext_lazy("微信模板编号"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("不填则不发微信。"),
    )
    wechat_fields = forms.CharField(
        label=PARTS["wechat_fields"],
        required=False,
        max_length=1000,
        help_text=gettext_lazy("一行一个字段，如 keyword1={工单编号}"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def wording(self) -> Wording:
        """What was written."""
        names = ("title", "text", "short", "wechat_template", "wechat_fields")
        given = {name: str(self.cleaned_data.get(name, "")).replace("\r\n", "\n") for name in names}
        return Wording(**given)


class NewTemplateForm(WordingForm):
    """A template of the centre's own."""

    code = forms.CharField(
        label=gettext_lazy("代码"),
        max_length=60,
        help_text=gettext_lazy("小写字母、数字、下划线和点；以后不能改。"),
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    group = forms.ChoiceField(label=gettext_lazy("变量组"))
    field_order = ("code", "name", "group")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        offered = self.fields["group"]
        offered.choices = [(group.code, _(group.label)) for group in groups.values()]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Difference:
    """One part in two versions, line by line: ``same``, ``gone`` or ``new``."""

    label: str
    lines: list[tuple[str, str]]


@require_safe
@may
def templates(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All templates, with the rules that use them."""
    used: dict[str, int] = {}
    for rule in rules_in_force().values():
        used[rule.template] = used.get(rule.template, 0) + rule.is_active
    rows = [(template, used.get(code, 0)) for code, template in selectors.templates_in_force().items()]
    return page(request, actor, "console/oversight/messages/templates.html", context={"rows": rows})


@read_or_send
@may
def template(request: HttpRequest, actor: Actor, *, code: str) -> HttpResponse:
    """One template: to be changed, previewed, and compared with what it was."""
    versions = selectors.template_versions(code)
    now = versions[0]
    form = WordingForm(request.POST or None, initial=_initial(now))
    status = 200
    if request.method == "POST":
        status = carry_out(form, lambda: actions.save_template(code, form.wording(), by=actor))
        if not status:
            return done(request, _("新版本已生效。"), to="message-template", key=code)
    one, other = _compared(request, versions)
    context: dict[str, object] = {
        "template": now,
        "form": form,
        "variables": now.group.variables.items(),
        "shown": previewed(now, now.wording),
        "versions": versions,
        "one": one,
        "other": other,
        "differences": _differences(other, one) if one and other else [],
    }
    return page(request, actor, "console/oversight/messages/template.html", context=context, status=status)


@require_POST
@may
def preview(request: HttpRequest, actor: Actor, *, code: str) -> HttpResponse:
    """What is being written, with samples in place of the variables, or what is wrong with it."""
    now = selectors.template_in_force(code)
    form = WordingForm(request.POST)
    form.is_valid()
    context: dict[str, object] = {"template": now}
    try:
        context["shown"] = previewed(now, form.wording())
    except Refusal as refusal:
        context["wrong"] = spoken(refusal)
    return page(request, actor, "console/oversight/messages/preview.html", context=context)


@read_or_send
@may
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A template of the centre's own."""
    form, status = NewTemplateForm(request.POST or None), 200

    def act() -> None:
        named = {name: form.cleaned_data[name] for name in ("name", "group")}
        actions.add_template(form.cleaned_data["code"], form.wording(), by=actor, **named)

    if request.method == "POST":
        status = carry_out(form, act)
        if not status:
            return done(request, _("模板已建立。"), to="message-template", key=form.cleaned_data["code"])
    back = reverse("message-templates")
    return form_page(request, actor, form, title=_("新建消息模板"), back=back, status=status)


def _initial(now: Template) -> dict[str, str]:
    return {**now.wording.parts, "wechat_template": now.wording.wechat_template}


def _compared(request: HttpRequest, versions: list[Template]) -> tuple[Template | None, Template | None]:
    """The two versions that are to be compared; the newest two where nothing is asked."""
    by_number = {str(version.version): version for version in versions}
    one = by_number.get(request.GET.get("one", ""), versions[0])
    other = by_number.get(request.GET.get("other", ""), versions[1] if len(versions) > 1 else None)
    return one, other


def _differences(old: Template, new_one: Template) -> list[Difference]:
    marks = {"  ": "same", "- ": "gone", "+ ": "new"}
    found = []
    for name, label in PARTS.items():
        before, after = old.wording.parts[name].splitlines(), new_one.wording.parts[name].splitlines()
        lines = [(marks[line[:2]], line[2:]) for line in difflib.ndiff(before, after) if line[:2] in marks]
        if before != after:
            found.append(Difference(str(label), lines))
    return found
