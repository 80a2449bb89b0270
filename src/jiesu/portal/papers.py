"""Forms and notices that go with a published answer."""

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from jiesu.core.errors import NotFound
from jiesu.knowledge.actions import open_article_file


@require_safe
def paper(request: HttpRequest, *, number: str, key: int) -> HttpResponseBase:
    """The file, to be saved, as long as the answer stands and its unit lets everybody have it."""
    del request
    try:
        row, content = open_article_file(number, key, by=None)
    except NotFound as missing:
        raise Http404 from missing
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
