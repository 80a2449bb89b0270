"""The centre's own rules: in their order, written, tried on past orders, failing ones among them."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue import configured
from jiesu.catalogue.codes import PATH_MARK, is_topic_code
from jiesu.catalogue.natures import NATURE_LABELS
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.fields import UnitText, unit_named
from jiesu.console.settings.gate import allowed, carry_out, done, read_or_send
from jiesu.console.staff import staff
from jiesu.console.triage.frame import triage_page
from jiesu.console.triage.wording import conditions, said
from jiesu.core.tables import parts_of
from jiesu.organisations.actors import Actor
from jiesu.triage import actions, selectors
from jiesu.triage.ownrules import Trial
from jiesu.triage.selectors.rules import DRAFT, WrittenRule

if TYPE_CHECKING:
    from jiesu.triage.models import RoutingRule

may = allowed(Permission.CONFIGURE_TRIAGE)
DAYS = (7, 30, 90)
_MARKS = re.compile(r"[、，,；;\s]+")


class RuleForm(Plain):
    """A rule as somebody writes it."""

    name = forms.CharField(label=gettext_lazy("名称"), max_length=60)
    any_of = forms.CharField(
        label=gettext_lazy("诉求中提到"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("提到其中任一个词即可，用顿号或空格隔开。"),
    )
    none_of = forms.CharField(
        label=gettext_lazy("诉求中不提"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("提到其中任一个词就不适用。"),
    )
    natures = forms.MultipleChoiceField(
        label=gettext_lazy("诉求类型"),
        required=False,
        choices=[(nature.value, gettext_lazy(label)) for nature, label in NATURE_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    topic_code = forms.CharField(
        label=gettext_lazy("事项"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("事项代码，或各级名称用“/”隔开；它下面的事项都算。"),
    )
    area_code = forms.RegexField(
        r"^[0-9]{2,12}$",
        label=gettext_lazy("区划代码"),
        required=False,
        help_text=gettext_lazy("在这个区划之内；不填表示全市。"),
        error_messages={"invalid": gettext_lazy("区划代码只有数字。")},
    )
    lead = UnitText(label=gettext_lazy("主办单位"))
    assists = forms.CharField(
        label=gettext_lazy("协办单位"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("单位代码或名称，用顿号隔开。"),
    )
    is_active = forms.BooleanField(label=gettext_lazy("启用"), required=False, initial=True)

    def clean_topic_code(self) -> str:
        """The code, also for names down the tree."""
        text: str = self.cleaned_data["topic_code"].strip()
        if not text or is_topic_code(text):
            return text
        wanted = tuple(part.strip() for part in text.split(PATH_MARK))
        for code, path in configured.topic_paths():
            if path[: len(wanted)] == wanted:
                return code[: 2 * len(wanted)]
        raise forms.ValidationError(_("现行分类中没有事项“%(name)s”。"), params={"name": text})

    def clean_assists(self) -> list[int]:
        """The keys of the units."""
        return [unit_named(name).pk for name in parts_of(self.cleaned_data["assists"])]

    def rule(self) -> actions.RuleText:
        """As triage takes it."""
        given = self.cleaned_data
        return actions.RuleText(
            name=given["name"],
            lead=given["lead"].pk,
            assists=given["assists"],
            any_of=_words(given["any_of"]),
            none_of=_words(given["none_of"]),
            natures=given["natures"],
            topic_code=given["topic_code"],
            area_code=given["area_code"],
            is_active=given["is_active"],
        )


@dataclass(frozen=True)
class Row:
    """A rule as the list shows it."""

    rule: WrittenRule
    conditions: list[str]
    fault: str


@dataclass(frozen=True)
class Tried:
    """What a rule would have done, with its name and why it fails."""

    trial: Trial
    name: str
    hidden_by: str
    fault: str
    is_draft: bool


@require_safe
@staff
def rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All rules in the order in which they are tried."""
    written = selectors.rules_written(for_user=actor)
    rows = [Row(one, conditions(one), said([one.fault]) if one.fault else "") for one in written]
    context: dict[str, object] = {
        "rows": rows,
        "failing": sum(bool(row.fault) and row.rule.row.is_active for row in rows),
        "hidden": sum(row.rule.hidden_by is not None for row in rows),
        "days": DAYS,
    }
    return triage_page(request, actor, "console/triage/rules.html", tab="triage-rules", context=context)


@require_safe
@staff
def trial(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What every rule in force would have done with past orders."""
    run = selectors.dry_run(for_user=actor, days=_days(request.GET.get("days", "")))
    context = {**_told(run, actor), "days": DAYS, "asked_days": _days(request.GET.get("days", ""))}
    return triage_page(request, actor, "console/triage/trial.html", tab="triage-rules", context=context)


@read_or_send
@may
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Write a rule; tried first, or kept."""
    return _edited(request, actor, None)


@read_or_send
@may
def edit(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Change a rule; tried first, or kept."""
    return _edited(request, actor, selectors.rule_written(key, for_user=actor))


@require_POST
@may
def move(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """One place up or down."""
    actions.move_rule(key, up="up" in request.POST, by=actor)
    return redirect("triage-rules")


@require_POST
@may
def remove(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Take a rule away."""
    actions.remove_rule(key, by=actor)
    return done(request, _("规则已删除。"), to="triage-rules")


def _edited(request: HttpRequest, actor: Actor, row: "RoutingRule | None") -> HttpResponse:
    key = row.pk if row else None
    form, status = RuleForm(request.POST or None, initial=_initial(row) if row else None), 200
    context: dict[str, object] = {"form": form, "row": row}
    if request.method == "POST" and "try" in request.POST:
        status = 200 if form.is_valid() else 422
        if form.is_valid():
            run = selectors.dry_run(for_user=actor, draft=form.rule(), rule_id=key)
            context |= _told(run, actor, draft=(key or DRAFT, form.cleaned_data["name"]))
    elif request.method == "POST":
        status = carry_out(form, lambda: actions.save_rule(form.rule(), by=actor, rule_id=key))
        if not status:
            return done(request, _("规则已保存，立即生效。"), to="triage-rules")
    return triage_page(
        request, actor, "console/triage/rule.html", tab="triage-rules", context=context, status=status
    )


def _told(run: selectors.DryRun, actor: Actor, *, draft: tuple[int, str] | None = None) -> dict[str, object]:
    names = {one.row.pk: one.row.name for one in selectors.rules_written(for_user=actor)}
    if draft is not None:
        names[draft[0]] = draft[1]
    tried = [
        Tried(
            trial=one,
            name=names.get(one.rule, ""),
            hidden_by=names.get(one.shadowed_by, "") if one.shadowed_by is not None else "",
            fault=said([one.fault]) if one.fault else "",
            is_draft=draft is not None and one.rule == draft[0],
        )
        for one in run.trials
    ]
    return {"run": run, "tried": tried, "may_open": actor.may(Permission.VIEW_ORDERS)}


def _initial(row: "RoutingRule") -> dict[str, Any]:
    return {
        "name": row.name,
        "any_of": "、".join(row.any_of),
        "none_of": "、".join(row.none_of),
        "natures": row.natures,
        "topic_code": row.topic_code,
        "area_code": row.area_code,
        "lead": row.lead_unit.code,
        "assists": "、".join(unit.code for unit in row.assist_units.all()),
        "is_active": row.is_active,
    }


def _words(text: str) -> list[str]:
    return [word for word in _MARKS.split(text) if word]


def _days(text: str) -> int:
    return int(text) if text in {str(days) for days in DAYS} else 30
