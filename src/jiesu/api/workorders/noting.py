"""Verbs that correct, note and attach; and files given out again."""

from typing import TYPE_CHECKING, Annotated, BinaryIO, cast

from django.http import FileResponse, HttpResponse
from ninja import File, Form, Path
from ninja.files import UploadedFile

from jiesu.api.answers import answer
from jiesu.api.authentication import Request
from jiesu.api.workorders import bodies
from jiesu.api.workorders.documents import AttachmentDocument
from jiesu.api.workorders.mounting import Number, does, router, verbs
from jiesu.workorders import actions
from jiesu.workorders.states import VERB_LABELS, Verb, Visibility

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

_BYTES = {"type": "string", "format": "binary"}


@does(Verb.AMEND)
def amend(request: Request, number: Number, body: bodies.Amendment) -> "WorkOrder":
    """Correct what was registered; only the fields given change."""
    return actions.amend_order(number, changes=body.changes(), by=request.auth, version=body.version)


@does(Verb.ANNOTATE)
def annotate(request: Request, number: Number, body: bodies.Annotation) -> "WorkOrder":
    """Write a line into the history."""
    return actions.annotate_order(
        number, note=body.note, visibility=body.visibility, by=request.auth, version=body.version
    )


@verbs.post(
    f"/orders/{{order:number}}/{Verb.ATTACH}",
    response={201: AttachmentDocument},
    operation_id=Verb.ATTACH.value,
    summary=VERB_LABELS[Verb.ATTACH],
)
def attach(
    request: Request,
    number: Number,
    *,
    file: File[UploadedFile],
    visibility: Form[Visibility] = Visibility.UNIT,
) -> HttpResponse:
    """Add a file, as `multipart/form-data`; its type is what its content says."""
    attachment = actions.attach_file(
        number,
        name=file.name or "",
        file=cast("BinaryIO", file.file),
        by=request.auth,
        visibility=visibility,
    )
    return answer(AttachmentDocument.of(attachment), status=201)


@router.get(
    "/orders/{order:number}/attachments/{int:attachment}",
    response={200: None},
    operation_id="download_attachment",
    summary="下载附件",
    openapi_extra={"responses": {200: {"content": {"application/octet-stream": {"schema": _BYTES}}}}},
)
def download(
    request: Request, number: Number, attachment: Annotated[int, Path(ge=1, le=2**63 - 1)]
) -> FileResponse:
    """A file, always as something to be saved, never to be shown in place."""
    row, content = actions.open_attachment(number, attachment, by=request.auth)
    response = FileResponse(
        content, as_attachment=True, filename=row.name, content_type="application/octet-stream"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
