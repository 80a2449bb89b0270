"""The words that other systems use for natures, urgencies and channels, beside our own labels and codes."""

from collections.abc import Mapping
from enum import StrEnum
from typing import TypeVar

from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS, Channel, Nature, Urgency
from jiesu.intake.values import normal

V = TypeVar("V", bound=StrEnum)

_NATURES: dict[Nature, str] = {
    Nature.CONSULTATION: "政策咨询 咨询类 询问 consult inquiry",
    Nature.HELP: "求助类 求决 申诉求决",
    Nature.OTHER: "诉求 服务 反映 其它",
    Nature.COMPLAINT: "投诉类 投诉举报 批评",
    Nature.REPORT: "举报类 检举 检举控告 揭发控告",
    Nature.SUGGESTION: "建议类 意见 意见建议 建言 suggest",
    Nature.PRAISE: "表扬类 感谢",
}
_URGENCIES: dict[Urgency, str] = {
    Urgency.NORMAL: "普通 平件 不紧急 low",
    Urgency.URGENT: "加急 急 急件 high",
    Urgency.CRITICAL: "特别紧急 非常紧急 特提 突发",
}
_CHANNELS: dict[Channel, str] = {
    Channel.PHONE: "12345 12345电话 热线 来电 热线电话 电话受理 语音 tel 市长热线",
    Channel.WEB: "网络 互联网 门户网站 政府网站 网页 pc wap h5 website 网上信箱",
    Channel.WECHAT: "微信公众号 微信小程序 公众号 wechatmp wx weixin",
    Channel.APP: "客户端 手机客户端 手机app 小程序 app小程序 支付宝 抖音 tt 头条",
    Channel.MAIL: "电子邮件 邮箱 email",
    Channel.SMS: "手机短信",
    Channel.MAYOR_MAILBOX: "书记信箱 领导信箱",
    Channel.VIDEO: "视频 监控",
    Channel.COLLECTOR: "采集员 网格员 采集员上报",
    Channel.PROVINCE: "省平台 省转 省12345 省级转办",
    Channel.POLICE_110: "110 110转办",
    Channel.PEOPLE_BOARD: "人民网 领导留言板",
    Channel.SUPERVISION: "国务院互联网督查 互联网督查",
    Channel.LETTER: "信件 信函 书信",
    Channel.VISIT: "走访 上门 现场 窗口",
    Channel.IMPORT: "导入",
}
# What a longer word has in it, such as the name of a newspaper's app.
_CHANNEL_PARTS = (
    ("微信", Channel.WECHAT),
    ("wechat", Channel.WECHAT),
    ("微博", Channel.WEIBO),
    ("app", Channel.APP),
    ("小程序", Channel.APP),
    ("短信", Channel.SMS),
    ("信箱", Channel.MAYOR_MAILBOX),
    ("电话", Channel.PHONE),
    ("热线", Channel.PHONE),
    ("网站", Channel.WEB),
)


def nature_of(word: str) -> Nature | None:
    """The nature that a word means, or None."""
    return _NATURE_OF.get(normal(word))


def urgency_of(word: str) -> Urgency | None:
    """The urgency that a word means, or None."""
    return _URGENCY_OF.get(normal(word))


def channel_of(word: str) -> Channel | None:
    """The channel that a word means, or None."""
    bare = normal(word)
    parts = (channel for part, channel in _CHANNEL_PARTS if part in bare)
    return _CHANNEL_OF.get(bare) or next(parts, None)


def _meanings(labels: Mapping[V, str], words: Mapping[V, str]) -> dict[str, V]:
    known = {normal(word): value for value, line in words.items() for word in line.split()}
    known |= {normal(label): value for value, label in labels.items()}
    return known | {normal(value.value): value for value in labels}


_NATURE_OF = _meanings(NATURE_LABELS, _NATURES)
_URGENCY_OF = _meanings(URGENCY_LABELS, _URGENCIES)
_CHANNEL_OF = _meanings(CHANNEL_LABELS, _CHANNELS)
