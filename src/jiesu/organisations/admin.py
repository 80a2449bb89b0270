"""Configuration of units and posts."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from jiesu.accounts.configuring import ActionForm, ConfigurationAdmin
from jiesu.accounts.permissions import Permission
from jiesu.accounts.selectors import roles_in_force
from jiesu.organisations import actions
from jiesu.organisations.models import Post, Unit

if TYPE_CHECKING:
    from jiesu.accounts.models import User

DETAILS = (
    "name",
    "short_name",
    "kind",
    "area_code",
    "liaison_name",
    "liaison_phone",
    "approving_leader",
    "duty_phone",
    "working_hours",
    "responsibilities",
)


class UnitForm(ActionForm):
    """A unit; its parent says where it stands."""

    liaison_phone = forms.CharField(label="联络员电话", required=False, max_length=40)


@admin.register(Unit)
class UnitAdmin(ConfigurationAdmin):
    """Units: created, changed, moved, closed."""

    permission = Permission.CONFIGURE_ORGANISATIONS
    form = UnitForm
    list_display = ("code", "name", "level", "kind", "parent", "is_active")
    list_filter = ("level", "kind", "is_active")
    list_select_related = ("parent",)
    search_fields = ("code", "name", "short_name")
    autocomplete_fields = ("parent",)
    ordering = ("path",)
    fields = ("code", "parent", *DETAILS, "is_active")

    def get_readonly_fields(self, request: HttpRequest, obj: Unit | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """The code stays; a new unit is open."""
        return ("code",) if obj else ("is_active",)

    def carry_out(self, stored: Unit | None, values: dict[str, Any], *, by: "User") -> Unit:
        """Create or change a unit; moving it, closing it and opening it are acts of their own."""
        details: Any = {name: values[name] for name in DETAILS}
        parent = values["parent"]
        if stored is None:
            return actions.create_unit(values["code"], parent=parent, by=by, **details)
        unit = actions.update_unit(stored, by=by, **details)
        if parent is not None and parent.pk != unit.parent_id:
            unit = actions.move_unit(unit, to=parent, by=by)
        if values["is_active"]:
            return actions.reactivate_unit(unit, by=by)
        return actions.deactivate_unit(unit, by=by)


class PostForm(ActionForm):
    """A post; the roles are those in force."""

    role = forms.ChoiceField(
        label="角色", choices=lambda: [(role.code, role.name) for role in roles_in_force().values()]
    )


@admin.register(Post)
class PostAdmin(ConfigurationAdmin):
    """Posts: assigned and ended."""

    permission = Permission.MANAGE_ACCOUNTS
    form = PostForm
    list_display = ("user", "unit", "role", "starts_on", "ends_on")
    list_filter = ("role",)
    list_select_related = ("user", "unit")
    search_fields = ("user__username", "user__display_name", "unit__name")
    autocomplete_fields = ("user", "unit")
    fields = ("user", "unit", "role", "starts_on")
    actions = ("end",)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A post is not changed, it ends and another begins; the list is open for ending."""
        return obj is None and super().has_change_permission(request, obj)

    def carry_out(self, stored: Post | None, values: dict[str, Any], *, by: "User") -> Post:  # noqa: ARG002
        """Assign a post."""
        return actions.assign_post(
            values["user"].pk,
            unit=values["unit"],
            role=values["role"],
            starts_on=values["starts_on"],
            by=by,
        )

    @admin.action(description="离任（即日起）")
    def end(self, request: HttpRequest, chosen: QuerySet[Post]) -> None:
        """End the chosen posts today."""
        self.each(request, chosen, lambda post, by: actions.end_post(post, by=by))
