"""The gateways: the real one over HTTP, and the stand-in that ships; which one is in use is configured."""

from django.conf import settings

from jiesu.messaging.adapters.http import HttpGateway
from jiesu.messaging.adapters.standin import StandInGateway
from jiesu.messaging.ports import SmsGateway


def sms_gateway() -> SmsGateway:
    """The gateway in use: that of ``JIESU_SMS_URL``, or the stand-in where none is configured."""
    if settings.JIESU_SMS_URL:
        return HttpGateway(settings.JIESU_SMS_URL, settings.JIESU_SMS_KEY)
    return StandInGateway()


def is_stand_in() -> bool:
    """Whether messages only go into the log."""
    return not settings.JIESU_SMS_URL
