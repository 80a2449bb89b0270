"""Django's entry for triage."""

from django.apps import AppConfig


class TriageConfig(AppConfig):
    """Triage 智能分办."""

    name = "jiesu.triage"
    label = "triage"
    verbose_name = "智能分办"
