"""The centre's rules of the callback: the version in force, earlier ones, and a form for the next."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS, Channel, Nature, Urgency
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.gate import allowed, carry_out, done, form_page, read_or_send
from jiesu.console.staff import page
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions.callback_plans import publish_callback_plan
from jiesu.oversight.callback_plans import DEFAULT_PLAN, CallbackPlan, SampleLine
from jiesu.oversight.selectors.callback_plans import plan_in_force, plan_of, plan_versions

may = allowed(Permission.CONFIGURE_OVERSIGHT)
NUMBERS = ("others", "direct", "link_days", "recheck", "recheck_days")
FLAGS = ("links", "closes")
TIMES = ("earliest", "noon", "evening", "latest")
_ANY = "*"


def _share(label: Any, help_text: Any = "") -> forms.IntegerField:  # noqa: ANN401 - lazy words
    return forms.IntegerField(label=label, min_value=0, max_value=100, help_text=help_text)


def _time(label: Any) -> forms.TimeField:  # noqa: ANN401 - lazy words
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class PlanForm(Plain):
    """The rules; the lines are written one below the other, as people read them aloud."""

    lines = forms.CharField(
        label=gettext_lazy("抽样规则"),
        required=False,
        max_length=5000,
        help_text=gettext_lazy(
            "每行：类型 渠道 紧急程度 单位代码 比例，如“投诉,举报 * 紧急 * 100”，先写先用。"
        ),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )
    others = _share(gettext_lazy("其余工单，每百件回访"))
    direct = _share(gettext_lazy("直接答复，每百件回访"))
    earliest = _time(gettext_lazy("最早几点拨打"))
    noon = _time(gettext_lazy("下午从几点起"))
    evening = _time(gettext_lazy("晚间从几点起"))
    latest = _time(gettext_lazy("最晚几点拨打"))
    links = forms.BooleanField(label=gettext_lazy("打不通时发短信链接"), required=False)
    link_days = forms.IntegerField(label=gettext_lazy("链接有效天数"), min_value=1, max_value=30)
    closes = forms.BooleanField(label=gettext_lazy("不需人判定的自动办结"), required=False)
    recheck = _share(
        gettext_lazy("复核回访，每百件"), gettext_lazy("由另一人在不知道第一次答案的情况下再打一次。")
    )
    recheck_days = forms.IntegerField(label=gettext_lazy("几天内复核"), min_value=1, max_value=30)
    note = forms.CharField(label=gettext_lazy("修改说明"), max_length=200)

    def __init__(self, *args: Any, plan: CallbackPlan, **kwargs: Any) -> None:  # noqa: ANN401
        names = (*NUMBERS, *FLAGS, *TIMES)
        kwargs["initial"] = {
            "lines": "\n".join(map(_written, plan.lines)),
            **{name: getattr(plan, name) for name in names},
        }
        super().__init__(*args, **kwargs)

    def clean_lines(self) -> tuple[SampleLine, ...]:
        """The lines as rules.

        Raises:
            ValidationError: a line cannot be understood; it is named.
        """
        told = enumerate(self.cleaned_data["lines"].splitlines(), 1)
        return tuple(_read(line.split(), number) for number, line in told if line.strip())

    def plan(self) -> CallbackPlan:
        """What was told."""
        names = ("lines", *NUMBERS, *FLAGS, *TIMES)
        return replace(DEFAULT_PLAN, **{name: self.cleaned_data[name] for name in names})


@require_safe
@may
def rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What holds, and what held."""
    versions = [(version, plan_of(version)) for version in plan_versions()]
    context: dict[str, object] = {"plan": plan_in_force(), "versions": versions}
    return page(request, actor, "console/oversight/callbacks/rules.html", context=context)


@read_or_send
@may
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Publish the next version, beginning with the one that holds."""
    form, status = PlanForm(request.POST or None, plan=plan_in_force()), 200
    if request.method == "POST":
        status = carry_out(
            form, lambda: publish_callback_plan(form.plan(), note=form.cleaned_data["note"], by=actor)
        )
        if not status:
            return done(request, _("回访规则已发布。"), to="callback-rules")
    return form_page(
        request,
        actor,
        form,
        title=_("新的回访规则"),
        back=reverse("callback-rules"),
        send=_("发布"),
        what=_("发布后新生成的回访按新规则；已经在等的照旧。"),
        status=status,
    )


def _written(line: SampleLine) -> str:
    parts = [
        [label for key, label in NATURE_LABELS.items() if key in line.natures],
        [label for key, label in CHANNEL_LABELS.items() if key in line.channels],
        [label for key, label in URGENCY_LABELS.items() if key in line.urgencies],
        sorted(line.units),
    ]
    return " ".join([*(",".join(part) or _ANY for part in parts), str(line.share)])


def _read(words: list[str], number: int) -> SampleLine:
    if len(words) != 5 or not words[4].isdecimal():
        raise forms.ValidationError(_("第 %(number)s 行要有五项，最后一项是比例。") % {"number": number})
    try:
        return SampleLine(
            natures=frozenset(Nature(key) for key in _keys(words[0], NATURE_LABELS)),
            channels=frozenset(Channel(key) for key in _keys(words[1], CHANNEL_LABELS)),
            urgencies=frozenset(Urgency(key) for key in _keys(words[2], URGENCY_LABELS)),
            units=frozenset() if words[3] == _ANY else frozenset(words[3].replace("，", ",").split(",")),
            share=int(words[4]),
        )
    except KeyError as unknown:
        told = {"number": number, "word": unknown.args[0]}
        raise forms.ValidationError(_("第 %(number)s 行的“%(word)s”不认识。") % told) from unknown


def _keys(words: str, labels: Any) -> list[str]:  # noqa: ANN401 - a table of labels
    by_label = {label: key.value for key, label in labels.items()}
    return [] if words == _ANY else [by_label[word] for word in words.replace("，", ",").split(",")]
