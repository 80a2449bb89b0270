"""Whether a reply is perfunctory 敷衍: who reads it knows no more of their matter than before.

The rubric (docs/reply-quality.md) asks one question: is there one fact that was found, one thing that was
done, or one decision with its reason, about this very matter? What only acknowledges, passes on, promises or
sends the citizen elsewhere is not that, however long it is.
"""

from collections.abc import Sequence

from jiesu.oversight.replies.findings import Finding, FindingKind
from jiesu.oversight.replies.sentences import Purpose, Sentence

ENOUGH = 30
"""Characters of telling sentences from which a reply tells something, even without a figure or a rule."""

ENOUGH_WITH_FIGURES = 12
"""The same, where a telling sentence names a figure, a day, a rule, or a finding and its consequence."""

_LONGEST_WORDS = 60
_MOST_WORDS = 3


def perfunctory(sentences: Sequence[Sentence]) -> Finding | None:
    """The finding with the sentences that stand where an answer should; None if something is told."""
    telling = [sentence for sentence in sentences if sentence.purpose is Purpose.TELLING]
    length = sum(len(sentence.text) for sentence in telling)
    figures = any(sentence.is_specific for sentence in telling)
    if length >= (ENOUGH_WITH_FIGURES if figures else ENOUGH):
        return None
    empty = [s.text for s in sentences if s.purpose not in (Purpose.TELLING, Purpose.COURTESY)]
    words = empty or [s.text for s in sentences] or ["（空）"]
    return Finding(FindingKind.PERFUNCTORY, tuple(_cut(text) for text in words[:_MOST_WORDS]))


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST_WORDS else text[: _LONGEST_WORDS - 1] + "…"
