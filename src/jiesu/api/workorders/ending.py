"""Verbs of the end of an order: callback, rework, closing, archive, opening again."""

from typing import TYPE_CHECKING

from jiesu.api.authentication import Request
from jiesu.api.workorders import bodies
from jiesu.api.workorders.mounting import Number, does
from jiesu.workorders import actions
from jiesu.workorders.callbacks import CallbackAnswers
from jiesu.workorders.states import Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

_NO_NOTE = bodies.Noted()
_NOTHING = bodies.Step()


@does(Verb.RECORD_CALLBACK)
def record_callback(request: Request, number: Number, body: bodies.CallbackAnswers) -> "WorkOrder":
    """Write down one attempt to call the citizen back."""
    answers = CallbackAnswers(
        reached=body.reached,
        contacted=body.contacted,
        truthful=body.truthful,
        resolution=body.resolution,
        satisfaction=body.satisfaction,
        reason=body.reason,
        unit_at_fault=body.unit_at_fault,
    )
    return actions.record_callback(number, answers=answers, by=request.auth, version=body.version)


@does(Verb.REWORK)
def rework(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Give the order back to its lead unit."""
    return actions.rework_order(number, reason=body.reason, by=request.auth, version=body.version)


@does(Verb.CLOSE)
def close(request: Request, number: Number, body: bodies.Noted = _NO_NOTE) -> "WorkOrder":
    """End the order: the citizen was heard, or could not be reached."""
    return actions.close_order(number, note=body.note, by=request.auth, version=body.version)


@does(Verb.ARCHIVE)
def archive(request: Request, number: Number, body: bodies.Step = _NOTHING) -> "WorkOrder":
    """Put the order away."""
    return actions.archive_order(number, by=request.auth, version=body.version)


@does(Verb.REOPEN)
def reopen(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Take a finished order up again."""
    return actions.reopen_order(number, reason=body.reason, by=request.auth, version=body.version)
