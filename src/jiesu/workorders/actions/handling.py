"""What a unit does with its share: sign, call the citizen, delegate, reply, collect, approve."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import BinaryIO

from django.db import transaction

from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.workorders.actions import shares
from jiesu.workorders.actions.citing import cite
from jiesu.workorders.actions.moves import Move, begin, lock, told
from jiesu.workorders.actions.noting import attach_file
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.errors import Missing
from jiesu.workorders.models import Reply, WorkOrder
from jiesu.workorders.states import Resolution, Share, Verb


@dataclass(frozen=True, kw_only=True)
class ReplyContent:
    """A unit's answer.

    Attributes:
        handling: what was done, for the centre.
        public_answer: what the citizen reads; needed from the lead unit.
        facts_confirmed: whether what the citizen said is true; None when it does not apply.
        resolution: whether it is settled.
        unresolved_reason: why not; needed when it is not.
        citations: numbers of the articles that the answer rests on.
    """

    handling: str
    public_answer: str = ""
    facts_confirmed: bool | None = None
    resolution: Resolution = Resolution.RESOLVED
    unresolved_reason: str = ""
    citations: tuple[str, ...] = ()


@transaction.atomic
def sign_assignment(
    number: str,
    *,
    by: Actor,
    share: int | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """签收: the unit takes its share; the lead's signature sets the order to work."""
    move = begin(number, Verb.SIGN, by=by, at=at, version=version, share=share)
    move.change_share(signed_at=move.at)
    return move.complete()


@transaction.atomic
def record_contact(
    number: str,
    *,
    by: Actor,
    note: str = "",
    share: int | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """首次联系: one of the units has spoken with the citizen; ends the clock of first contact."""
    move = begin(number, Verb.CONTACT, by=by, at=at, version=version, share=share)
    if move.share is not None and move.share.contacted_at is None:
        move.change_share(contacted_at=move.at)
    return move.complete(note=note)


@transaction.atomic
def delegate_assignment(
    number: str,
    *,
    units: Sequence[int],
    by: Actor,
    instructions: str = "",
    share: int | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """下派: give parts to units below; their deadline is never later than the unit's own."""
    move = begin(number, Verb.DELEGATE, by=by, at=at, version=version, share=share)
    if not units:
        raise Missing(field="units", what="下派单位")
    shares.delegate(move, units, instructions=instructions)
    return move.complete(note=instructions)


@transaction.atomic
def reply_assignment(
    number: str,
    *,
    content: ReplyContent,
    by: Actor,
    files: Sequence[tuple[str, BinaryIO]] = (),
    share: int | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """反馈: the unit's answer; the lead's goes to its leader's approval, or on to review if the pack says so.

    Args:
        number: the order.
        content: the answer.
        by: who answers for the unit.
        files: names and contents of photos and papers that belong to it; for those who handle the order.
        share: the share, where several would fit.
        at: when; now if not given.
        version: the version that the person saw.

    Raises:
        PartsOutstanding: parts of other units are not collected yet.
        Missing: the handling, the lead's public answer, or the reason why it is not settled.
        UnknownReference: an article that is cited is not published.
        BadAttachment: a file is not taken; then nothing is answered.
    """
    move = begin(number, Verb.REPLY, by=by, at=at, version=version, share=share)
    lead = move.rule.share is Share.LEAD
    content = _checked(content, lead=lead)
    move.change_share(replied_at=move.at)
    _write_reply(move, content)
    cite(move, content.citations)
    if lead:
        move.change(public_answer=content.public_answer)
    order = move.complete(note=content.handling)
    if lead and not move.rules.pack.unit_approval:
        order = begin(number, Verb.APPROVE_REPLY, by=SYSTEM, at=move.at).complete(note="本地规则不设单位审签")
    for name, file in files:
        attach_file(number, name=name, file=file, by=by, at=move.at)
    return lock(number) if files else order


@transaction.atomic
def collect_reply(
    number: str,
    *,
    share: int | None = None,
    by: Actor,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """采纳反馈: the lead takes an assisting unit's reply, a unit one that it delegated."""
    move = begin(number, Verb.COLLECT, by=by, at=at, version=version, share=share)
    return move.complete()


@transaction.atomic
def approve_reply(
    number: str, *, by: Actor, note: str = "", at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """审签通过: the unit's leader answers for the reply; ends the clock of handling."""
    return begin(number, Verb.APPROVE_REPLY, by=by, at=at, version=version).complete(note=note)


@transaction.atomic
def reject_reply(
    number: str, *, by: Actor, reason: str, at: datetime | None = None, version: int | None = None
) -> WorkOrder:
    """审签退回: the unit's leader sends the reply back to the clerk."""
    move = begin(number, Verb.REJECT_REPLY, by=by, at=at, version=version)
    reason = told(reason, "reason", "退回原因")
    return move.complete(note=reason)


@transaction.atomic
def send_back(
    number: str,
    *,
    by: Actor,
    reason: str,
    share: int | None = None,
    at: datetime | None = None,
    version: int | None = None,
) -> WorkOrder:
    """退回重办: a reply is not good enough; the old deadline goes on.

    The centre's reviewer sends the lead's reply back, the lead an assisting unit's, a unit one it delegated.
    A part that was collected already gets the time for rework, within the deadline of the share above.
    """
    move = begin(number, Verb.SEND_BACK, by=by, at=at, version=version, share=share)
    reason = told(reason, "reason", "退回原因")
    if move.rule.share is Share.LEAD:
        move.change(send_back_count=move.order.send_back_count + 1, public_answer="")
    return move.complete(note=reason)


def _checked(content: ReplyContent, *, lead: bool) -> ReplyContent:
    settled = content.resolution is Resolution.RESOLVED
    return replace(
        content,
        handling=told(content.handling, "handling", "办理情况"),
        public_answer=clean_text(content.public_answer, "public_answer", "公开答复", required=lead),
        unresolved_reason=clean_text(
            content.unresolved_reason, "unresolved_reason", "未解决原因", required=not settled
        ),
    )


def _write_reply(move: Move, content: ReplyContent) -> None:
    if move.share is None:
        raise RuntimeError("a reply needs a share")
    reply = Reply.objects.create(
        assignment=move.share,
        handling=content.handling,
        public_answer=content.public_answer,
        facts_confirmed=content.facts_confirmed,
        resolution=content.resolution.value,
        unresolved_reason=content.unresolved_reason,
        created_at=move.at,
        created_by_id=move.by.user_id,
        created_by_name=move.by.name,
    )
    move.data["reply"] = reply.pk
