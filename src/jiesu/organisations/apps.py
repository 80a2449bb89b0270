"""Django's entry for the organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations 组织机构."""

    name = "jiesu.organisations"
    label = "organisations"
    verbose_name = "组织机构"
