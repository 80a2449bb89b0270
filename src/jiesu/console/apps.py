"""Django's entry for the console."""

from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    """Console 工作台."""

    name = "jiesu.console"
    label = "console"
    verbose_name = "工作台"
