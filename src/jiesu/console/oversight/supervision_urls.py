"""Addresses of supervision, conferences, ledgers, bulletins and the ladder."""

from django.urls import path

from jiesu.console.oversight import (
    bulletins,
    conference,
    handovers,
    ladder,
    ledgers,
    supervision,
    supervision_panel,
)

urlpatterns = [
    path("issued/", supervision.supervisions, name="supervisions"),
    path("issued/export/", supervision.export, name="supervisions-export"),
    path("orders/<number:number>/<slug:deed>/", supervision_panel.begin, name="oversight-begin"),
    path("handed/<int:key>/", handovers.paper, name="handover-paper"),
    path("conference/", conference.conference, name="conference"),
    path("ledgers/", ledgers.ledgers, name="ledgers"),
    path("ledgers/export/", ledgers.export, name="ledgers-export"),
    path("ledgers/<int:key>/", ledgers.entry, name="ledger-entry"),
    path("ledgers/<int:key>/<slug:verb>/", ledgers.do, name="ledger-do"),
    path("bulletins/", bulletins.bulletins, name="bulletins"),
    path("bulletins/new/", bulletins.compose, name="bulletin-compose"),
    path("bulletins/<int:key>/", bulletins.bulletin, name="bulletin"),
    path("bulletins/<int:key>/issue/", bulletins.issue, name="bulletin-issue"),
    path("bulletins/<int:key>/acknowledge/", bulletins.acknowledge, name="bulletin-acknowledge"),
    path("bulletins/<int:key>/paper/", bulletins.paper, name="bulletin-paper"),
    path("ladder/", ladder.ladder, name="ladder"),
    path("ladder/edit/", ladder.edit, name="ladder-edit"),
    path("ladder/try/", ladder.try_out, name="ladder-try"),
    path("issued/<slug:number>/", supervision.supervision, name="supervision"),
    path("issued/<slug:number>/<slug:verb>/", supervision.do, name="supervision-do"),
]
