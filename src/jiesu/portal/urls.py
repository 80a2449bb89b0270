"""Addresses of the citizens' pages."""

from django.urls import path

from jiesu.portal import asking, calling, home, own, published, reporting, tracking, visiting
from jiesu.portal.papers import paper

urlpatterns = [
    path("", home.home, name="home"),
    path("report/", reporting.report, name="report"),
    path("report/alike/", reporting.look_alikes, name="look_alikes"),
    path("report/done/", reporting.receipt, name="receipt"),
    path("ask/", asking.ask, name="ask"),
    path("ask/files/<slug:number>/<int:key>/", paper, name="ask_file"),
    path("ask/anew/", asking.ask_anew, name="ask_anew"),
    path("track/", tracking.track, name="track"),
    path("track/phone/", tracking.by_phone, name="by_phone"),
    path("track/phone/code/", tracking.phone_code, name="phone_code"),
    path("track/leave/", tracking.leave, name="leave"),
    path("track/orders/", own.orders, name="own_orders"),
    path("track/orders/<slug:number>/", own.order, name="own_order"),
    path("track/orders/<slug:number>/rate/", own.rate, name="rate"),
    path("track/orders/<slug:number>/more/", own.add, name="add_word"),
    path("track/orders/<slug:number>/again/", own.again, name="ask_again"),
    path("visit/<str:token>/", visiting.visit, name="visit"),
    path("track/orders/<slug:number>/urge/", own.urge, name="citizen_urge"),
    path("track/orders/<slug:number>/messages/", own.progress, name="progress_messages"),
    path("cases/", published.cases, name="cases"),
    path("cases/<slug:number>/", published.case, name="case"),
    path("notices/", home.notices, name="notices"),
    path("notices/<int:notice_id>/", home.notice, name="notice"),
    path("elsewhere/", home.elsewhere, name="elsewhere"),
    path("text-size/", home.text_size, name="text_size"),
    path("demonstration/call/", calling.call, name="demonstration_call"),
    path("demonstration/messages/", home.messages, name="stand_in_messages"),
]
