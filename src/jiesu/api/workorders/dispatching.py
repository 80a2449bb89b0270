"""Verbs that give an order to units and take it back."""

from typing import TYPE_CHECKING

from jiesu.api.authentication import Request
from jiesu.api.organisations.codes import unit_id, unit_ids
from jiesu.api.workorders import bodies
from jiesu.api.workorders.mounting import Number, does
from jiesu.workorders import actions
from jiesu.workorders.states import Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


@does(Verb.DISPATCH)
def dispatch(request: Request, number: Number, body: bodies.Dispatch) -> "WorkOrder":
    """Give the order to one lead unit and any number of assisting ones."""
    return actions.dispatch_order(
        number,
        lead=unit_id(body.lead, field="lead"),
        assists=unit_ids(body.assists, field="assists"),
        instructions=body.instructions,
        legal_basis=body.legal_basis,
        restart_clock=body.restart_clock,
        by=request.auth,
        version=body.version,
    )


@does(Verb.REDISPATCH)
def redispatch(request: Request, number: Number, body: bodies.Redispatch) -> "WorkOrder":
    """Take the order from its units and give it to others."""
    return actions.redispatch_order(
        number,
        lead=unit_id(body.lead, field="lead"),
        assists=unit_ids(body.assists, field="assists"),
        reason=body.reason,
        instructions=body.instructions,
        legal_basis=body.legal_basis,
        restart_clock=body.restart_clock,
        by=request.auth,
        version=body.version,
    )


@does(Verb.CONVENE)
def convene(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Let a conference find out whose duty it is."""
    return actions.convene_conference(number, reason=body.reason, by=request.auth, version=body.version)


@does(Verb.ASSIGN_LEAD)
def assign_lead(request: Request, number: Number, body: bodies.Conclusion) -> "WorkOrder":
    """Carry out what the conference decided; the order cannot be returned again."""
    return actions.assign_lead(
        number,
        lead=unit_id(body.lead, field="lead"),
        assists=unit_ids(body.assists, field="assists"),
        minutes=body.minutes,
        by=request.auth,
        version=body.version,
    )


@does(Verb.WITHDRAW_SHARE)
def withdraw_share(request: Request, number: Number, body: bodies.Withdrawal) -> "WorkOrder":
    """Take an assisting or a delegated share back, with all below it."""
    return actions.withdraw_share(
        number, share=body.share, reason=body.reason, by=request.auth, version=body.version
    )
