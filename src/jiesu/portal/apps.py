"""Django's entry for the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Portal 群众门户."""

    name = "jiesu.portal"
    label = "portal"
    verbose_name = "群众门户"
