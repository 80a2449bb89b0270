"""Configuration of divisions."""

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from jiesu.accounts.configuring import ConfigurationAdmin
from jiesu.accounts.permissions import Permission
from jiesu.places import actions
from jiesu.places.models import Division

if TYPE_CHECKING:
    from jiesu.accounts.models import User


@admin.register(Division)
class DivisionAdmin(ConfigurationAdmin):
    """Divisions: added, renamed, moved."""

    permission = Permission.CONFIGURE_ORGANISATIONS
    list_display = ("code", "name", "level", "parent")
    list_filter = ("level",)
    list_select_related = ("parent",)
    search_fields = ("code", "name")
    autocomplete_fields = ("parent",)
    fields = ("code", "name", "level", "parent")

    def get_readonly_fields(self, request: HttpRequest, obj: Division | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """The code is the division's identity."""
        return ("code", "level") if obj else ()

    def carry_out(self, stored: Division | None, values: dict[str, Any], *, by: "User") -> Division:
        """Add the division or bring it up to date."""
        parent = values["parent"]
        return actions.save_division(
            stored.code if stored else values["code"],
            name=values["name"],
            level=stored.level if stored else values["level"],
            parent=parent.code if parent else "",
            by=by,
        )
