"""Addresses of the callback's pages."""

from django.urls import path

from jiesu.console.oversight.callbacks import (
    calling,
    desk,
    listing,
    panel,  # noqa: F401 - its panel makes itself known
    rules,
)

urlpatterns = [
    path("", desk.desk, name="callbacks"),
    path("next/", desk.take_next, name="callback-next"),
    path("list/", listing.listed, name="callback-list"),
    path("list/export/", listing.export, name="callback-export"),
    path("figures/", listing.figures, name="callback-figures"),
    path("rules/", rules.rules, name="callback-rules"),
    path("rules/new/", rules.new, name="callback-rules-new"),
    path("<int:key>/", calling.task, name="callback"),
    path("<int:key>/hold/", calling.hold, name="callback-hold"),
    path("<int:key>/release/", calling.release, name="callback-release"),
    path("<int:key>/phone/", calling.phone, name="callback-phone"),
    path("<int:key>/answers/", calling.answers, name="callback-answers"),
    path("<int:key>/attempt/", calling.attempt, name="callback-attempt"),
    path("<int:key>/judge/", calling.judge, name="callback-judge"),
    path("<int:key>/consent/", calling.consent, name="callback-consent"),
    path("<int:key>/forward/", desk.forward, name="callback-forward"),
]
