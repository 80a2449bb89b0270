"""Verbs of returns: asked, decided, objected to."""

from typing import TYPE_CHECKING

from jiesu.api.authentication import Request
from jiesu.api.organisations.codes import unit_id
from jiesu.api.workorders import bodies
from jiesu.api.workorders.mounting import Number, does
from jiesu.workorders import actions
from jiesu.workorders.states import Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


@does(Verb.REQUEST_RETURN)
def request_return(request: Request, number: Number, body: bodies.ReturnRequest) -> "WorkOrder":
    """Say that the matter is not the unit's."""
    suggested = unit_id(body.suggested_unit, field="suggested_unit") if body.suggested_unit else None
    return actions.request_return(
        number,
        reason_code=body.reason_code,
        reason=body.reason,
        suggested_unit=suggested,
        share=body.share,
        by=request.auth,
        version=body.version,
    )


@does(Verb.APPROVE_RETURN)
def approve_return(request: Request, number: Number, body: bodies.ReturnApproval) -> "WorkOrder":
    """Take the share back, to be dispatched again."""
    return actions.approve_return(
        number,
        note=body.note,
        misdispatched=body.misdispatched,
        share=body.share,
        by=request.auth,
        version=body.version,
    )


@does(Verb.REFUSE_RETURN)
def refuse_return(request: Request, number: Number, body: bodies.ReturnRefusal) -> "WorkOrder":
    """Leave the share with the unit, with its deadline."""
    return actions.refuse_return(
        number,
        reason=body.reason,
        final=body.final,
        share=body.share,
        by=request.auth,
        version=body.version,
    )


@does(Verb.OBJECT)
def object_to_dispatch(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Ask for a conference after a refused return."""
    return actions.object_to_dispatch(number, reason=body.reason, by=request.auth, version=body.version)
