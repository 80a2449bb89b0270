"""Configuration of accounts, roles and tokens."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from jiesu.accounts import actions
from jiesu.accounts.configuring import ActionForm, ConfigurationAdmin
from jiesu.accounts.models import ApiToken, FailedSignIn, RoleDefinition, User
from jiesu.accounts.permissions import PERMISSION_LABELS, Permission

DETAILS = ("display_name", "employee_no", "phone", "email")


class AccountForm(ActionForm):
    """An account; the password is set, never shown."""

    phone = forms.CharField(label="手机号码", required=False, max_length=30)
    new_password = forms.CharField(
        label="新密码",
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


@admin.register(User)
class AccountAdmin(ConfigurationAdmin):
    """Accounts: opened, changed, closed."""

    permission = Permission.MANAGE_ACCOUNTS
    form = AccountForm
    list_display = ("username", "display_name", "employee_no", "is_active", "last_login")
    list_filter = ("is_active",)
    search_fields = ("username", "display_name", "employee_no")
    fields = ("username", *DETAILS, "new_password", "is_active")
    actions = ("unlock",)

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """The account's name stays what it was."""
        return ("username",) if obj else ("is_active",)

    def carry_out(self, stored: User | None, values: dict[str, Any], *, by: User) -> User:
        """Open or change an account; closing and opening it, and a new password, are acts of their own."""
        details: Any = {name: values[name] for name in DETAILS}
        password = values["new_password"]
        if stored is None:
            return actions.create_account(values["username"], by=by, password=password or None, **details)
        user = actions.update_account(stored, by=by, **details)
        if password:
            user = actions.set_password(user, password=password, by=by, must_change=user.pk != by.pk)
        if values["is_active"]:
            return actions.reactivate_account(user, by=by)
        return actions.deactivate_account(user, by=by)

    @admin.action(description="解除登录锁定")
    def unlock(self, request: HttpRequest, chosen: QuerySet[User]) -> None:
        """Forget the failed sign-ins of the chosen accounts."""
        self.each(request, chosen, lambda user, by: actions.unlock_account(user.username, by=by))


class RoleForm(ActionForm):
    """A role's permissions as boxes to tick."""

    permissions = forms.MultipleChoiceField(
        label="权限",
        required=False,
        choices=[(permission.value, label) for permission, label in PERMISSION_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )


@admin.register(RoleDefinition)
class RoleAdmin(ConfigurationAdmin):
    """Roles: the presets as this place has changed them, and its own."""

    permission = Permission.MANAGE_ACCOUNTS
    form = RoleForm
    list_display = ("code", "name", "centre_only", "is_customised")
    fields = ("code", "name", "permissions", "centre_only")
    actions = ("reset",)

    def get_readonly_fields(self, request: HttpRequest, obj: RoleDefinition | None = None) -> tuple[str, ...]:  # noqa: ARG002
        """Posts name a role by its code, so that stays."""
        return ("code",) if obj else ()

    def carry_out(self, stored: RoleDefinition | None, values: dict[str, Any], *, by: User) -> RoleDefinition:
        """Define the role."""
        return actions.define_role(
            stored.code if stored else values["code"],
            by=by,
            name=values["name"],
            permissions=values["permissions"],
            centre_only=values["centre_only"],
        )

    @admin.action(description="恢复为预设")
    def reset(self, request: HttpRequest, chosen: QuerySet[RoleDefinition]) -> None:
        """Put the chosen roles back to the shipped presets."""
        self.each(request, chosen, lambda definition, by: actions.reset_role(definition.code, by=by))


@admin.register(ApiToken)
class TokenAdmin(ConfigurationAdmin):
    """Tokens: issued, and revoked; the secret is shown once."""

    permission = Permission.MANAGE_ACCOUNTS
    list_display = ("user", "name", "created_at", "expires_at", "last_used_at", "revoked_at")
    list_select_related = ("user",)
    autocomplete_fields = ("user",)
    fields = ("user", "name", "expires_at")
    actions = ("revoke",)

    def has_change_permission(self, request: HttpRequest, obj: object = None) -> bool:
        """A token is never changed; the list is open for revoking."""
        return obj is None and super().has_change_permission(request, obj)

    def carry_out(self, stored: ApiToken | None, values: dict[str, Any], *, by: User) -> ApiToken:  # noqa: ARG002
        """Issue a token."""
        token, secret = actions.issue_token(
            values["user"], name=values["name"], by=by, expires_at=values["expires_at"]
        )
        token.__dict__["secret"] = secret
        return token

    def save_model(self, request: HttpRequest, obj: Any, *rest: Any) -> None:  # noqa: ANN401
        """Issue it and show the secret this once."""
        super().save_model(request, obj, *rest)
        self.message_user(request, f"令牌只显示这一次，请立即保存：{obj.secret}")

    @admin.action(description="吊销")
    def revoke(self, request: HttpRequest, chosen: QuerySet[ApiToken]) -> None:
        """Make the chosen tokens useless."""
        self.each(request, chosen, lambda token, by: actions.revoke_token(token, by=by))


@admin.register(FailedSignIn)
class FailedSignInAdmin(ConfigurationAdmin):
    """Failed sign-ins that still count, to look at."""

    permission = Permission.MANAGE_ACCOUNTS
    writable = False
    list_display = ("account", "address", "at")
    ordering = ("-at",)
