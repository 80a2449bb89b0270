"""Packs of time limits: versions, read as tables, side by side, edited, tried on examples, published."""

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue import actions, configured, selectors
from jiesu.catalogue.calendar import WorkingCalendar, due_at
from jiesu.catalogue.comparison import compare_packs, limit_told
from jiesu.catalogue.natures import NATURE_LABELS, URGENCY_LABELS, Nature, Urgency
from jiesu.catalogue.pack_tables import COLUMNS, FACTS, RULES, limit_cells, pack_rows, rule_out
from jiesu.catalogue.packs import CLOCK_LABELS, ClockKind, Pack
from jiesu.console.catalogue.pack_forms import PackForm
from jiesu.console.settings.exchange import TableForm, sheet_response
from jiesu.console.settings.gate import allowed, blame, done, read_or_send
from jiesu.console.settings.uploads import rows_in
from jiesu.console.staff import page, spoken
from jiesu.core import audit, clock
from jiesu.core.errors import NotFound, Refusal
from jiesu.core.tables import Outcome
from jiesu.organisations.actors import Actor

if TYPE_CHECKING:
    from jiesu.catalogue.models import PackVersion

may = allowed(Permission.CONFIGURE_CATALOGUE)
SHOWN_CLOCKS = (
    ClockKind.DISPATCH,
    ClockKind.SIGN,
    ClockKind.FIRST_CONTACT,
    ClockKind.RETURN_REQUEST,
    ClockKind.HANDLE,
)
SHOWN_APPEALS = (
    (Nature.CONSULTATION, Urgency.NORMAL),
    (Nature.HELP, Urgency.NORMAL),
    (Nature.COMPLAINT, Urgency.NORMAL),
    (Nature.SUGGESTION, Urgency.NORMAL),
    (Nature.HELP, Urgency.URGENT),
    (Nature.HELP, Urgency.CRITICAL),
)


@dataclass(frozen=True)
class Example:
    """What a pack means for one sort of appeal: for each clock, when it would be over."""

    nature: str
    urgency: str
    dues: list[tuple[str, bool]]


@require_safe
@may
def packs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All packs with their versions."""
    versions = configured.pack_versions()
    grouped = [list(group) for _code, group in groupby(versions, key=lambda version: version.code)]
    grouped.sort(key=lambda group: not any(version.is_current for version in group))
    context: dict[str, object] = {"groups": grouped, "form": TableForm()}
    return page(request, actor, "console/catalogue/packs.html", context=context)


@require_safe
@may
def pack(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """One version as a table."""
    version, shown = configured.pack_version(key), selectors.pack_of(key)
    context: dict[str, object] = {
        "version": version,
        "pack": shown,
        "facts": [(label, getattr(shown, name)) for name, label in FACTS.items() if name != "name"],
        "limits": [limit_cells(row) for row in shown.limits],
        "rules": [(label, rule_out(shown, name)) for name, label in RULES.items()],
        "examples": _examples(shown),
        "clocks": [CLOCK_LABELS[kind] for kind in SHOWN_CLOCKS],
        "others": [other for other in configured.pack_versions() if other.pk != key],
        "at": timezone.localtime(clock.now()),
    }
    return page(request, actor, "console/catalogue/pack.html", context=context)


@require_safe
@may
def compare(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Two versions side by side, with what differs marked."""
    old, new = (_chosen(request.GET.get(name, "")) for name in ("old", "new"))
    lines = compare_packs(selectors.pack_of(old.pk), selectors.pack_of(new.pk))
    context: dict[str, object] = {
        "old": old,
        "new": new,
        "lines": lines,
        "differing": sum(line.outcome is not Outcome.SAME for line in lines),
        "versions": configured.pack_versions(),
    }
    return page(request, actor, "console/catalogue/compare.html", context=context)


@require_safe
@may
def export(request: HttpRequest, actor: Actor, *, key: int) -> FileResponse:
    """One version as xlsx."""
    del request
    version = configured.pack_version(key)
    rows = pack_rows(selectors.pack_of(key))
    audit.record("export_table", subject="table:packs", by=actor, rows=len(rows), version=str(version))
    return sheet_response(str(version), COLUMNS, rows)


@require_POST
@may
def upload(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A pack from a file, put into the form, with everything that is wrong beside its cell."""
    form = TableForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            rows = rows_in(form.cleaned_data["file"], COLUMNS)
        except Refusal as refusal:
            blame(form, refusal)
        else:
            filled = PackForm.of_rows(rows)
            known = configured.pack_versions(filled.facts.get("code", "")).first()
            base = known or configured.current_pack_version() or configured.pack_versions().first()
            if base is None:
                raise NotFound(what=_("时限方案"))
            return _form(request, actor, base, form=filled, previews=True)
    context: dict[str, object] = {"form": form, "groups": []}
    return page(request, actor, "console/catalogue/packs.html", context=context, status=422)


@read_or_send
@may
def edit(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """A new version from an edited one: looked at first, then published."""
    base = configured.pack_version(key)
    if request.method != "POST":
        return _form(request, actor, base, form=PackForm.of_pack(selectors.pack_of(key)))
    form = PackForm.of_post(request.POST)
    if form.reading.pack is None:
        return _form(request, actor, base, form=form, status=422)
    if "publish" not in request.POST:
        return _form(request, actor, base, form=form, previews=True)
    note = request.POST.get("note", "").strip()[:500]
    if not note:
        return _form(
            request, actor, base, form=form, previews=True, wrong=_("请写明为什么发布新版本。"), status=422
        )
    try:
        made = actions.publish_pack(
            form.reading.pack, by=actor, current="put_in_force" in request.POST, note=note
        )
    except Refusal as refusal:
        return _form(request, actor, base, form=form, wrong=spoken(refusal), status=refusal.status)
    return done(request, _("已发布：%(version)s") % {"version": made}, to="pack", key=made.pk)


@require_POST
@may
def use(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Put a version in force for orders registered from now on."""
    version = actions.use_pack(key, by=actor)
    return done(request, _("已启用：%(version)s") % {"version": version}, to="pack", key=key)


def _form(
    request: HttpRequest,
    actor: Actor,
    base: "PackVersion",
    *,
    form: PackForm,
    previews: bool = False,
    wrong: str = "",
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {
        "base": base,
        "form": form,
        "wrong": wrong,
        "note": request.POST.get("note", ""),
        "in_force": "publish" not in request.POST or "put_in_force" in request.POST,
    }
    edited = form.reading.pack
    if previews and edited is not None:
        before = selectors.pack_of(base.pk)
        lines = compare_packs(before, edited)
        context |= {
            "previews": True,
            "lines": [line for line in lines if line.outcome is not Outcome.SAME],
            "examples": _examples(edited, before),
            "clocks": [CLOCK_LABELS[kind] for kind in SHOWN_CLOCKS],
            "at": timezone.localtime(clock.now()),
        }
    return page(request, actor, "console/catalogue/pack_form.html", context=context, status=status)


def _examples(pack: Pack, before: Pack | None = None) -> list[Example]:
    """When the clocks of some appeals would be over if they began now; marked where that is new."""
    calendar = selectors.current_rules().calendar
    return [
        Example(
            NATURE_LABELS[nature],
            URGENCY_LABELS[urgency],
            [_due(kind, (nature, urgency), calendar, packs=(pack, before)) for kind in SHOWN_CLOCKS],
        )
        for nature, urgency in SHOWN_APPEALS
    ]


def _due(
    kind: ClockKind,
    appeal: tuple[Nature, Urgency],
    calendar: WorkingCalendar,
    *,
    packs: tuple[Pack, Pack | None],
) -> tuple[str, bool]:
    now, old = packs
    row = now.limit_for(kind, nature=appeal[0], urgency=appeal[1])
    before = old.limit_for(kind, nature=appeal[0], urgency=appeal[1]) if old else row
    is_new = (row and limit_told(row)) != (before and limit_told(before))
    if row is None:
        return "—", is_new
    due = timezone.localtime(due_at(calendar, clock.now(), row.limit))
    return f"{row.limit} · {due:%m-%d %H:%M}", is_new


def _chosen(text: str) -> "PackVersion":
    if not text.isdecimal() or len(text) > 18:
        raise NotFound(what=_("时限方案"))
    return configured.pack_version(int(text))
