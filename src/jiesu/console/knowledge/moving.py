"""Articles in and out: a file is looked through, then taken; what is live is written as a workbook."""

import tempfile

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission, require
from jiesu.console.knowledge.sheets import XLSX
from jiesu.console.settings.gate import read_or_send
from jiesu.console.staff import is_swap, page, spoken, staff
from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.core.paging import page_of
from jiesu.knowledge import actions, selectors
from jiesu.organisations.actors import Actor


@read_or_send
@staff
def imports(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Bring a file; it is looked through and shown row by row before anything is written."""
    require(actor, Permission.EDIT_ARTICLE)
    refusal, given = "", request.FILES.get("file")
    if request.method == "POST":
        try:
            if given is not None and given.file is not None:
                brought = actions.read_import(given.file, name=given.name or "", by=actor)
                return redirect("article-import", key=brought.pk)
            refusal = _("请选择文件。")
        except Refusal as refused:
            refusal = spoken(refused)
    context: dict[str, object] = {"imports": selectors.imports_of(for_user=actor), "refusal": refusal}
    status = 422 if refusal else 200
    return page(request, actor, "console/knowledge/imports.html", context=context, status=status)


@read_or_send
@staff
def looked_through(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """What a file says, row by row, with what cannot be taken first; sent, the sound rows are taken."""
    require(actor, Permission.EDIT_ARTICLE)
    if request.method == "POST":
        actions.take_import(key, by=actor)
        messages.success(request, _("已开始导入，可以离开本页。"))
        return redirect("article-import", key=key)
    told = selectors.imported(key, for_user=actor)
    if is_swap(request) and request.headers.get("HX-Target") == "progress":
        return render(request, "console/knowledge/import_progress.html", {"told": told})
    rows = page_of(
        selectors.import_rows(told.brought), by="rank", cursor=request.GET.get("after"), descending=False
    )
    context: dict[str, object] = {"told": told, "rows": rows.items, "next_cursor": rows.next_cursor}
    return page(request, actor, "console/knowledge/import.html", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The live articles as a workbook that can be changed and imported again."""
    require(
        actor, Permission.EDIT_ARTICLE if actor.may(Permission.EDIT_ARTICLE) else Permission.APPROVE_ARTICLE
    )
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    own = "" if actor.is_centre else min(actor.unit_paths, default="-")
    actions.export_articles(file, by=actor, owner_path=own, topic_code=request.GET.get("topic", "")[:12])
    file.seek(0)
    name = f"知识-{clock.now().astimezone(clock.SHANGHAI):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
