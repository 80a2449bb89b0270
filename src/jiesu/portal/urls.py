"""Addresses of the citizens' pages."""

from django.urls import path

from jiesu.portal import views

urlpatterns = [
    path("report/", views.report, name="report"),
    path("report/done/", views.receipt, name="receipt"),
    path("track/", views.track, name="track"),
]
