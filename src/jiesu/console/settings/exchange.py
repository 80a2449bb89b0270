"""Tables out and in: fetched as xlsx, sent back, shown row by row before anything is written."""

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence

from django import forms
from django.core import signing
from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import require
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.gate import blame, done, read_or_send
from jiesu.console.settings.kinds import Kind, kind_of
from jiesu.console.settings.uploads import rows_in
from jiesu.console.staff import page, staff
from jiesu.core import audit, clock
from jiesu.core.errors import InvalidInput, Refusal
from jiesu.core.sheets import write_sheet
from jiesu.core.tables import OUTCOME_LABELS, Column, Outcome, TableRow, Taken
from jiesu.organisations.actors import Actor

_SALT = "settings.table"
_GOOD_FOR = 3600
_SHOWN = 500


class TableForm(Plain):
    """A file."""

    file = forms.FileField(
        label=gettext_lazy("xlsx 或 CSV 文件"),
        help_text=gettext_lazy("先导出现有的表，改好后再上传；上传后先逐行核对，确认后才会写入。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
    )


@require_safe
@staff
def export(request: HttpRequest, actor: Actor, *, kind: str) -> FileResponse:
    """A table as xlsx; noted in the audit log."""
    del request
    table = _table(kind, actor)
    rows = list(table.rows())
    audit.record("export_table", subject=f"table:{kind}", by=actor, rows=len(rows))
    return sheet_response(str(table.title), table.columns, rows)


def sheet_response(title: str, columns: Sequence[Column], rows: Iterable[Mapping[str, str]]) -> FileResponse:
    """Rows by column as a workbook to be downloaded."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
    cells = ([row.get(column.field, "") for column in columns] for row in rows)
    write_sheet(file, title=title, header=[column.label for column in columns], rows=cells)
    file.seek(0)
    name = f"{title} {timezone.localtime(clock.now()):%Y%m%d-%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name)


@read_or_send
@staff
def take(request: HttpRequest, actor: Actor, *, kind: str) -> HttpResponse:
    """Send a table in, and see row by row what it would do; nothing is written yet."""
    table = _table(kind, actor)
    if request.method != "POST":
        return _form(request, actor, kind, form=TableForm())
    form = TableForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, actor, kind, form=form, status=422)
    try:
        rows = rows_in(form.cleaned_data["file"], table.columns)
        taken = table.take(rows, by=actor, keep=False)
    except Refusal as refusal:
        blame(form, refusal)
        return _form(request, actor, kind, form=form, status=refusal.status)
    return report(request, actor, kind, taken=taken, rows=rows)


@require_POST
@staff
def confirm(request: HttpRequest, actor: Actor, *, kind: str) -> HttpResponse:
    """Write the table that was looked at, if it is still sound; all of it or nothing."""
    table = _table(kind, actor)
    try:
        rows = _opened(request.POST.get("rows", ""), kind, actor)
    except signing.BadSignature as error:
        raise InvalidInput(
            field="file",
            reason_zh="核对已过期，请重新上传。",
            reason_en="This is too old; send the file again.",
        ) from error
    taken = table.take(rows, by=actor, keep=True)
    if not taken.written:
        return report(request, actor, kind, taken=taken, rows=rows, status=422)
    audit.record(
        "import_table",
        subject=f"table:{kind}",
        by=actor,
        counts={outcome.value: count for outcome, count in taken.counts.items() if count},
    )
    said = "，".join(
        f"{_(OUTCOME_LABELS[outcome])} {count}" for outcome, count in taken.counts.items() if count
    )
    return done(request, _("已导入：%(counts)s") % {"counts": said}, to=table.page)


def _table(kind: str, actor: Actor) -> Kind:
    table = kind_of(kind)
    require(actor, table.permission)
    return table


def _form(
    request: HttpRequest, actor: Actor, kind: str, *, form: TableForm, status: int = 200
) -> HttpResponse:
    context: dict[str, object] = {"form": form, "kind": kind, "table": kind_of(kind)}
    return page(request, actor, "console/settings/table.html", context=context, status=status)


def report(
    request: HttpRequest,
    actor: Actor,
    kind: str,
    *,
    taken: Taken,
    rows: Sequence[TableRow],
    status: int = 200,
) -> HttpResponse:
    """Row by row what a table would do, and the button that does it if all of it is sound."""
    goes = taken.is_sound and taken.changes_something and not taken.written
    language = get_language() or "zh"
    telling = [row for row in taken.rows if row.outcome is not Outcome.SAME]
    telling.sort(key=lambda row: row.outcome is not Outcome.REFUSED)
    lines = [
        {
            "line": row.line or "",
            "key": row.key,
            "outcome": row.outcome.value,
            "label": OUTCOME_LABELS[row.outcome],
            "changes": row.changes,
            "refusal": row.refusal.message(language) if row.refusal else "",
        }
        for row in telling[:_SHOWN]
    ]
    counts = [(o.value, OUTCOME_LABELS[o], n) for o, n in taken.counts.items() if n]
    context: dict[str, object] = {
        "lines": lines,
        "left": max(0, len(telling) - _SHOWN),
        "counts": counts,
        "taken": taken,
        "sealed": _seal(rows, kind, actor) if goes else "",
        "kind": kind,
        "table": kind_of(kind),
    }
    return page(request, actor, "console/settings/report.html", context=context, status=status)


def _seal(rows: Sequence[TableRow], kind: str, actor: Actor) -> str:
    """The rows, so that what is confirmed is what was looked at, by the same person."""
    content = json.dumps([[row.line, dict(row.values)] for row in rows], ensure_ascii=False)
    return signing.dumps(content, salt=f"{_SALT}:{kind}:{actor.user_id}", compress=True)


def _opened(sealed: str, kind: str, actor: Actor) -> list[TableRow]:
    salt = f"{_SALT}:{kind}:{actor.user_id}"
    content = json.loads(signing.loads(sealed, salt=salt, max_age=_GOOD_FOR))
    return [TableRow(line, values) for line, values in content]
