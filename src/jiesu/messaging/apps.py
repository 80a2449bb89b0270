"""Django's entry for the messaging."""

from django.apps import AppConfig


class MessagingConfig(AppConfig):
    """Messages out 消息."""

    name = "jiesu.messaging"
    label = "messaging"
    verbose_name = "消息"
