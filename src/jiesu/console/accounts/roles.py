"""Roles: what each may do here, and the place's own changes."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts import actions, selectors
from jiesu.accounts.permissions import (
    CALLS,
    CASE_WORK,
    CONFIGURATION,
    KNOWLEDGE,
    OVERSIGHT,
    PERMISSION_LABELS,
    SIGHT,
    Permission,
)
from jiesu.accounts.roles import Role
from jiesu.accounts.selectors import RoleInForce
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.gate import allowed, carry_out, done, read_or_send
from jiesu.console.staff import page
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import people_by_role

may = allowed(Permission.MANAGE_ACCOUNTS)
GROUPS = (
    (gettext_lazy("办理"), CASE_WORK),
    (gettext_lazy("督办与质量"), OVERSIGHT),
    (gettext_lazy("知识"), KNOWLEDGE),
    (gettext_lazy("话务"), CALLS),
    (gettext_lazy("查看"), SIGHT),
    (gettext_lazy("管理"), CONFIGURATION),
)


class RoleForm(Plain):
    """A role's name, permissions, and where and how it may be used."""

    code = forms.CharField(
        label=gettext_lazy("代码"), max_length=40, help_text=gettext_lazy("小写字母、数字和“_”；以后不能改。")
    )
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40)
    centre_only = forms.BooleanField(label=gettext_lazy("只能在热线中心任职"), required=False)
    needs_second_factor = forms.BooleanField(label=gettext_lazy("登录须二次验证"), required=False)
    permissions = forms.MultipleChoiceField(
        label=gettext_lazy("权限"),
        required=False,
        choices=[(permission.value, label) for permission, label in PERMISSION_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, role: RoleInForce | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        if role is not None:
            kwargs["initial"] = {
                "name": role.name,
                "centre_only": role.centre_only,
                "needs_second_factor": role.needs_second_factor,
                "permissions": sorted(role.permissions),
            }
        super().__init__(*args, **kwargs)
        if role is not None:
            del self.fields["code"]

    @property
    def groups(self) -> list[tuple[str, list[tuple[str, str, bool]]]]:
        """The permissions by kind: codename, label, whether ticked."""
        held = set(self["permissions"].value() or [])
        return [
            (
                str(title),
                [(p.value, label, p.value in held) for p, label in PERMISSION_LABELS.items() if p in group],
            )
            for title, group in GROUPS
        ]

    def save(self, code: str, *, by: Actor, role: RoleInForce | None) -> None:
        """Define the role if something about it changed, and say whether it demands a second factor."""
        given = self.cleaned_data
        wanted = (given["name"], given["centre_only"], frozenset(given["permissions"]))
        if role is None or wanted != (role.name, role.centre_only, role.permissions):
            actions.define_role(
                code,
                by=by,
                name=given["name"],
                permissions=given["permissions"],
                centre_only=given["centre_only"],
            )
        actions.demand_second_factor(code, demanded=given["needs_second_factor"], by=by)


@require_safe
@may
def roles(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All roles, with how many people hold each."""
    counts = people_by_role()
    rows = [
        {"role": role, "people": counts.get(role.code, 0), "may": len(role.permissions)}
        for role in selectors.roles_in_force().values()
    ]
    return page(request, actor, "console/accounts/roles.html", context={"rows": rows})


@read_or_send
@may
def role(request: HttpRequest, actor: Actor, *, code: str) -> HttpResponse:
    """One role: what it may do, to be changed."""
    known, status = selectors.role_in_force(code), 200
    form = RoleForm(request.POST or None, role=known)
    if request.method == "POST":
        status = carry_out(form, lambda: form.save(code, by=actor, role=known))
        if not status:
            return done(request, _("角色已保存，立即生效。"), to="role", key=code)
    return _page(request, actor, form, role=known, status=status)


@read_or_send
@may
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A role of the place's own."""
    form, status = RoleForm(request.POST or None, initial={"centre_only": True}), 200
    if request.method == "POST":
        status = carry_out(form, lambda: form.save(form.cleaned_data["code"], by=actor, role=None))
        if not status:
            return done(request, _("角色已建立。"), to="role", key=form.cleaned_data["code"])
    return _page(request, actor, form, role=None, status=status)


@require_POST
@may
def reset(request: HttpRequest, actor: Actor, *, code: str) -> HttpResponse:
    """Back to the preset."""
    actions.reset_role(code, by=actor)
    return done(request, _("已恢复为预设。"), to="role", key=code)


def _page(
    request: HttpRequest, actor: Actor, form: RoleForm, *, role: RoleInForce | None, status: int
) -> HttpResponse:
    has_preset = role is not None and role.code in list(Role) and role.is_customised
    context: dict[str, object] = {"form": form, "role": role, "has_preset": has_preset}
    return page(request, actor, "console/accounts/role.html", context=context, status=status)
