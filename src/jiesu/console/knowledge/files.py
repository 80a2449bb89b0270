"""Files of an article, given only to those who may read its version."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.console.knowledge.articles import shown
from jiesu.console.staff import staff
from jiesu.core.errors import NotFound, Refusal
from jiesu.knowledge import actions
from jiesu.knowledge.errors import BadArticleFile
from jiesu.organisations.actors import Actor


@require_safe
@staff
def read(request: HttpRequest, actor: Actor, *, number: str, key: int) -> HttpResponseBase:
    """The file, to be saved; nothing in it runs."""
    del request
    row, content = actions.open_article_file(number, key, by=actor)
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_POST
@staff
def add(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """A file for what is being written."""
    given, public = request.FILES.get("file"), request.POST.get("is_public") == "on"
    try:
        if given is None or given.file is None:
            raise BadArticleFile(field="file", why_zh="请选择文件。", why_en="choose one.")
        actions.attach_to_article(number, name=given.name or "", file=given.file, by=actor, is_public=public)
    except NotFound:
        raise
    except Refusal as refusal:
        return shown(request, actor, number, refusal=refusal)
    messages.success(request, _("附件已上传。"))
    return redirect("article", number=number)


@require_POST
@staff
def remove(request: HttpRequest, actor: Actor, *, number: str, key: int) -> HttpResponse:
    """A file that does not belong to it any more."""
    actions.detach_from_article(number, file_id=key, by=actor)
    messages.success(request, _("附件已移除。"))
    return redirect("article", number=number)
