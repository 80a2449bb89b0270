"""Django's entry for the intake."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Intake 受理."""

    name = "jiesu.intake"
    label = "intake"
    verbose_name = "受理"
