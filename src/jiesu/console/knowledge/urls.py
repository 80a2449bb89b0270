"""Addresses of the knowledge base's pages."""

from django.urls import path

from jiesu.console.knowledge import articles, finding, rephrasing, waiting, writing

urlpatterns = [
    path("", finding.search, name="knowledge"),
    path("missed/", finding.missed, name="knowledge-missed"),
    path("rephrase/", rephrasing.rephrase, name="knowledge-rephrase"),
    path("waiting/", waiting.waiting, name="knowledge-waiting"),
    path("new/", writing.new, name="article-new"),
    path("<slug:number>/", articles.article, name="article"),
    path("<slug:number>/use/", finding.use, name="article-use"),
    path("<slug:number>/edit/", writing.edit, name="article-edit"),
    path("<slug:number>/<slug:verb>/", articles.do, name="article-do"),
]
