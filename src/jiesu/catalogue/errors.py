"""Refusals of the catalogue."""

from collections.abc import Sequence
from typing import ClassVar

from jiesu.catalogue.tables import RowError
from jiesu.core.errors import Refusal


class NothingPublished(Refusal):
    """There is no current pack or calendar yet, so nothing can be registered."""

    code = "nothing_published"
    zh = "尚未启用时限方案和工作日历，请管理员先完成初始配置。"
    en = "No time-limit pack and working calendar are in force yet; an administrator must set them up."


class BadRows(Refusal):
    """A table to be imported has bad rows; nothing was imported."""

    code = "bad_rows"
    status = 422
    zh = "共{count}处错误，未导入任何内容。{first_zh}"
    en = "There are {count} errors; nothing was imported. {first_en}"
    SHOWN: ClassVar[int] = 5

    def __init__(self, rows: Sequence[RowError]) -> None:
        self.rows = tuple(rows)
        shown = self.rows[: self.SHOWN]
        super().__init__(
            field="rows",
            count=len(self.rows),
            first_zh="；".join(row.message("zh") for row in shown),
            first_en="; ".join(row.message("en") for row in shown),
        )
