"""Addresses of the configuration."""

from django.urls import include, path

from jiesu.console.settings import exchange

urlpatterns = [
    path("tables/<slug:kind>/", exchange.take, name="table"),
    path("tables/<slug:kind>/xlsx/", exchange.export, name="table-export"),
    path("tables/<slug:kind>/confirm/", exchange.confirm, name="table-confirm"),
    path("units/", include("jiesu.console.organisations.urls")),
    path("", include("jiesu.console.accounts.settings_urls")),
    path("", include("jiesu.console.catalogue.urls")),
]
