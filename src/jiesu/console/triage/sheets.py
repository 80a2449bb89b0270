"""Tables of triage as workbooks."""

import tempfile
from collections.abc import Sequence

from django.http import FileResponse
from django.utils import timezone

from jiesu.core import audit, clock
from jiesu.core.sheets import write_sheet
from jiesu.organisations.actors import Actor


def told_as_file(
    actor: Actor, what: str, *, title: str, header: Sequence[str], rows: Sequence[Sequence[object]]
) -> FileResponse:
    """A table as xlsx, to be downloaded; that it was fetched is noted in the audit log."""
    audit.record("triage.export", subject=f"triage:{what}", by=actor, rows=len(rows))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_sheet(file, title=title, header=header, rows=rows)
    file.seek(0)
    name = f"{title} {timezone.localtime(clock.now()):%Y%m%d-%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)
