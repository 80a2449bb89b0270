"""What an export of orders is: its columns, its limits, its states. Pure rules."""

from datetime import timedelta
from enum import StrEnum

MOST_ROWS = 200_000
"""Orders of one file."""

MOST_UNFINISHED = 3
"""Exports of one person that may wait or run at a time."""

KEPT = timedelta(days=7)
"""How long a file can be fetched after it was written."""

MOST_ATTEMPTS = 3
"""How often an export that failed is begun anew before it is given up."""


class ExportState(StrEnum):
    """Where an export stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


EXPORT_STATE_LABELS: dict[ExportState, str] = {
    ExportState.WAITING: "排队中",
    ExportState.RUNNING: "正在导出",
    ExportState.DONE: "可下载",
    ExportState.FAILED: "未完成",
    ExportState.CANCELLED: "已取消",
    ExportState.EXPIRED: "已过期",
}

UNFINISHED = frozenset({ExportState.WAITING, ExportState.RUNNING})


class Column(StrEnum):
    """What is told of each order."""

    NUMBER = "number"
    TITLE = "title"
    CONTENT = "content"
    NATURE = "nature"
    URGENCY = "urgency"
    CHANNEL = "channel"
    TOPIC = "topic"
    AREA = "area"
    ADDRESS = "address"
    STATE = "state"
    UNIT = "unit"
    REGISTERED_AT = "registered_at"
    DISPATCHED_AT = "dispatched_at"
    DUE_AT = "due_at"
    CLOSED_AT = "closed_at"
    SATISFACTION = "satisfaction"
    RESOLUTION = "resolution"
    REWORKS = "reworks"
    ANSWER = "answer"
    CITIZEN_NAME = "citizen_name"
    CITIZEN_PHONE = "citizen_phone"


COLUMN_LABELS: dict[Column, str] = {
    Column.NUMBER: "工单编号",
    Column.TITLE: "标题",
    Column.CONTENT: "诉求内容",
    Column.NATURE: "诉求类型",
    Column.URGENCY: "紧急程度",
    Column.CHANNEL: "受理渠道",
    Column.TOPIC: "事项分类",
    Column.AREA: "区划",
    Column.ADDRESS: "事发地址",
    Column.STATE: "状态",
    Column.UNIT: "主办单位",
    Column.REGISTERED_AT: "登记时间",
    Column.DISPATCHED_AT: "首次派单",
    Column.DUE_AT: "办理期限",
    Column.CLOSED_AT: "办结时间",
    Column.SATISFACTION: "满意度",
    Column.RESOLUTION: "解决情况",
    Column.REWORKS: "重办次数",
    Column.ANSWER: "公开答复",
    Column.CITIZEN_NAME: "诉求人",
    Column.CITIZEN_PHONE: "联系电话",
}

PERSONAL = frozenset({Column.CITIZEN_NAME, Column.CITIZEN_PHONE})
"""Columns that are masked unless the person may disclose citizens and asked for it."""

USUAL = tuple(column for column in Column if column not in PERSONAL)
"""Columns of an export for which nothing else was chosen."""
