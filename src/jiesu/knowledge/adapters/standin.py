"""The stand-in for a language model: the best passage's first sentences, for demonstrations and tests."""

from collections.abc import Sequence

from jiesu.knowledge.rephrasing import Passage, first_sentences

_MOST = 120


class StandInModel:
    """Rephrases nothing; see :class:`jiesu.knowledge.rephrasing.LanguageModel`."""

    def rephrase(self, question: str, passages: Sequence[Passage]) -> str:
        """What the first passage says first."""
        del question
        return f"按规定：{first_sentences(passages[0].text, _MOST)}"
