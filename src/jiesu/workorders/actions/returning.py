"""Returns: a unit says that a matter is not its own, is heard, and somebody decides."""

from datetime import datetime

from django.db import transaction

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.codes import ReasonKind
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import applying, shares
from jiesu.workorders.actions.moves import begin, told
from jiesu.workorders.errors import UnknownReference
from jiesu.workorders.models import WorkOrder
from jiesu.workorders.states import Share, Verb


@transaction.atomic
def request_return(
    number: str,
    *,
    by: Actor,
    reason_code: str,
    reason: str,
    suggested_unit: int | None = None,
    share: int | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """申请退单: with a reason code, the basis in words, and the unit that is thought to be responsible.

    Raises:
        ReturnNotAllowed: the time is over, the number of returns used up, or further return forbidden.
        UnknownReference: no such reason code or unit.
    """
    move = begin(number, Verb.REQUEST_RETURN, by=by, at=at, version=version, share=share)
    reason = told(reason, "reason", "退单理由")
    check_reason(reason_code, ReasonKind.RETURN)
    if suggested_unit is not None:
        shares.units_for([suggested_unit], fields=["suggested_unit"])
    applying.file(move, reason=reason, reason_code=reason_code, suggested_unit=suggested_unit)
    if move.rule.share is Share.LEAD:
        move.change(return_count=move.order.return_count + 1)
    return move.complete(note=reason)


@transaction.atomic
def approve_return(
    number: str,
    *,
    by: Actor,
    note: str = "",
    misdispatched: bool = True,
    share: int | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """同意退单: the lead's order goes back to be dispatched; ``misdispatched`` counts against 派单准确率."""
    move = begin(number, Verb.APPROVE_RETURN, by=by, at=at, version=version, share=share)
    applying.decide(move, approved=True, decision=note, misdispatched=misdispatched)
    if move.rule.share is Share.LEAD:
        move.change(lead_unit_id=None)
    return move.complete(note=note)


@transaction.atomic
def refuse_return(
    number: str,
    *,
    by: Actor,
    reason: str,
    final: bool = False,
    share: int | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """驳回退单: the unit keeps the order and its deadline; ``final`` forbids any further return 禁止退回."""
    move = begin(number, Verb.REFUSE_RETURN, by=by, at=at, version=version, share=share)
    reason = told(reason, "reason", "驳回理由")
    applying.decide(move, approved=False, decision=reason)
    if final and move.rule.share is Share.LEAD:
        move.change(return_forbidden=True)
        move.data["final"] = True
    return move.complete(note=reason)


@transaction.atomic
def object_to_dispatch(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """派单异议: the unit whose return was refused is heard by a conference (国办函〔2025〕66号)."""
    move = begin(number, Verb.OBJECT, by=by, at=at, version=version)
    reason = told(reason, "reason", "异议理由")
    return move.complete(note=reason)


def check_reason(code: str, kind: ReasonKind) -> None:
    """Refuse a reason code that the catalogue does not have in use for this.

    Raises:
        UnknownReference: no such code.
    """
    reason = catalogue.reason(code)
    if reason is None or not reason.is_active or reason.kind is not kind:
        raise UnknownReference(field="reason_code", what="原因代码", value=code)
