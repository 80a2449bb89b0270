"""What a citizen answers through the link in a message: once, in time, by whoever has the link."""

from datetime import datetime

from django.db import transaction

from jiesu.catalogue.natures import Channel
from jiesu.core import clock
from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.oversight.actions import callback_steps as steps
from jiesu.oversight.actions.callback_sending import key_in
from jiesu.oversight.actions.callbacks import follow_up
from jiesu.oversight.callback_answers import Heard, wanting_in
from jiesu.oversight.callback_states import (
    OPEN_CALLBACKS,
    CallbackState,
    CallbackWay,
    CallOutcome,
    Verdict,
)
from jiesu.oversight.errors import LinkNotValid
from jiesu.oversight.models import CallbackLink, CallbackTask
from jiesu.workorders.actions import record_callback
from jiesu.workorders.callbacks import WAIVED

_UNKNOWN = (
    "链接不完整或已失效，请从短信里重新打开。",
    "The link is not complete; open it again from the message.",
)
_OVER = ("评价时间已过，谢谢您的关注。", "The time for answering is over.")
_ANSWERED = ("您已经评价过了，谢谢。", "You have answered already, thank you.")
_SETTLED = ("这件诉求已经有了评价结果，谢谢。", "There is a result for this order already, thank you.")


def open_link(token: str, *, at: datetime | None = None) -> CallbackLink:
    """The link that an address names, as long as it can be answered.

    Raises:
        LinkNotValid: it was not made here, is over, or was answered.
    """
    key = key_in(token)
    link = CallbackLink.objects.select_related("task__order").filter(pk=key).first() if key else None
    return _checked(link, at=at or clock.now())


@transaction.atomic
def answer_link(token: str, *, heard: Heard, by: Actor, at: datetime | None = None) -> Verdict:
    """链接作答: what the citizen says themselves; satisfied, the order is closed, else somebody judges why.

    Raises:
        LinkNotValid: it is over, or was answered; sent twice, the second is refused.
        InvalidInput: dissatisfied without a reason.
    """
    at = at or clock.now()
    way = CallbackWay(open_link(token, at=at).way)
    if wanting := wanting_in(heard, asked_by=way):
        raise InvalidInput(field=wanting.field, reason_zh=wanting.zh, reason_en=wanting.en)
    task, link = _locked(token, at=at)
    link.answered_at = at
    link.save(update_fields=["answered_at"])
    steps.note_attempt(task, way=way, outcome=CallOutcome.ANSWERED, by=by, at=at)
    steps.note_answer(task, heard, way=way, by=by, at=at)
    channel = Channel.WECHAT if way is CallbackWay.WECHAT else Channel.SMS
    task.order = record_callback(task.order.number, answers=heard.answers(), by=by, channel=channel, at=at)
    return follow_up(task, heard, by=SYSTEM, at=at)


def _locked(token: str, *, at: datetime) -> tuple[CallbackTask, CallbackLink]:
    """Task first, link then, so that a caller and a citizen at once come one after the other."""
    known = open_link(token, at=at)
    rows = CallbackTask.objects.select_related("order").select_for_update(of=("self",))
    task = rows.get(pk=known.task_id)
    link = _checked(CallbackLink.objects.select_for_update().get(pk=known.pk), at=at)
    if CallbackState(task.state) not in OPEN_CALLBACKS or task.order.callback_round not in ("", WAIVED):
        raise _refusal(_SETTLED)
    return task, link


def _checked(link: CallbackLink | None, *, at: datetime) -> CallbackLink:
    if link is None:
        raise _refusal(_UNKNOWN)
    if link.answered_at is not None:
        raise _refusal(_ANSWERED)
    if link.expires_at <= at:
        raise _refusal(_OVER)
    return link


def _refusal(words: tuple[str, str]) -> LinkNotValid:
    return LinkNotValid(why_zh=words[0], why_en=words[1])
