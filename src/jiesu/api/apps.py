"""Django's entry for the HTTP API."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """HTTP API 接口."""

    name = "jiesu.api"
    label = "api"
    verbose_name = "接口"
