"""Addresses of the audit log."""

from django.urls import path

from jiesu.console.audit import views

urlpatterns = [
    path("", views.entries, name="audit"),
    path("xlsx/", views.export, name="audit-export"),
]
