"""People and roles as tables: what the columns are called, and how a row stands in a sheet."""

from typing import TYPE_CHECKING

from jiesu.accounts.permissions import PERMISSION_LABELS
from jiesu.core.tables import MARK, Column, flag_out

if TYPE_CHECKING:
    from jiesu.accounts.models import User
    from jiesu.accounts.selectors import RoleInForce

PERSON_COLUMNS = (
    Column("username", ("账号", "username"), needed=True),
    Column("display_name", ("姓名", "display_name"), needed=True),
    Column("employee_no", ("工号", "employee_no")),
    Column("phone", ("手机号码", "手机", "phone")),
    Column("email", ("邮箱", "email")),
    Column("is_active", ("启用", "is_active")),
)
ROLE_COLUMNS = (
    Column("code", ("代码", "code"), needed=True),
    Column("name", ("名称", "name"), needed=True),
    Column("centre_only", ("仅限中心", "centre_only")),
    Column("needs_second_factor", ("登录须二次验证", "needs_second_factor")),
    Column("permissions", ("权限", "permissions")),
)
DETAILS = ("display_name", "employee_no", "phone", "email")
"""Columns of people that are taken as they stand."""


def person_cells(user: "User") -> dict[str, str]:
    """How a person stands in the table."""
    return {
        "username": user.username,
        "is_active": flag_out(user.is_active),
        **{name: getattr(user, name) for name in DETAILS},
    }


def role_cells(role: "RoleInForce") -> dict[str, str]:
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
