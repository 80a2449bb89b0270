"""Addresses of the oversight's pages."""

from django.urls import path

from jiesu.console.oversight import on_order

urlpatterns = [
    path("orders/<number:number>/", on_order.on_order, name="oversight-on-order"),
]
