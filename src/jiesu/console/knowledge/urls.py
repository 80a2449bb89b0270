"""Addresses of the knowledge base's pages."""

from django.urls import path

from jiesu.console.knowledge import (
    articles,
    checks,
    files,
    finding,
    learning,
    measures,
    moving,
    rephrasing,
    waiting,
    writing,
)

urlpatterns = [
    path("", finding.search, name="knowledge"),
    path("missed/", finding.missed, name="knowledge-missed"),
    path("rephrase/", rephrasing.rephrase, name="knowledge-rephrase"),
    path("waiting/", waiting.waiting, name="knowledge-waiting"),
    path("import/", moving.imports, name="article-imports"),
    path("import/<int:key>/", moving.looked_through, name="article-import"),
    path("export/", moving.export, name="article-export"),
    path("checks/", checks.found, name="knowledge-checks"),
    path("checks/now/", checks.now, name="knowledge-check-now"),
    path("checks/table/", checks.table, name="knowledge-checks-table"),
    path("learning/", learning.learned, name="knowledge-learning"),
    path("learning/<int:key>/take/", learning.take, name="suggestion-take"),
    path("learning/<int:key>/dismiss/", learning.dismiss, name="suggestion-dismiss"),
    path("measures/", measures.measured, name="knowledge-measures"),
    path("measures/table/", measures.table, name="knowledge-measures-table"),
    path("new/", writing.new, name="article-new"),
    path("<slug:number>/", articles.article, name="article"),
    path("<slug:number>/use/", finding.use, name="article-use"),
    path("<slug:number>/edit/", writing.edit, name="article-edit"),
    path("<slug:number>/files/", files.add, name="article-files"),
    path("<slug:number>/files/<int:key>/", files.read, name="article-file"),
    path("<slug:number>/files/<int:key>/remove/", files.remove, name="article-file-remove"),
    path("<slug:number>/<slug:verb>/", articles.do, name="article-do"),
]
