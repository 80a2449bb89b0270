"""Plans of sampling: made, changed, drawn; and what was drawn."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.settings.gate import allowed, carry_out, done, form_page, read_or_send
from jiesu.console.staff import page
from jiesu.organisations.actors import Actor
from jiesu.oversight import actions
from jiesu.oversight.sampling import METHOD_LABELS, PERIOD_LABELS, SPREAD_LABELS, Method, Period, Spread
from jiesu.oversight.selectors import quality

may = allowed(Permission.INSPECT_QUALITY)


class PlanForm(forms.Form):
    """What a plan says."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    form_code = forms.ChoiceField(label=gettext_lazy("评分表"))
    method = forms.ChoiceField(
        label=gettext_lazy("抽样方式"),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("按风险加权时，提示为敷衍、较差，不满意、超期、重办过的更容易抽到。"),
    )
    spread = forms.ChoiceField(label=gettext_lazy("抽样范围"), widget=forms.RadioSelect)
    size = forms.IntegerField(label=gettext_lazy("数量"), min_value=1, max_value=1000)
    period = forms.ChoiceField(label=gettext_lazy("周期"), widget=forms.RadioSelect)
    double_percent = forms.IntegerField(
        label=gettext_lazy("双人评分占比（%）"),
        min_value=0,
        max_value=100,
        help_text=gettext_lazy("另派一名质检员再评一次，互不知情，用来比较评分是否一致。"),
    )
    is_active = forms.BooleanField(label=gettext_lazy("启用，每天清晨自动抽取"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **{"label_suffix": "", "auto_id": "plan-%s", **kwargs})
        choices = {
            "form_code": [(form.code, form.name) for form in quality.current_forms()],
            "method": [(key.value, _(label)) for key, label in METHOD_LABELS.items()],
            "spread": [(key.value, _(label)) for key, label in SPREAD_LABELS.items()],
            "period": [(key.value, _(label)) for key, label in PERIOD_LABELS.items()],
        }
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = offered

    def content(self) -> actions.PlanContent:
        """The plan that was written."""
        told = self.cleaned_data
        kinds = {
            "method": Method(told["method"]),
            "spread": Spread(told["spread"]),
            "period": Period(told["period"]),
        }
        return actions.PlanContent(**{**told, **kinds})


@require_safe
@may
def plans(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The plans and what was drawn last."""
    names = {form.code: form.name for form in quality.current_forms()}
    context: dict[str, object] = {
        "rows": [(plan, names.get(plan.form_code, plan.form_code)) for plan in quality.sampling_plans()],
        "runs": quality.sampling_runs(),
    }
    return page(request, actor, "console/oversight/quality/plans.html", context=context)


@read_or_send
@may
def edit(request: HttpRequest, actor: Actor, *, key: int | None = None) -> HttpResponse:
    """A new plan, or another version of one."""
    row = quality.get_plan(key) if key else None
    usual = {
        "method": Method.RISK.value,
        "spread": Spread.UNIT.value,
        "period": Period.WEEK.value,
        "size": 5,
        "double_percent": 10,
        "is_active": True,
    }
    initial = {name: getattr(row, name) for name in PlanForm.base_fields} if row else usual
    form = PlanForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST":
        status = carry_out(form, lambda: actions.save_sampling_plan(form.content(), by=actor, plan=key))
    if not status:
        return done(request, _("抽样方案已保存。"), to="sampling-plans")
    title = row.name if row else _("新建抽样方案")
    return form_page(request, actor, form, title=title, back=reverse("sampling-plans"), status=status)


@require_POST
@may
def draw(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Draw the last whole period now; drawn already, nothing happens."""
    quality.get_plan(key)
    run = actions.draw_sample(key, by=actor)
    if run is None:
        messages.info(request, _("这一期已经抽过。"))
    else:
        messages.success(
            request,
            _("%(key)s：从 %(of)s 件中抽取 %(n)s 件。")
            % {"key": run.key, "of": run.population, "n": run.drawn},
        )
    return redirect("sampling-plans")
