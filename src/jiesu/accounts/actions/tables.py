"""Tables of people and roles: how they stand in a sheet, and taking sheets in."""

from collections.abc import Iterable
from typing import Any

from jiesu.accounts.actions import people, roles
from jiesu.accounts.models import User
from jiesu.accounts.permissions import PERMISSION_LABELS, Holder, Permission, require
from jiesu.accounts.selectors import RoleInForce, role_in_force, roles_in_force
from jiesu.accounts.tables import DETAILS, PERSON_COLUMNS, ROLE_COLUMNS
from jiesu.core.tables import MARK, TableRow, Taken, flag_in, flag_out, one_of, parts_of
from jiesu.core.taking import take_rows


def take_people(rows: Iterable[TableRow], *, by: Holder, keep: bool) -> Taken:
    """导入人员: open, change, close accounts as a table says; nobody can sign in before a password is set.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    return take_rows(
        rows,
        columns=PERSON_COLUMNS,
        find=lambda row: _person(row.given("username")),
        take=lambda row, user: _take_person(row, user, by=by),
        cells=person_cells,
        keep=keep,
    )


def take_roles(rows: Iterable[TableRow], *, by: Holder, keep: bool) -> Taken:
    """导入角色: define roles as a table says; what a row does not change stays a preset.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    return take_rows(
        rows,
        columns=ROLE_COLUMNS,
        find=lambda row: roles_in_force().get(row.given("code")),
        take=lambda row, role: _take_role(row, role, by=by),
        cells=role_cells,
        keep=keep,
    )


def person_cells(user: User) -> dict[str, str]:
    """How a person stands in the table."""
    return {
        "username": user.username,
        "is_active": flag_out(user.is_active),
        **{name: getattr(user, name) for name in DETAILS},
    }


def role_cells(role: RoleInForce) -> dict[str, str]:
    """How a role stands in the table."""
    return {
        "code": role.code,
        "name": role.name,
        "centre_only": flag_out(role.centre_only),
        "needs_second_factor": flag_out(role.needs_second_factor),
        "permissions": MARK.join(
            label for permission, label in PERMISSION_LABELS.items() if permission in role.permissions
        ),
    }


def _person(username: str) -> User | None:
    return User.objects.filter(username=username).first() if username.isprintable() else None


def _take_person(row: TableRow, user: User | None, *, by: Holder) -> User:
    details: Any = {name: row.values[name] for name in DETAILS if name in row.values}
    if user is None:
        user = people.create_account(row.given("username"), by=by, **details)
    else:
        user = people.update_account(user, by=by, **details)
    wanted = flag_in(row.given("is_active"), field="is_active", default=user.is_active)
    if wanted != user.is_active:
        act = people.reactivate_account if wanted else people.deactivate_account
        user = act(user, by=by)
    return user


def _take_role(row: TableRow, role: RoleInForce | None, *, by: Holder) -> RoleInForce:
    code = row.given("code")
    centre_only = flag_in(
        row.given("centre_only"), field="centre_only", default=role.centre_only if role else True
    )
    permissions = role.permissions if role else frozenset()
    if "permissions" in row.values:
        given = parts_of(row.given("permissions"))
        permissions = frozenset(one_of(name, PERMISSION_LABELS, field="permissions") for name in given)
    wanted = (row.given("name"), centre_only, permissions)
    if role is None or wanted != (role.name, role.centre_only, role.permissions):
        roles.define_role(
            code, by=by, name=row.given("name"), permissions=permissions, centre_only=centre_only
        )
    held = role.needs_second_factor if role else False
    demanded = flag_in(row.given("needs_second_factor"), field="needs_second_factor", default=held)
    if demanded != held:
        roles.demand_second_factor(code, demanded=demanded, by=by)
    return role_in_force(code)
