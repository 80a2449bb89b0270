"""Verbs of applications: extension, suspension, final answer, exclusion from assessment."""

from typing import TYPE_CHECKING

from jiesu.api.authentication import Request
from jiesu.api.workorders import bodies
from jiesu.api.workorders.mounting import Number, does
from jiesu.workorders import actions
from jiesu.workorders.states import Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

_NO_NOTE = bodies.Noted()
_AS_ASKED = bodies.ExtensionApproval()
_DAY_AS_ASKED = bodies.SuspensionApproval()
_NO_ANSWER = bodies.FinalAnswer()


@does(Verb.APPLY_EXTENSION)
def apply_extension(request: Request, number: Number, body: bodies.ExtensionRequest) -> "WorkOrder":
    """Ask for more time, before the old time is over."""
    return actions.apply_for_extension(
        number, reason=body.reason, amount=body.amount.limit(), by=request.auth, version=body.version
    )


@does(Verb.APPROVE_EXTENSION)
def approve_extension(
    request: Request, number: Number, body: bodies.ExtensionApproval = _AS_ASKED
) -> "WorkOrder":
    """Grant what was asked, or another amount."""
    return actions.approve_extension(
        number,
        note=body.note,
        amount=body.amount.limit() if body.amount else None,
        by=request.auth,
        version=body.version,
    )


@does(Verb.REFUSE_EXTENSION)
def refuse_extension(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Refuse more time."""
    return actions.refuse_extension(number, reason=body.reason, by=request.auth, version=body.version)


@does(Verb.APPLY_SUSPENSION)
def apply_suspension(request: Request, number: Number, body: bodies.SuspensionRequest) -> "WorkOrder":
    """Ask for the clocks to stand still until a day."""
    return actions.apply_for_suspension(
        number,
        reason_code=body.reason_code,
        reason=body.reason,
        review_on=body.review_on,
        by=request.auth,
        version=body.version,
    )


@does(Verb.APPROVE_SUSPENSION)
def approve_suspension(
    request: Request, number: Number, body: bodies.SuspensionApproval = _DAY_AS_ASKED
) -> "WorkOrder":
    """Let all clocks stand still."""
    return actions.approve_suspension(
        number, review_on=body.review_on, note=body.note, by=request.auth, version=body.version
    )


@does(Verb.REFUSE_SUSPENSION)
def refuse_suspension(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Refuse to let the clocks stand still."""
    return actions.refuse_suspension(number, reason=body.reason, by=request.auth, version=body.version)


@does(Verb.REVIEW_SUSPENSION)
def review_suspension(request: Request, number: Number, body: bodies.SuspensionReview) -> "WorkOrder":
    """Note that the reason still holds, and when to look again."""
    return actions.review_suspension(
        number, review_on=body.review_on, note=body.note, by=request.auth, version=body.version
    )


@does(Verb.RESUME)
def resume(request: Request, number: Number, body: bodies.Noted = _NO_NOTE) -> "WorkOrder":
    """Let the clocks go on with the time that was left."""
    return actions.resume_order(number, note=body.note, by=request.auth, version=body.version)


@does(Verb.APPLY_FINAL_ANSWER)
def apply_final_answer(request: Request, number: Number, body: bodies.FinalAnswerRequest) -> "WorkOrder":
    """Ask for the matter to be settled for good."""
    return actions.apply_for_final_answer(
        number, reason=body.reason, document=body.document, by=request.auth, version=body.version
    )


@does(Verb.APPROVE_FINAL_ANSWER)
def approve_final_answer(
    request: Request, number: Number, body: bodies.FinalAnswer = _NO_ANSWER
) -> "WorkOrder":
    """Settle the matter for good."""
    return actions.approve_final_answer(number, answer=body.answer, by=request.auth, version=body.version)


@does(Verb.REFUSE_FINAL_ANSWER)
def refuse_final_answer(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Refuse to settle it."""
    return actions.refuse_final_answer(number, reason=body.reason, by=request.auth, version=body.version)


@does(Verb.APPLY_EXCLUSION)
def apply_exclusion(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Ask that the order should not count in the unit's assessment."""
    return actions.apply_for_exclusion(number, reason=body.reason, by=request.auth, version=body.version)


@does(Verb.APPROVE_EXCLUSION)
def approve_exclusion(request: Request, number: Number, body: bodies.Noted = _NO_NOTE) -> "WorkOrder":
    """Let it not count."""
    return actions.approve_exclusion(number, note=body.note, by=request.auth, version=body.version)


@does(Verb.REFUSE_EXCLUSION)
def refuse_exclusion(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Let it count."""
    return actions.refuse_exclusion(number, reason=body.reason, by=request.auth, version=body.version)
