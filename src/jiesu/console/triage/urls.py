"""Addresses of triage's pages."""

from django.urls import path

from jiesu.console.triage import automatic, issues, proposals, quality, rules, versions

urlpatterns = [
    path("", issues.issues, name="triage"),
    path("issues.xlsx", issues.export, name="triage-issues-file"),
    path("issues/<int:key>/", issues.issue, name="triage-issue"),
    path("issues/<int:key>/orders.xlsx", issues.export_orders, name="triage-issue-file"),
    path("issues/<int:key>/merge/", issues.merge, name="triage-issue-merge"),
    path("groups/<number:number>/", proposals.group, name="triage-group"),
    path("groups/<number:number>/merge/", proposals.gather, name="triage-gather"),
    path("orders/<number:number>/", proposals.proposals, name="triage-proposals"),
    path("orders/<number:number>/merge/", proposals.merge, name="triage-merge"),
    path("orders/<number:number>/apart/", proposals.apart, name="triage-apart"),
    path("judged.xlsx", proposals.judged, name="triage-judged-file"),
    path("rules/", rules.rules, name="triage-rules"),
    path("rules/new/", rules.new, name="triage-rule-new"),
    path("rules/trial/", rules.trial, name="triage-trial"),
    path("rules/<int:key>/", rules.edit, name="triage-rule"),
    path("rules/<int:key>/move/", rules.move, name="triage-rule-move"),
    path("rules/<int:key>/remove/", rules.remove, name="triage-rule-remove"),
    path("models/", versions.versions, name="triage-models"),
    path("models/learn/", versions.learn, name="triage-learn"),
    path("models/names/", versions.names_only, name="triage-names"),
    path("models/<int:key>/", versions.version, name="triage-model"),
    path("models/<int:key>/use/", versions.use, name="triage-use"),
    path("automatic/", automatic.automatic, name="triage-automatic"),
    path("automatic/switch/", automatic.switch, name="triage-switch"),
    path("quality/", quality.quality, name="triage-quality"),
    path("quality.xlsx", quality.export, name="triage-quality-file"),
]
