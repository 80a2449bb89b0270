"""What a citizen says about their order afterwards: a rating, something more, the wish to ask again.

Who may speak for the citizen (number and query code, or a telephone that was proved) is checked by whoever
calls. Each of these goes through the workflow's own verbs, so the history, the clocks and the events are
those of the staff's work.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from jiesu.catalogue.natures import Channel
from jiesu.organisations.actors import Actor
from jiesu.workorders import voices
from jiesu.workorders.actions.ending import record_answers, taken_up_again
from jiesu.workorders.actions.moves import begin, lock
from jiesu.workorders.callbacks import WAIVED, CallbackAnswers
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.models import Application, TimelineEvent, WorkOrder
from jiesu.workorders.states import (
    ApplicationKind,
    ApplicationState,
    OrderState,
    Resolution,
    Satisfaction,
    Verb,
    Visibility,
)
from jiesu.workorders.voices import COMMENT_LENGTH, Position

SPOKEN_BY = "citizen"
"""Key in a line's data that says: this was the citizen's own doing."""


@dataclass(frozen=True, kw_only=True)
class Rating:
    """What the citizen makes of the answer."""

    satisfaction: Satisfaction
    resolution: Resolution | None = None
    comment: str = ""


@transaction.atomic
def rate_answer(
    number: str, *, rating: Rating, by: Actor, channel: Channel = Channel.WEB, at: datetime | None = None
) -> WorkOrder:
    """诉求人评价: the citizen's own judgement of a reviewed answer.

    While the callback is due it is the callback's result, so nobody asks again who has answered; a bad one
    stops the closing until the order is reworked or a person has asked for the reason. After the closing it
    is kept beside the callbacks and moves nothing.

    Raises:
        NotFound: no such order.
        NothingToRate, RatedAlready: there is no answer to judge, or it was judged.
    """
    position = position_of(lock(number))
    _refuse(voices.rating_refused(position))
    answers = CallbackAnswers(
        reached=True,
        resolution=rating.resolution,
        satisfaction=rating.satisfaction,
        reason=clean_text(rating.comment, "comment", "评价内容", limit=COMMENT_LENGTH),
    )
    in_callback = position.state in voices.RATED_IN_CALLBACK
    move = begin(number, Verb.RECORD_CALLBACK if in_callback else Verb.ANNOTATE, by=by, at=at)
    record_answers(move, answers, channel=channel)
    move.data[SPOKEN_BY] = True
    return move.complete(note=answers.reason, visibility=Visibility.UNIT)


@transaction.atomic
def add_word(number: str, *, words: str, by: Actor, at: datetime | None = None) -> WorkOrder:
    """补充说明: something new about an order that is being handled, for everybody who handles it.

    The same words sent twice are kept once.

    Raises:
        NotFound: no such order.
        NotOpenForMore, AddedOften: nothing can be added any more.
        Missing: there are no words.
    """
    words = clean_text(words, "words", "补充内容", required=True, limit=COMMENT_LENGTH)
    order = lock(number)
    if _said_before(order, Verb.ANNOTATE, words):
        return order
    _refuse(voices.adding_refused(position_of(order)))
    move = begin(number, Verb.ANNOTATE, by=by, at=at)
    move.data[SPOKEN_BY] = True
    return move.complete(note=words, visibility=Visibility.PUBLIC)


@transaction.atomic
def ask_again(number: str, *, words: str, by: Actor, at: datetime | None = None) -> WorkOrder:
    """追问: a finished order is taken up again on the citizen's word, once; sent twice, it is one question.

    Raises:
        NotFound: no such order.
        NotToBeAskedAgain, FinallyAnswered, AskedAgain: it is not taken up again.
        Missing: nothing new was said.
    """
    words = clean_text(words, "words", "追问内容", required=True, limit=COMMENT_LENGTH)
    order = lock(number)
    if _said_before(order, Verb.REOPEN, words):
        return order
    _refuse(voices.asking_again_refused(position_of(order)))
    move = begin(number, Verb.REOPEN, by=by, at=at)
    move.data[SPOKEN_BY] = True
    return taken_up_again(move, reason=words)


def position_of(order: WorkOrder) -> Position:
    """What the rules of the citizen's voice ask about an order."""
    own = TimelineEvent.objects.filter(order=order, data__has_key=SPOKEN_BY)
    lines = list(own.order_by("seq").values_list("verb", flat=True))
    again = [index for index, verb in enumerate(lines) if verb == Verb.REOPEN]
    since = lines[again[-1] + 1 :] if again else lines
    position = Position(
        state=OrderState(order.state),
        answered=bool(order.public_answer),
        heard=order.callback_round not in ("", WAIVED),
        added=since.count(Verb.ANNOTATE),
        asked_again=len(again),
    )
    return replace(position, finally_answered=_finally_answered(order)) if position.answered else position


def _said_before(order: WorkOrder, verb: Verb, words: str) -> bool:
    """Whether the citizen said just this before: a double click, or a form sent again."""
    own = TimelineEvent.objects.filter(order=order, verb=verb.value, data__has_key=SPOKEN_BY)
    return own.filter(note=words).exists()


def _finally_answered(order: WorkOrder) -> bool:
    return Application.objects.filter(
        order=order, kind=ApplicationKind.FINAL_ANSWER.value, state=ApplicationState.APPROVED.value
    ).exists()


def _refuse(refusal: Exception | None) -> None:
    if refusal:
        raise refusal
