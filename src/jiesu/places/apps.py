"""Django's entry for the places."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Places 地点."""

    name = "jiesu.places"
    label = "places"
    verbose_name = "行政区划"
