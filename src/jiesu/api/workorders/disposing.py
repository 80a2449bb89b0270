"""Verbs for appeals that need no unit."""

from typing import TYPE_CHECKING

from jiesu.api.authentication import Request
from jiesu.api.workorders import bodies
from jiesu.api.workorders.mounting import Number, does
from jiesu.workorders import actions
from jiesu.workorders.states import Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


@does(Verb.ANSWER_DIRECTLY)
def answer_directly(request: Request, number: Number, body: bodies.DirectAnswer) -> "WorkOrder":
    """Settle it in the first contact."""
    return actions.answer_directly(number, answer=body.answer, by=request.auth, version=body.version)


@does(Verb.TRANSFER)
def transfer(request: Request, number: Number, body: bodies.Transfer) -> "WorkOrder":
    """Pass it to 110, 119, 120, 122 or a branch centre."""
    return actions.transfer_order(
        number,
        reason_code=body.reason_code,
        note=body.note,
        three_way=body.three_way,
        by=request.auth,
        version=body.version,
    )


@does(Verb.GUIDE)
def guide(request: Request, number: Number, body: bodies.Disposal) -> "WorkOrder":
    """Name the legal channel that it belongs to."""
    return actions.guide_order(
        number, reason_code=body.reason_code, note=body.note, by=request.auth, version=body.version
    )


@does(Verb.INVALIDATE)
def invalidate(request: Request, number: Number, body: bodies.Disposal) -> "WorkOrder":
    """Mark it as silent, misdialled, harassing or a test."""
    return actions.invalidate_order(
        number, reason_code=body.reason_code, note=body.note, by=request.auth, version=body.version
    )


@does(Verb.MERGE)
def merge(request: Request, number: Number, body: bodies.Merger) -> "WorkOrder":
    """Let it be handled under another order's number."""
    return actions.merge_order(number, into=body.into, note=body.note, by=request.auth, version=body.version)


@does(Verb.WITHDRAW)
def withdraw(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Note that the citizen takes the appeal back."""
    return actions.withdraw_order(number, reason=body.reason, by=request.auth, version=body.version)
