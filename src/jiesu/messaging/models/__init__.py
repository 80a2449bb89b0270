"""Tables of the messages."""

from jiesu.messaging.models.contact import ContactPoint, PushSubscription
from jiesu.messaging.models.message import Message
from jiesu.messaging.models.quiet import QuietHoursRow
from jiesu.messaging.models.template import TemplateVersion

__all__ = ["ContactPoint", "Message", "PushSubscription", "QuietHoursRow", "TemplateVersion"]
