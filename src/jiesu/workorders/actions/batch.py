"""One verb for many chosen orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from jiesu.core.errors import InvalidInput, Refusal
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import ACTION_OF
from jiesu.workorders.batching import BATCH_VERBS, MOST
from jiesu.workorders.cleaning import clean_text
from jiesu.workorders.states import Verb


@dataclass(frozen=True)
class Outcome:
    """What came of one order: ``refusal`` is what the rules said against it, None when it was done."""

    number: str
    refusal: Refusal | None = None


def act_on_many(
    numbers: Sequence[str], verb: Verb, *, by: Actor, words: str = "", at: datetime | None = None
) -> list[Outcome]:
    """Do the same to every one of these orders, each in a transaction of its own, in the order given.

    Refusals are told for each order and stop none of the others; nothing is skipped.

    Args:
        numbers: the orders' numbers; one named twice is done once.
        verb: one of :data:`~jiesu.workorders.batching.BATCH_VERBS`.
        by: who does it.
        words: the note or reason for all of them.
        at: when; now if not given.

    Raises:
        InvalidInput: the verb is for one order at a time, there are none or too many, or a reason is missing.
    """
    chosen = list(dict.fromkeys(numbers))
    rule = BATCH_VERBS.get(verb)
    if rule is None:
        raise InvalidInput(
            field="verb", reason_zh="该操作只能逐件办理。", reason_en="This is done one order at a time."
        )
    if not 0 < len(chosen) <= MOST:
        raise InvalidInput(
            field="numbers",
            reason_zh=f"请选择 1 至 {MOST} 件工单。",
            reason_en=f"Choose between 1 and {MOST} orders.",
        )
    words = clean_text(words, "words", "说明", required=rule.needs_words)
    given = {rule.words: words} if rule.words and words else {}
    return [_one(number, verb, given, by=by, at=at) for number in chosen]


def _one(number: str, verb: Verb, given: dict[str, str], *, by: Actor, at: datetime | None) -> Outcome:
    try:
        ACTION_OF[verb](number, by=by, at=at, **given)
    except Refusal as refusal:
        return Outcome(number, refusal)
    return Outcome(number)
