"""What a citizen may still say about their order: rate the answer, add something, ask once more. Pure rules.

Rating: 好差评 (GB/T 39735) asks the citizen, and a rating given of one's own accord answers the callback in
writing. Adding and asking again: what is being handled or was handled is taken up again only with something
new (正在办理或已办结且无新情况新理由 is guided away), so words are needed and the times are counted; what was
finally answered (最终答复, 吕梁) is not dispatched again.
"""

from dataclasses import dataclass

from jiesu.core.errors import Refusal
from jiesu.workorders import errors
from jiesu.workorders.states import OrderState as S

MOST_ADDED = 3
"""How often something may be added while an order is open (ours)."""

MOST_ASKED_AGAIN = 1
"""How often a citizen may have a finished order taken up again (ours)."""

COMMENT_LENGTH = 1000
"""The most characters of what is said."""

RATED_IN_CALLBACK = frozenset({S.PENDING_CALLBACK, S.DIRECT_ANSWERED})
"""Here a rating is the callback's result."""

_RATED_AFTERWARDS = frozenset({S.CLOSED, S.ARCHIVED})
_OPEN = frozenset(
    {
        S.PENDING_DISPATCH, S.PENDING_SIGN, S.RETURN_REQUESTED, S.CONFERENCE, S.HANDLING, S.SUSPENDED,
        S.PENDING_APPROVAL, S.PENDING_REVIEW,
    }
)  # fmt: skip
_TAKEN_UP_AGAIN = frozenset({S.CLOSED, S.DIRECT_ANSWERED, S.ARCHIVED})


@dataclass(frozen=True, kw_only=True)
class Position:
    """What the rules ask about an order.

    Attributes:
        state: where it stands.
        answered: whether it has an answer that was looked at by the centre.
        heard: whether the citizen has judged this answer, by telephone or here.
        added: how often the citizen has added something since it was last taken up.
        asked_again: how often the citizen has had it taken up again.
        finally_answered: whether the answer was confirmed as the final one.
    """

    state: S
    answered: bool = False
    heard: bool = False
    added: int = 0
    asked_again: int = 0
    finally_answered: bool = False


def rating_refused(position: Position) -> Refusal | None:
    """Why the answer cannot be rated, or None when it can."""
    if position.state not in RATED_IN_CALLBACK | _RATED_AFTERWARDS or not position.answered:
        return errors.NothingToRate()
    return errors.RatedAlready() if position.heard else None


def adding_refused(position: Position) -> Refusal | None:
    """Why nothing can be added, or None when something can."""
    if position.state not in _OPEN:
        return errors.NotOpenForMore()
    return errors.AddedOften(most=MOST_ADDED) if position.added >= MOST_ADDED else None


def asking_again_refused(position: Position) -> Refusal | None:
    """Why the order cannot be taken up again on the citizen's word, or None when it can."""
    if position.state not in _TAKEN_UP_AGAIN or not position.answered:
        return errors.NotToBeAskedAgain()
    if position.finally_answered:
        return errors.FinallyAnswered()
    return errors.AskedAgain() if position.asked_again >= MOST_ASKED_AGAIN else None
