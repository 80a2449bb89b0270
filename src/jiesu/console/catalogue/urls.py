"""Addresses of the catalogue's configuration."""

from django.urls import path

from jiesu.console.catalogue import calendar, duties, packs, reasons, topics

urlpatterns = [
    path("packs/", packs.packs, name="packs"),
    path("packs/compare/", packs.compare, name="packs-compare"),
    path("packs/upload/", packs.upload, name="packs-upload"),
    path("packs/<int:key>/", packs.pack, name="pack"),
    path("packs/<int:key>/xlsx/", packs.export, name="pack-export"),
    path("packs/<int:key>/edit/", packs.edit, name="pack-edit"),
    path("packs/<int:key>/use/", packs.use, name="pack-use"),
    path("calendar/", calendar.year, name="calendar"),
    path("calendar/days/", calendar.days, name="calendar-days"),
    path("calendar/windows/", calendar.windows, name="calendar-windows"),
    path("topics/", topics.topics, name="topics"),
    path("topics/edit/", topics.edit, name="topics-edit"),
    path("duties/", duties.duties, name="duties"),
    path("duties/new/", duties.new, name="duty-new"),
    path("duties/<int:key>/", duties.edit, name="duty-edit"),
    path("reasons/", reasons.reasons, name="reasons"),
    path("reasons/new/", reasons.new, name="reason-new"),
    path("reasons/<slug:code>/", reasons.edit, name="reason-edit"),
]
