"""Files of an order, given only to those who may see them."""

from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.views.decorators.http import require_safe

from jiesu.console.staff import staff
from jiesu.organisations.actors import Actor
from jiesu.workorders import actions


@require_safe
@staff
def attachment(request: HttpRequest, actor: Actor, *, number: str, key: int) -> HttpResponseBase:
    """The file, to be saved; nothing in it runs."""
    del request
    row, content = actions.open_attachment(number, key, by=actor)
    response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.content_type)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
