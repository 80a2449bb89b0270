"""Addresses of the work orders' pages."""

from django.urls import path

from jiesu.console.workorders import acting, claims, detail, dispatching, files, finding, people, work

urlpatterns = [
    path("", work.work, name="work"),
    path("jobs/", work.jobs, name="jobs"),
    path("me/", work.me, name="me"),
    path("next/", work.following, name="next"),
    path("find/", finding.find, name="find"),
    path("orders/<number:number>/", detail.order, name="order"),
    path("dispatch/", dispatching.desk, name="dispatch-desk"),
    path("dispatch/rows/", dispatching.rows, name="dispatch-rows"),
    path("orders/<number:number>/alike/", detail.alike, name="order-alike"),
    path("orders/<number:number>/knowledge/", detail.knowledge, name="order-knowledge"),
    path("orders/<number:number>/preview/", acting.preview, name="order-preview"),
    path("orders/<number:number>/claim/", claims.claim, name="order-claim"),
    path("orders/<number:number>/release/", claims.release, name="order-release"),
    path("orders/<number:number>/citizen/", people.citizen, name="order-citizen"),
    path("orders/<number:number>/files/<int:key>/", files.attachment, name="order-file"),
    path("orders/<number:number>/act/<slug:verb>/", acting.act, name="order-act"),
    path("orders/<number:number>/do/<slug:verb>/", acting.do, name="order-do"),
    path("orders/<number:number>/undo/", acting.undo, name="order-undo"),
    path("orders/<number:number>/units/<slug:verb>/", acting.units, name="order-units"),
]
