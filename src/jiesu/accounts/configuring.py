"""The manner of every page of the configuration admin: it asks for its permission and writes through actions.

A page says which permission it needs and how its form is carried out. The form rehearses the action first,
so a refusal stands beside the field it is about and the form stays filled in. Nothing is deleted here.
"""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django import forms
from django.contrib import admin
from django.db import models, transaction
from django.http import HttpRequest
from django.utils.translation import get_language

from jiesu.accounts.errors import SignInNeeded
from jiesu.accounts.models import User
from jiesu.accounts.permissions import Permission
from jiesu.core.errors import Refusal

M = TypeVar("M", bound=models.Model)


class ActionForm(forms.ModelForm):  # type: ignore[type-arg]
    """A form that is carried out by its page's action."""

    page: ClassVar["ConfigurationAdmin"]
    request: ClassVar[HttpRequest]

    def clean(self) -> dict[str, Any]:
        """Rehearse the action and undo it; its refusal becomes the form's error."""
        values: dict[str, Any] = super().clean() or self.cleaned_data
        if not self.errors:
            try:
                with transaction.atomic():
                    self.page.carry_out(self.stored(), values, by=person(self.request))
                    transaction.set_rollback(True)
            except Refusal as refusal:
                field = refusal.field if refusal.field in self.fields else None
                self.add_error(field, refusal.message(get_language() or "zh"))
        return values

    def stored(self) -> models.Model | None:
        """The row as it is stored, or None for a new one."""
        rows: models.QuerySet[models.Model] = self.page.get_queryset(self.request)
        return rows.filter(pk=self.instance.pk).first() if self.instance.pk else None

    def _post_clean(self) -> None:
        """Leave the row alone: the action has judged the values and will write them."""


class ConfigurationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """A page of the configuration admin. Subclasses set ``permission`` and override :meth:`carry_out`."""

    permission: ClassVar[Permission]
    writable: ClassVar[bool] = True
    form = ActionForm

    def carry_out(self, stored: Any, values: dict[str, Any], *, by: User) -> models.Model:  # noqa: ANN401
        """Do what the form asks: change ``stored``, or make a new row where it is None; returns the row."""
        raise NotImplementedError

    def get_form(
        self,
        request: HttpRequest,
        obj: Any = None,  # noqa: ANN401 - Django's signature
        change: bool = False,  # noqa: FBT001, FBT002
        **kwargs: Any,  # noqa: ANN401
    ) -> "type[forms.ModelForm[Any]]":
        """The form, knowing its page and who fills it in."""
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"page": self, "request": request})

    def save_model(self, request: HttpRequest, obj: Any, *rest: Any) -> None:  # noqa: ANN401
        """Carry the form out and show the row as it was written."""
        form = rest[0]
        written = self.carry_out(form.stored(), form.cleaned_data, by=person(request))
        obj.__dict__.update(written.__dict__)

    def save_related(self, *_: object) -> None:
        """Nothing is left to save: the action has written all."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the page is listed."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Whether the page may be read."""
        return bool(request.user.is_authenticated and request.user.may(self.permission))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Whether rows may be added."""
        return self.writable and self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Whether rows may be changed."""
        return self.writable and self.has_view_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: object = None) -> bool:  # noqa: ARG002
        """Nothing is deleted; things are closed, ended or revoked."""
        return False

    def each(
        self, request: HttpRequest, chosen: models.QuerySet[M], act: Callable[[M, User], object]
    ) -> None:
        """Carry out a command of the list on each chosen row, and say which were refused and why."""
        for row in chosen:
            try:
                act(row, person(request))
            except Refusal as refusal:
                said = refusal.message(get_language() or "zh")
                self.message_user(request, f"{row}：{said}", level="ERROR")


def person(request: HttpRequest) -> User:
    """Who asks.

    Raises:
        SignInNeeded: nobody has signed in.
    """
    if not isinstance(request.user, User):
        raise SignInNeeded
    return request.user
