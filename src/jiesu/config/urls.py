"""All addresses."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from jiesu.api.health import healthz, readyz
from jiesu.api.telephony.cti import told as cti
from jiesu.api.v1 import api
from jiesu.console.signing import login

urlpatterns = [
    path("", include("jiesu.portal.urls")),
    path("", include("jiesu.console.urls")),
    path("language/", set_language, name="set_language"),
    path("api/v1/", api.urls),
    path("cti/<str:token>/", cti, name="cti"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("admin/login/", login),  # one way in, with the second step
    path("admin/", admin.site.urls),
]

handler400 = "jiesu.console.errors.bad_request"
handler403 = "jiesu.console.errors.forbidden"
handler404 = "jiesu.console.errors.not_found"
handler500 = "jiesu.console.errors.failed"
