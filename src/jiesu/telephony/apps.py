"""Django's entry for telephony."""

from django.apps import AppConfig


class TelephonyConfig(AppConfig):
    """Telephony 话务."""

    name = "jiesu.telephony"
    label = "telephony"
    verbose_name = "话务"
