"""Roles: presets installed, changed by a place, put back."""

from collections.abc import Iterable

from django.db import transaction

from jiesu.accounts import checking
from jiesu.accounts.errors import UnknownChoice
from jiesu.accounts.events import RoleChanged
from jiesu.accounts.models import RoleDefinition
from jiesu.accounts.permissions import Holder, Permission, require, require_compatible
from jiesu.accounts.roles import CENTRE_ONLY, ROLE_LABELS, ROLE_PERMISSIONS, Role, is_role_code
from jiesu.core import audit, clock, events
from jiesu.core.errors import InvalidInput, NotFound


@transaction.atomic
def install_role_presets(*, by: Holder) -> int:
    """Store the shipped roles where people can see and change them; leaves changed ones alone.

    Safe to run at every start and upgrade. Returns how many were written.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    stored = {definition.code: definition for definition in RoleDefinition.objects.select_for_update()}
    stale = [role for role in Role if _is_stale(stored.get(role.value), role)]
    RoleDefinition.objects.bulk_create(
        [_preset(role) for role in stale],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "permissions", "centre_only"],
    )
    if stale:
        audit.record("install_role_presets", subject="roles", by=by, roles=[role.value for role in stale])
    return len(stale)


@transaction.atomic
def define_role(
    code: str, *, by: Holder, name: str, permissions: Iterable[str], centre_only: bool = True
) -> RoleDefinition:
    """Change what a role may do in this place, or add one of the place's own.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        UnknownChoice: a permission does not exist.
        IncompatiblePermissions: the role would hold two permissions that are kept apart.
        InvalidInput: the code or the name cannot be used.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    if not is_role_code(code):
        raise InvalidInput(
            field="code",
            reason_zh="角色代码由小写字母、数字和“_”组成，以字母开头，最多40个字符。",
            reason_en="A role's code consists of small letters, digits and “_”, at most 40 characters.",
        )
    held = frozenset(_known(permission) for permission in permissions)
    require_compatible(held)
    definition = RoleDefinition.objects.select_for_update().filter(code=code).first()
    definition = definition or RoleDefinition(code=code)
    definition.name, definition.centre_only, definition.is_customised = name, centre_only, True
    definition.permissions = sorted(held)
    checking.save(definition)
    _announce(definition, by=by, action="define_role")
    return definition


@transaction.atomic
def reset_role(code: str, *, by: Holder) -> RoleDefinition:
    """Put a changed role back to the shipped preset.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        NotFound: no preset has this code.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    if code not in list(Role):
        raise NotFound(what="角色预设 role preset")
    definition = _preset(Role(code))
    RoleDefinition.objects.update_or_create(
        code=code,
        defaults={
            "name": definition.name,
            "permissions": definition.permissions,
            "centre_only": definition.centre_only,
            "is_customised": False,
        },
    )
    _announce(definition, by=by, action="reset_role")
    return definition


@transaction.atomic
def demand_second_factor(code: str, *, demanded: bool, by: Holder) -> RoleDefinition:
    """Say whether whoever holds a role must have a second factor; asked for from the next sign-in on.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
        NotFound: there is no such role.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    row = RoleDefinition.objects.select_for_update().filter(code=code).first()
    if row is None:
        if code not in list(Role):
            raise NotFound(what="角色 role")
        row = _preset(Role(code))
        row.save()
    if row.needs_second_factor != demanded:
        row.needs_second_factor = demanded
        row.save(update_fields=["needs_second_factor"])
        audit.record("demand_second_factor", subject=f"role:{code}", by=by, demanded=demanded)
    return row


def _announce(definition: RoleDefinition, *, by: Holder, action: str) -> None:
    permissions = tuple(definition.permissions)
    audit.record(action, subject=f"role:{definition.code}", by=by, permissions=permissions)
    events.publish(RoleChanged(subject=definition.code, occurred_at=clock.now(), permissions=permissions))


def _known(permission: str) -> str:
    if permission not in list(Permission):
        raise UnknownChoice(field="permissions", value=permission)
    return Permission(permission).value


def _preset(role: Role) -> RoleDefinition:
    return RoleDefinition(
        code=role.value,
        name=ROLE_LABELS[role],
        permissions=sorted(permission.value for permission in ROLE_PERMISSIONS[role]),
        centre_only=role in CENTRE_ONLY,
    )


def _is_stale(stored: RoleDefinition | None, role: Role) -> bool:
    if stored is None:
        return True
    preset = _preset(role)
    same = all(
        getattr(stored, name) == getattr(preset, name) for name in ("name", "permissions", "centre_only")
    )
    return not stored.is_customised and not same
