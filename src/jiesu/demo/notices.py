"""Notices to the citizens of 云泽市, as a hotline's page has them on any day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, kw_only=True, slots=True)
class NoticeRow:
    """One notice."""

    title: str
    body: str
    starts_on: date
    ends_on: date | None
    is_urgent: bool = False


def notices(today: date) -> Iterator[NoticeRow]:
    """The notices that are shown today."""
    night = today + timedelta(days=2)
    yield NoticeRow(
        title="澄湖区部分小区夜间停水通知",
        body=(
            f"因供水主管改造，{night.month}月{night.day}日23:00至次日6:00，澄湖区湖滨路以东、文昌路以南"
            "的部分小区停水。\n请提前储水。恢复供水后如有水黄，放水几分钟即可；"
            "两小时后仍不正常，请拨打 12345。"
        ),
        starts_on=today - timedelta(days=1),
        ends_on=today + timedelta(days=3),
        is_urgent=True,
    )
    yield NoticeRow(
        title="网上反映诉求可以上传照片了",
        body=(
            "在本页“反映诉求”里，最多可以附 6 张照片或短视频。照片会先在手机上缩小，不费流量；"
            "照片里记录的拍摄位置默认去掉，您愿意时可以保留，方便工作人员找到现场。"
        ),
        starts_on=today - timedelta(days=9),
        ends_on=None,
    )
    yield NoticeRow(
        title="城乡居民医保参保缴费咨询高峰提示",
        body=(
            "近期咨询医保缴费的来电较多，高峰在每天 9 时至 11 时。缴费标准、渠道和截止日期可先查“公开答复”，"
            "也可以在网上提交咨询，工作人员会在时限内答复。"
        ),
        starts_on=today - timedelta(days=16),
        ends_on=today + timedelta(days=30),
    )
