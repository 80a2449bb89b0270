"""Tables of the knowledge base as workbooks."""

import tempfile
from collections.abc import Iterable, Sequence

from django.http import FileResponse

from jiesu.core import clock
from jiesu.core.sheets import write_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> FileResponse:
    """A table as a file to be saved, named by its title and the day."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    write_sheet(file, title=title, header=header, rows=rows)
    file.seek(0)
    name = f"{title}-{clock.now().astimezone(clock.SHANGHAI):%Y%m%d}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)
