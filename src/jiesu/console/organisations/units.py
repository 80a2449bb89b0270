"""Units: the tree, the search, one unit's page; created, changed, moved, closed."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.accounts.selectors import roles_in_force
from jiesu.console.organisations.forms import MoveForm, ReasonForm, UnitForm
from jiesu.console.settings.gate import allowed, carry_out, done, form_page, read_or_send
from jiesu.console.staff import page
from jiesu.organisations import actions, selectors
from jiesu.organisations.actors import Actor
from jiesu.organisations.tables import windows_out
from jiesu.organisations.units import DEEPEST_LEVEL

if TYPE_CHECKING:
    from jiesu.organisations.models import Unit

may = allowed(Permission.CONFIGURE_ORGANISATIONS)
SEARCHED = 200


@require_safe
@may
def tree(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tree from the centre down, or the units that a search finds."""
    words = request.GET.get("q", "").strip()
    context: dict[str, object] = {"words": words}
    if words:
        found = selectors.units_searched(words, limit=SEARCHED)
        context |= {"found": found, "all_shown": len(found) < SEARCHED}
    else:
        tops = list(selectors.tree_below(None))
        context |= {"tops": tops, "branches": list(selectors.tree_below(tops[0])) if tops else []}
    return page(request, actor, "console/organisations/units.html", context=context)


@require_safe
@may
def below(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """The units directly below one, to be put into the tree."""
    del actor
    units = selectors.tree_below(selectors.unit_by_id(key))
    return render(request, "console/organisations/branch.html", {"branches": units})


@require_safe
@may
def unit(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """One unit: what is known of it, who works there, what stands below."""
    shown = selectors.unit_by_id(key)
    names = {role.code: role.name for role in roles_in_force().values()}
    context: dict[str, object] = {
        "unit": shown,
        "above": list(selectors.ancestors_of(shown)),
        "branches": list(selectors.tree_below(shown)),
        "posts": [(post, names.get(post.role, post.role)) for post in selectors.posts_at(shown)],
        "windows": windows_out(shown.working_hours),
        "may_grow": shown.level < DEEPEST_LEVEL and shown.is_active,
        "may_manage": actor.may(Permission.MANAGE_ACCOUNTS),
    }
    return page(request, actor, "console/organisations/unit.html", context=context)


@read_or_send
@may
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Create a unit below another one, or the centre where there is none."""
    above = request.POST.get("parent") or request.GET.get("parent") or ""
    parent = selectors.unit_by_id(int(above)) if above.isdecimal() and len(above) < 19 else None
    form = UnitForm(request.POST or None)
    made: list[Unit] = []

    def act() -> None:
        made.append(actions.create_unit(form.cleaned_data["code"], parent=parent, by=actor, **form.details()))

    status = carry_out(form, act) if request.method == "POST" else 200
    if made:
        return done(request, _("单位已建立。"), to="unit", key=made[0].pk)
    title = _("在“%(parent)s”之下新建单位") % {"parent": parent.name} if parent else _("设立热线中心")
    back = reverse("unit", args=[parent.pk]) if parent else reverse("units")
    return form_page(request, actor, form, title=title, back=back, status=status)


@read_or_send
@may
def edit(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Change what is known of a unit."""
    changed = selectors.unit_by_id(key)
    form = UnitForm(request.POST or None, unit=changed)
    if request.method == "POST":
        status = carry_out(form, lambda: actions.update_unit(changed, by=actor, **form.details()))
        if not status:
            return done(request, _("已保存。"), to="unit", key=key)
    else:
        status = 200
    back = reverse("unit", args=[key])
    return form_page(request, actor, form, title=_("修改单位"), back=back, status=status)


@read_or_send
@may
def move(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Place a unit below another one, with all that stands below it."""
    moved, status = selectors.unit_by_id(key), 200
    form = MoveForm(request.POST or None)
    if request.method == "POST":
        status = carry_out(
            form,
            lambda: actions.move_unit(
                moved, to=form.cleaned_data["to"], by=actor, reason=form.cleaned_data["reason"]
            ),
        )
        if not status:
            return done(request, _("单位已移动。"), to="unit", key=key)
    return form_page(
        request,
        actor,
        form,
        title=_("移动“%(unit)s”") % {"unit": moved.name},
        back=reverse("unit", args=[key]),
        send=_("移动"),
        what=_("它的下级单位一起移动；数据范围随之改变，在办工单不受影响。"),
        status=status,
    )


@read_or_send
@may
def close(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Close a unit."""
    closed, status = selectors.unit_by_id(key), 200
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        status = carry_out(
            form, lambda: actions.deactivate_unit(closed, by=actor, reason=form.cleaned_data["reason"])
        )
        if not status:
            return done(request, _("单位已停用。"), to="unit", key=key)
    return form_page(
        request,
        actor,
        form,
        title=_("停用“%(unit)s”") % {"unit": closed.name},
        back=reverse("unit", args=[key]),
        send=_("停用"),
        what=_("停用后不能再派单给它，在它任职的人不再有这个岗位的权限。可以重新启用。"),
        status=status,
    )


@read_or_send
@may
def reopen(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Open a closed unit again."""
    opened, status = selectors.unit_by_id(key), 200
    form = ReasonForm(request.POST or None)
    if request.method == "POST":
        status = carry_out(
            form, lambda: actions.reactivate_unit(opened, by=actor, reason=form.cleaned_data["reason"])
        )
        if not status:
            return done(request, _("单位已启用。"), to="unit", key=key)
    title = _("启用“%(unit)s”") % {"unit": opened.name}
    back = reverse("unit", args=[key])
    return form_page(request, actor, form, title=title, back=back, send=_("启用"), status=status)
