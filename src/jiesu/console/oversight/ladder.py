"""The escalation ladder: read, edited as a table, tried on the last weeks before it is published."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.calendar import MEASURE_LABELS, Measure, TimeLimit
from jiesu.catalogue.packs import CLOCK_LABELS, ClockKind
from jiesu.console.oversight.supervision_forms import PlainForm, one_of
from jiesu.console.settings.gate import allowed, done, read_or_send
from jiesu.console.staff import page, spoken
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import today
from jiesu.oversight import actions
from jiesu.oversight.ladders import CONDITION_LABELS, LEVEL_LABELS, Condition, Level, Rung
from jiesu.oversight.problems import LEDGER_LABELS, Ledger
from jiesu.oversight.selectors import escalation as selectors
from jiesu.oversight.supervision import COLOUR_LABELS, Colour

may = allowed(Permission.CONFIGURE_OVERSIGHT)
BLANK = 3
_CONDITIONS = {each: label for each, label in CONDITION_LABELS.items() if each is not Condition.DECISION}
_LONGEST_SPAN = timedelta(days=92)


class RungForm(PlainForm):
    """One row of the ladder; a row without a condition is left out."""

    condition = one_of(gettext_lazy("情形"), _CONDITIONS, required=False, none="—")
    clock = one_of(gettext_lazy("时限"), CLOCK_LABELS, required=False, none="—")
    of = one_of(gettext_lazy("督办等级"), COLOUR_LABELS, required=False, none="—")
    amount = forms.DecimalField(label=gettext_lazy("过后"), required=False, min_value=0, max_value=999)
    measure = one_of(gettext_lazy("单位"), MEASURE_LABELS, required=False, none="—")
    times = forms.IntegerField(label=gettext_lazy("第几次"), required=False, min_value=1, max_value=99)
    level = one_of(gettext_lazy("层级"), LEVEL_LABELS)
    urge = forms.BooleanField(label=gettext_lazy("催办"), required=False)
    colour = one_of(gettext_lazy("督办单"), COLOUR_LABELS, required=False)
    days = forms.DecimalField(
        label=gettext_lazy("反馈工作日"), required=False, min_value=Decimal("0.5"), max_value=60
    )
    ledger = one_of(gettext_lazy("台账"), LEDGER_LABELS, required=False)
    bulletin = forms.BooleanField(label=gettext_lazy("通报"), required=False)
    confer = forms.BooleanField(label=gettext_lazy("会商"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["aria-label"] = field.label  # the headings of the table name them for the eye

    def rung(self) -> Rung | None:
        """The rung that was written; None for a row left empty."""
        data = self.cleaned_data
        if not data["condition"]:
            return None
        amount, days = data["amount"], data["days"]
        measure = Measure(data["measure"] or Measure.WORKING_DAYS)
        return Rung(
            condition=Condition(data["condition"]),
            clock=ClockKind(data["clock"]) if data["clock"] else None,
            of=Colour(data["of"]) if data["of"] else None,
            after=TimeLimit(amount, measure) if amount is not None else None,
            times=data["times"] or 0,
            level=Level(data["level"]),
            urge=data["urge"],
            colour=Colour(data["colour"]) if data["colour"] else None,
            feedback=TimeLimit(days, Measure.WORKING_DAYS) if days else None,
            ledger=Ledger(data["ledger"]) if data["ledger"] else None,
            bulletin=data["bulletin"],
            confer=data["confer"],
        )


Rungs: Any = forms.formset_factory(RungForm, extra=BLANK, max_num=60)


@require_safe
@may
def ladder(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The ladder in force, and all versions."""
    version, rungs = selectors.current_ladder()
    context: dict[str, object] = {
        "version": version,
        "rungs": [told(rung) for rung in rungs],
        "versions": selectors.ladder_versions(),
    }
    return page(request, actor, "console/oversight/ladder/ladder.html", context=context)


@read_or_send
@may
def edit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The ladder as a table of fields: tried on the orders of a span, or published."""
    __, current = selectors.current_ladder()
    if request.method != "POST":
        return _edited(request, actor, _filled(current))
    forms_ = Rungs(request.POST, form_kwargs={"auto_id": False})
    since, until = _span(request.POST.get("since", ""), request.POST.get("until", ""))
    if not forms_.is_valid():
        return _edited(request, actor, forms_, status=422)
    rungs = [rung for form in forms_ if (rung := form.rung())]
    try:
        if "publish" in request.POST:
            actions.publish_ladder(rungs, by=actor, note=request.POST.get("note", ""))
            return done(request, _("阶梯已发布，今后到期的按它办理。"), to="ladder")
        tried = selectors.dry_run(rungs, since=_midnight(since), until=_midnight(until + timedelta(days=1)))
    except Refusal as refusal:
        return _edited(request, actor, forms_, status=refusal.status, refusal=spoken(refusal))
    return _edited(request, actor, forms_, tried=tried, span=(since, until))


@require_safe
@may
def try_out(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What the ladder in force would have done in a span, last month unless it is said."""
    since, until = _span(request.GET.get("since", ""), request.GET.get("until", ""))
    __, rungs = selectors.current_ladder()
    tried = selectors.dry_run(rungs, since=_midnight(since), until=_midnight(until + timedelta(days=1)))
    return _edited(request, actor, _filled(rungs), tried=tried, span=(since, until))


def told(rung: Rung) -> dict[str, str]:
    """One rung in words: upon what, when, to whom, what is done."""
    upon = _(CONDITION_LABELS[rung.condition])
    if rung.clock:
        upon = f"{_(CLOCK_LABELS[rung.clock])} · {upon}"
    if rung.of:
        upon = f"{_(COLOUR_LABELS[rung.of])} · {upon}"
    when = _("第 %(n)s 次") % {"n": rung.times} if rung.times else ""
    if rung.after and not rung.after.amount:
        when = _("到期即办")
    elif rung.after:
        amount = f"{rung.after.amount.normalize():f}"
        when = _("过 %(amount)s %(measure)s") % {
            "amount": amount,
            "measure": _(MEASURE_LABELS[rung.after.measure]),
        }
    return {
        "upon": upon,
        "when": when,
        "level": _(LEVEL_LABELS[rung.level]),
        "acts": "、".join(_(act) for act in rung.acts),
    }


def _edited(
    request: HttpRequest,
    actor: Actor,
    formset: object,
    *,
    status: int = 200,
    refusal: str = "",
    tried: selectors.DryRun | None = None,
    span: tuple[date, date] | None = None,
) -> HttpResponse:
    since, until = span or _span("", "")
    context: dict[str, object] = {
        "formset": formset,
        "refusal": refusal,
        "tried": tried,
        "by_rung": [(told(rung), count) for rung, count in tried.by_rung] if tried else [],
        "since": since.isoformat(),
        "until": until.isoformat(),
        "note": request.POST.get("note", ""),
        "back": reverse("ladder"),
    }
    return page(request, actor, "console/oversight/ladder/edit.html", context=context, status=status)


def _filled(rungs: Sequence[Rung]) -> object:
    initial = [
        {
            "condition": rung.condition.value,
            "clock": rung.clock.value if rung.clock else "",
            "of": rung.of.value if rung.of else "",
            "amount": rung.after.amount.normalize() if rung.after else None,
            "measure": rung.after.measure.value if rung.after else "",
            "times": rung.times or None,
            "level": rung.level.value,
            "urge": rung.urge,
            "colour": rung.colour.value if rung.colour else "",
            "days": rung.feedback.amount if rung.feedback else None,
            "ledger": rung.ledger.value if rung.ledger else "",
            "bulletin": rung.bulletin,
            "confer": rung.confer,
        }
        for rung in rungs
    ]
    return Rungs(initial=initial, form_kwargs={"auto_id": False})


def _span(since: str, until: str) -> tuple[date, date]:
    """The days asked for, last month when they cannot be read; never more than three months."""
    try:
        first, last = date.fromisoformat(since), date.fromisoformat(until)
    except ValueError:
        last = today().replace(day=1) - timedelta(days=1)
        first = last.replace(day=1)
    return max(first, last - _LONGEST_SPAN), last


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.SHANGHAI)
