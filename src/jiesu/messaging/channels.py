"""How a message travels, how pressing it is, and how far it has come: the vocabularies of the messages.

The channels are those that the centres name: 短信, 微信模板消息, 邮件, 站内消息, 浏览器推送.
"""

from enum import StrEnum


class MessageChannel(StrEnum):
    """消息渠道."""

    SMS = "sms"
    WECHAT = "wechat"
    EMAIL = "email"
    INBOX = "inbox"
    PUSH = "push"


MESSAGE_CHANNEL_LABELS: dict[MessageChannel, str] = {
    MessageChannel.SMS: "短信",
    MessageChannel.WECHAT: "微信",
    MessageChannel.EMAIL: "邮件",
    MessageChannel.INBOX: "站内消息",
    MessageChannel.PUSH: "浏览器推送",
}


class MessageState(StrEnum):
    """How far a message has come.

    ``HANDED_OVER``: a gateway has taken it; whether it arrived, the gateway's receipt says, if it sends any.
    """

    WAITING = "waiting"
    HANDED_OVER = "handed_over"
    DELIVERED = "delivered"
    FAILED = "failed"
    EXPIRED = "expired"


MESSAGE_STATE_LABELS: dict[MessageState, str] = {
    MessageState.WAITING: "待发送",
    MessageState.HANDED_OVER: "已交网关",
    MessageState.DELIVERED: "已送达",
    MessageState.FAILED: "失败",
    MessageState.EXPIRED: "已过期",
}


class MessageUrgency(StrEnum):
    """How pressing a message is; the words are those of an order's urgency."""

    NORMAL = "normal"
    URGENT = "urgent"
    CRITICAL = "critical"


MESSAGE_URGENCY_LABELS: dict[MessageUrgency, str] = {
    MessageUrgency.NORMAL: "一般",
    MessageUrgency.URGENT: "紧急",
    MessageUrgency.CRITICAL: "特急",
}


def more_pressing(one: str, other: str) -> MessageUrgency:
    """The more pressing of two urgencies."""
    order = list(MessageUrgency)
    return max(MessageUrgency(one), MessageUrgency(other), key=order.index)
