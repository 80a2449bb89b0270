"""Django's entry for the core package, told once all models are ready."""

from django.apps import AppConfig
from django.utils import translation
from django.utils.module_loading import autodiscover_modules

from jiesu.core import errors


class CoreConfig(AppConfig):
    """Loads each installed package's ``subscribers``, and lets refusals read labels in English."""

    name = "jiesu.core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Import ``subscribers`` of every package."""
        autodiscover_modules("subscribers")
        errors.read_labels_with(_english)


def _english(label: str) -> str:
    with translation.override("en"):
        return translation.gettext(label)
