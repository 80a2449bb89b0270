"""Addresses of one's own account."""

from django.urls import path

from jiesu.console.accounts import acting, me

urlpatterns = [
    path("me/password/", me.password, name="me-password"),
    path("me/second-factor/", me.second_factor, name="me-second-factor"),
    path("me/second-factor/codes/", me.codes, name="me-codes"),
    path("me/second-factor/remove/", me.remove, name="me-second-factor-remove"),
    path("me/sessions/", me.sessions, name="me-sessions"),
    path("me/act-as/end/", acting.end, name="acting-end"),
]
