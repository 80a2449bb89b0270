"""Verbs of the units: sign, contact, delegate, reply, collect, approve."""

from typing import TYPE_CHECKING

from jiesu.api.authentication import Request
from jiesu.api.organisations.codes import unit_ids
from jiesu.api.workorders import bodies
from jiesu.api.workorders.mounting import Number, does
from jiesu.workorders import actions
from jiesu.workorders.states import Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

_NO_SHARE = bodies.ShareStep()
_NO_NOTE = bodies.Noted()
_NO_SHARE_OR_NOTE = bodies.ShareNoted()


@does(Verb.SIGN)
def sign(request: Request, number: Number, body: bodies.ShareStep = _NO_SHARE) -> "WorkOrder":
    """Take the unit's share."""
    return actions.sign_assignment(number, share=body.share, by=request.auth, version=body.version)


@does(Verb.CONTACT)
def contact(request: Request, number: Number, body: bodies.ShareNoted = _NO_SHARE_OR_NOTE) -> "WorkOrder":
    """Note that the unit has spoken with the citizen."""
    return actions.record_contact(
        number, note=body.note, share=body.share, by=request.auth, version=body.version
    )


@does(Verb.DELEGATE)
def delegate(request: Request, number: Number, body: bodies.Delegation) -> "WorkOrder":
    """Give parts to units below."""
    return actions.delegate_assignment(
        number,
        units=unit_ids(body.units, field="units"),
        instructions=body.instructions,
        share=body.share,
        by=request.auth,
        version=body.version,
    )


@does(Verb.REPLY)
def reply(request: Request, number: Number, body: bodies.Reply) -> "WorkOrder":
    """Answer; the lead unit answers for all."""
    content = actions.ReplyContent(
        handling=body.handling,
        public_answer=body.public_answer,
        facts_confirmed=body.facts_confirmed,
        resolution=body.resolution,
        unresolved_reason=body.unresolved_reason,
    )
    return actions.reply_assignment(
        number, content=content, share=body.share, by=request.auth, version=body.version
    )


@does(Verb.COLLECT)
def collect(request: Request, number: Number, body: bodies.ShareStep = _NO_SHARE) -> "WorkOrder":
    """Take an assisting or a delegated unit's reply."""
    return actions.collect_reply(number, share=body.share, by=request.auth, version=body.version)


@does(Verb.APPROVE_REPLY)
def approve_reply(request: Request, number: Number, body: bodies.Noted = _NO_NOTE) -> "WorkOrder":
    """Answer for the reply as the unit's leader."""
    return actions.approve_reply(number, note=body.note, by=request.auth, version=body.version)


@does(Verb.REJECT_REPLY)
def reject_reply(request: Request, number: Number, body: bodies.Reasoned) -> "WorkOrder":
    """Send the reply back to the unit's clerk."""
    return actions.reject_reply(number, reason=body.reason, by=request.auth, version=body.version)


@does(Verb.REVIEW)
def review(request: Request, number: Number, body: bodies.Noted = _NO_NOTE) -> "WorkOrder":
    """Let the reply pass; the citizen is to be called back."""
    return actions.review_order(number, note=body.note, by=request.auth, version=body.version)


@does(Verb.SEND_BACK)
def send_back(request: Request, number: Number, body: bodies.ShareReasoned) -> "WorkOrder":
    """Send a reply back that is not good enough."""
    return actions.send_back(
        number, reason=body.reason, share=body.share, by=request.auth, version=body.version
    )
