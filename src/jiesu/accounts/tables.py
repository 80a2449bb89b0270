"""People and roles as tables: what the columns are called."""

from jiesu.core.tables import Column

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
