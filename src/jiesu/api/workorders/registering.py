"""Appeals become orders."""

from typing import TYPE_CHECKING, Annotated

from django.http import HttpResponse
from ninja import Header

from jiesu.api.answers import answer
from jiesu.api.authentication import Request
from jiesu.api.workorders import bodies
from jiesu.api.workorders.documents import ReceiptDocument
from jiesu.api.workorders.mounting import Number, does, router
from jiesu.intake.actions import receive_appeal
from jiesu.workorders import actions
from jiesu.workorders.states import STATE_LABELS, VERB_LABELS, OrderState, Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

_NOTHING = bodies.Step()


@router.post(
    "/orders",
    response={201: ReceiptDocument, 200: ReceiptDocument},
    operation_id=Verb.REGISTER.value,
    summary=VERB_LABELS[Verb.REGISTER],
)
def register(
    request: Request,
    body: bodies.KeyedAppeal,
    idempotency_key: Annotated[str, Header(alias="Idempotency-Key", pattern=r"^[!-~]{0,100}$")] = "",
) -> HttpResponse:
    """Register an appeal: it waits to be dispatched and its clock runs.

    With a key (`source` and `external_id`, or the header `Idempotency-Key`) an appeal that is sent again is
    not registered again: the answer is 200 with the order that it became before.
    """
    receipt = receive_appeal(
        body.registration(),
        source=body.source or f"api:{request.auth.user_id}",
        external_id=body.external_id or idempotency_key,
        by=request.auth,
    )
    return answer(_document(receipt), status=200 if receipt.repeated else 201)


@router.post(
    "/orders/drafts",
    response={201: ReceiptDocument},
    operation_id=Verb.SAVE_DRAFT.value,
    summary=VERB_LABELS[Verb.SAVE_DRAFT],
)
def save_draft(request: Request, body: bodies.Appeal) -> HttpResponse:
    """Keep an appeal while the citizen is still talking; no clock runs yet."""
    return answer(_document(actions.save_draft(body.registration(), by=request.auth)), status=201)


@does(Verb.REGISTER, operation_id="register_draft")
def submit_draft(request: Request, number: Number, body: bodies.Step = _NOTHING) -> "WorkOrder":
    """Register a draft: from now on it waits to be dispatched."""
    return actions.submit_draft(number, by=request.auth, version=body.version)


def _document(receipt: actions.Receipt) -> ReceiptDocument:
    order = receipt.order
    return ReceiptDocument(
        number=order.number,
        state=order.state,
        state_label=STATE_LABELS[OrderState(order.state)],
        version=order.version,
        due_at=order.due_at,
        query_code=receipt.query_code,
        created=not receipt.repeated,
    )
