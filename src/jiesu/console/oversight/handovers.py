"""The files that were handed to discipline inspection."""

from django.http import FileResponse, HttpRequest
from django.views.decorators.http import require_safe

from jiesu.console.staff import staff
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions.handing import open_handover


@require_safe
@staff
def paper(request: HttpRequest, actor: Actor, *, key: int) -> FileResponse:
    """The complete file as it was handed over; fetching it is noted in the audit log."""
    del request
    row, file = open_handover(key, by=actor)
    name = f"case-{row.order.number}.pdf"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/pdf")
