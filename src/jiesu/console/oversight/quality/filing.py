"""Lists of quality as xlsx; that somebody fetched one is noted in the audit log."""

import tempfile
from collections.abc import Iterable, Sequence

from django.http import FileResponse, HttpRequest
from django.utils import timezone

from jiesu.core import audit, clock
from jiesu.core.sheets import write_sheet
from jiesu.organisations.actors import Actor


def sheet(
    request: HttpRequest,
    actor: Actor,
    title: str,
    *,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
) -> FileResponse:
    """The file of a list."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    count = write_sheet(file, title=title, header=header, rows=rows)
    asked = {name: value for name, value in request.GET.items() if value and name != "after"}
    audit.record("export_quality", subject="quality", by=actor, what=title, rows=count, filters=asked)
    file.seek(0)
    name = f"{title} {timezone.localtime(clock.now()):%Y%m%d-%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)
