"""Django's entry for the catalogue."""

from django.apps import AppConfig


class CatalogueConfig(AppConfig):
    """The catalogue 业务字典."""

    name = "jiesu.catalogue"
    label = "catalogue"
    verbose_name = "业务字典"
