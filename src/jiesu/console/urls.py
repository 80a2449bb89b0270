"""Addresses of the staff's pages."""

from django.urls import include, path, register_converter

from jiesu.console import signing
from jiesu.console.numbers import OrderNumber

register_converter(OrderNumber, "number")

urlpatterns = [
    path("login/", signing.login, name="login"),
    path("login/code/", signing.second_step, name="second-step"),
    path("logout/", signing.logout, name="logout"),
    path("console/", include("jiesu.console.accounts.urls")),
    path("console/settings/", include("jiesu.console.settings.urls")),
    path("console/knowledge/", include("jiesu.console.knowledge.urls")),
    path("console/audit/", include("jiesu.console.audit.urls")),
    path("console/oversight/", include("jiesu.console.oversight.urls")),
    path("console/triage/", include("jiesu.console.triage.urls")),
    path("console/register/", include("jiesu.console.registration.urls")),
    path("console/", include("jiesu.console.telephony.urls")),
    path("console/", include("jiesu.console.lists.urls")),
    path("console/", include("jiesu.console.workorders.urls")),
]
