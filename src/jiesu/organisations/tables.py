"""Units and posts as tables: what the columns are called, and how working hours are written in a cell."""

from jiesu.core.tables import MARK, Column

UNIT_COLUMNS = (
    Column("code", ("代码", "单位代码", "code"), needed=True),
    Column("name", ("名称", "单位名称", "name"), needed=True),
    Column("short_name", ("简称", "short_name")),
    Column("kind", ("类型", "kind")),
    Column("parent", ("上级代码", "上级单位代码", "parent")),
    Column("area_code", ("区划", "区划代码", "area_code")),
    Column("liaison_name", ("联络员", "liaison_name")),
    Column("liaison_phone", ("联络员电话", "liaison_phone")),
    Column("approving_leader", ("分管领导", "approving_leader")),
    Column("duty_phone", ("值班电话", "duty_phone")),
    Column("working_hours", ("工作时间", "working_hours")),
    Column("responsibilities", ("职责", "responsibilities")),
    Column("is_active", ("启用", "is_active")),
)
POST_COLUMNS = (
    Column("username", ("账号", "username"), needed=True),
    Column("unit", ("单位代码", "unit"), needed=True),
    Column("role", ("角色", "role"), needed=True),
    Column("starts_on", ("任职日期", "starts_on")),
    Column("ends_on", ("离任日期", "ends_on")),
)
TEXTS = (
    "name",
    "short_name",
    "area_code",
    "liaison_name",
    "liaison_phone",
    "approving_leader",
    "duty_phone",
    "responsibilities",
)
"""Columns of units that are taken as they stand."""


def windows_out(windows: list[list[str]] | None) -> str:
    """``08:30-12:00、14:00-17:30``; empty for the calendar's own hours."""
    return MARK.join(f"{start}-{end}" for start, end in windows or [])


def windows_in(text: str) -> list[list[str]] | None:
    """The windows of such a text; whether they make sense is for the rule to say."""
    parts = text.replace("—", "-").replace("~", "-").replace("－", "-").replace("：", ":")
    windows = [
        [moment.strip().rjust(5, "0") for moment in part.split("-")]
        for part in parts.replace("，", MARK).replace(",", MARK).split(MARK)
        if part.strip()
    ]
    return windows or None
