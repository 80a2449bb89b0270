"""Addresses of the checks in the field."""

from django.urls import path

from jiesu.console.oversight.field import (
    checking,
    faces,  # noqa: F401 - its panel makes itself known
    listing,
    ordering,
)

urlpatterns = [
    path("", listing.listed, name="field-checks"),
    path("export/", listing.export, name="field-export"),
    path("mine/", checking.mine, name="field-mine"),
    path("new/<number:number>/", ordering.new, name="field-new"),
    path("<int:key>/", checking.check, name="field-check"),
    path("<int:key>/withdraw/", ordering.withdraw, name="field-withdraw"),
    path("<int:key>/photos/<int:photo>/", checking.photo, name="field-photo"),
]
