"""Addresses of the registration desk."""

from django.urls import path

from jiesu.console.registration import views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("look/", views.look, name="desk-look"),
    path("advised/", views.advised, name="desk-advised"),
    path("topics/", views.topics, name="desk-topics"),
    path("divisions/", views.divisions, name="desk-divisions"),
    path("units/", views.units, name="desk-units"),
    path("points/", views.points, name="desk-points"),
]
