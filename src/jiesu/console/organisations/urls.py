"""Addresses of the units."""

from django.urls import path

from jiesu.console.organisations import units

urlpatterns = [
    path("", units.tree, name="units"),
    path("new/", units.new, name="unit-new"),
    path("<int:key>/", units.unit, name="unit"),
    path("<int:key>/below/", units.below, name="unit-below"),
    path("<int:key>/edit/", units.edit, name="unit-edit"),
    path("<int:key>/move/", units.move, name="unit-move"),
    path("<int:key>/close/", units.close, name="unit-close"),
    path("<int:key>/open/", units.reopen, name="unit-open"),
]
