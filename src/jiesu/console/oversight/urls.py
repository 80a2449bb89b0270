"""Addresses of the oversight's pages."""

from django.urls import include, path

from jiesu.console.oversight import on_order

urlpatterns = [
    path("orders/<number:number>/", on_order.on_order, name="oversight-on-order"),
    path("supervision/", include("jiesu.console.oversight.supervision_urls")),
    path("", include("jiesu.console.oversight.acting_urls")),
    path("messages/", include("jiesu.console.oversight.messages.urls")),
    path("callbacks/", include("jiesu.console.oversight.callbacks.urls")),
    path("field/", include("jiesu.console.oversight.field.urls")),
    path("quality/", include("jiesu.console.oversight.quality.urls")),
]
