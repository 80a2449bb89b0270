"""Django's entry for the core package: loads every package's subscribers once the models are ready."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class CoreConfig(AppConfig):
    """Loads each installed package's ``subscribers`` module so that subscriptions are known."""

    name = "jiesu.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import ``subscribers`` of every package."""
        autodiscover_modules("subscribers")
