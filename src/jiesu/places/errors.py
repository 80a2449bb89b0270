"""Refusals of the places."""

from jiesu.core.errors import InvalidInput


class UnreadableDivisions(InvalidInput):
    """The file is not a table of divisions."""

    code = "unreadable_divisions"
    zh = "无法读取区划文件：{reason_zh}"
    en = "The file of divisions cannot be read: {reason_en}"
