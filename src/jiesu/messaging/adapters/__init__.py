"""The gateways: the real ones, and the stand-in that ships; which one is in use is configured."""

from django.conf import settings

from jiesu.messaging.adapters.http import HttpGateway
from jiesu.messaging.adapters.mail import MailGateway
from jiesu.messaging.adapters.push import PushGateway
from jiesu.messaging.adapters.standin import StandInGateway
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.ports import Gateway

CONFIGURED_BY = {
    MessageChannel.SMS: "JIESU_SMS_URL",
    MessageChannel.WECHAT: "JIESU_WECHAT_URL",
    MessageChannel.EMAIL: "JIESU_SMTP_URL",
    MessageChannel.PUSH: "JIESU_PUSH_KEY",
}
"""The setting without which a channel has only the stand-in."""


def gateway_for(channel: MessageChannel) -> Gateway:
    """The gateway in use: the configured one, or the stand-in where none is."""
    if is_stand_in(channel):
        return StandInGateway()
    if channel is MessageChannel.EMAIL:
        return MailGateway(settings.JIESU_MAIL_FROM)
    if channel is MessageChannel.PUSH:
        return PushGateway(settings.JIESU_PUSH_KEY, settings.JIESU_PUSH_CONTACT)
    return HttpGateway(getattr(settings, CONFIGURED_BY[channel]), receipt_key(channel))


def is_stand_in(channel: MessageChannel = MessageChannel.SMS) -> bool:
    """Whether messages of a channel only go into the log; the inbox needs no gateway."""
    name = CONFIGURED_BY.get(channel)
    return name is not None and not getattr(settings, name)


def receipt_key(channel: MessageChannel) -> str:
    """The key agreed upon with the gateway of a channel; empty where there is none."""
    keys = {MessageChannel.SMS: settings.JIESU_SMS_KEY, MessageChannel.WECHAT: settings.JIESU_WECHAT_KEY}
    return str(keys.get(channel, ""))
