"""Addresses of the registration desk."""

from django.urls import path

from jiesu.console.registration import answers, views

urlpatterns = [
    path("", views.desk, name="desk"),
    path("look/", views.look, name="desk-look"),
    path("advised/", views.advised, name="desk-advised"),
    path("knowledge/", answers.offered, name="desk-knowledge"),
    path("knowledge/missed/", answers.missed, name="desk-knowledge-missed"),
    path("knowledge/<slug:number>/", answers.opened, name="desk-article"),
    path("knowledge/<slug:number>/text/", answers.text, name="desk-article-text"),
    path("topics/", views.topics, name="desk-topics"),
    path("divisions/", views.divisions, name="desk-divisions"),
    path("units/", views.units, name="desk-units"),
    path("points/", views.points, name="desk-points"),
]
