"""Django's entry for the oversight."""

from django.apps import AppConfig


class OversightConfig(AppConfig):
    """Oversight 督办、回访与质量."""

    name = "jiesu.oversight"
    label = "oversight"
    verbose_name = "督办与质量"
