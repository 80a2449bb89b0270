"""Addresses of the lists."""

from django.urls import path

from jiesu.console.lists import batches, exporting, keeping, views

urlpatterns = [
    path("orders/", views.orders, name="orders"),
    path("orders/batch/", batches.carry_out, name="orders-batch"),
    path("orders/batch/offers/", batches.offers, name="orders-offers"),
    path("orders/columns/", keeping.choose_columns, name="orders-columns"),
    path("orders/views/", keeping.save_view, name="orders-view"),
    path("orders/views/<int:key>/delete/", keeping.delete_view, name="orders-view-delete"),
    path("orders/of/<slug:place>/", views.orders, name="orders-of"),
    path("exports/", exporting.mine, name="exports"),
    path("exports/new/", exporting.ask, name="export-new"),
    path("exports/<int:key>/cancel/", exporting.cancel, name="export-cancel"),
    path("exports/<int:key>/file/", exporting.fetch, name="export-file"),
]
