"""Advice without any history: topics by their names and what people say for them; natures by manner.

A centre that has just begun has a tree of topics, a duty catalogue and no closed orders. A topic is then as
likely as its name, its synonyms and the duties written beside it are found in the message; rare words count
more. Chances are held low, because nothing has been measured.
"""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiesu.catalogue.natures import NATURE_LABELS, Nature
from jiesu.triage import text
from jiesu.triage.advice import NOTHING, Advice, Choice, advice_from
from jiesu.triage.cues import cues_in
from jiesu.triage.reasons import Reason, Why

_OWN, _ABOVE, _SAID, _DUTY = 1.0, 0.35, 0.8, 0.4
_LIKELY = 0.75
"""The highest chance that a guess from names is given."""

_DOUBT = 0.25


@dataclass(frozen=True, slots=True)
class Subject:
    """A topic with what is known to be said for it.

    Attributes:
        code, name, full_name: of the topic.
        duties: what the catalogue or the unit's responsibilities say about it.
    """

    code: str
    name: str
    full_name: str
    duties: str = ""


class TopicNames:
    """A reader of topics that knows nothing but names.

    Args:
        subjects: the topics that may be suggested.
        synonyms: other words for what is written in a text.
    """

    def __init__(
        self, subjects: Iterable[Subject], *, synonyms: Callable[[str], Iterable[str]] = lambda _: ()
    ) -> None:
        self._subjects = {subject.code: subject for subject in subjects}
        self._weights: dict[str, dict[str, float]] = {}
        holders: Counter[str] = Counter()
        for code, subject in self._subjects.items():
            terms = _terms_of(subject, synonyms)
            self._weights[code] = terms
            holders.update(terms)
        count = max(1, len(self._subjects))
        self._rarity = {term: math.log(1 + count / held) for term, held in holders.items()}
        self._of_term: dict[str, list[str]] = {}
        for code, terms in self._weights.items():
            for term in terms:
                self._of_term.setdefault(term, []).append(code)

    def advise(self, message: str) -> Advice:
        """The topic whose words are found most; its chance falls with how close the next one is."""
        said = grams(text.pieces(message))
        scores: dict[str, float] = {}
        for term in said & self._of_term.keys():
            for code in self._of_term[term]:
                scores[code] = scores.get(code, 0.0) + self._weights[code][term] * self._rarity[term]
        if not scores:
            return NOTHING
        ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))[:3]
        choices = [self._choice(code, score, ranked) for code, score in ranked]
        return advice_from(
            choices, doubt_below=_DOUBT, reason=self._reason(ranked[0][0], said), origin="names"
        )

    def _choice(self, code: str, score: float, ranked: Sequence[tuple[str, float]]) -> Choice:
        whole = sum(
            weight * self._rarity[term] for term, weight in self._weights[code].items() if weight >= _OWN
        )
        found = min(1.0, score / max(whole, 1e-9))
        share = score * score / sum(other * other for _, other in ranked)
        return Choice(code, self._subjects[code].full_name, round(_LIKELY * found * math.sqrt(share), 3))

    def _reason(self, code: str, said: frozenset[str]) -> Reason:
        hits = sorted(
            (term for term in self._weights[code] if term in said),
            key=lambda term: -self._weights[code][term] * self._rarity[term],
        )
        return Reason(Why.NAMED, {"words": tuple(hits[:3])})


def grams(pieces: Sequence[str]) -> frozenset[str]:
    """The words of a text, and within longer ones every pair of neighbouring characters."""
    words = [piece for piece in pieces if len(piece) > 1 and piece.isalnum()]
    pairs = (word[at : at + 2] for word in words if len(word) > 2 for at in range(len(word) - 1))
    return frozenset(word for word in (*words, *pairs) if word not in text.FUNCTION_WORDS)


def _terms_of(subject: Subject, synonyms: Callable[[str], Iterable[str]]) -> dict[str, float]:
    terms: dict[str, float] = {}
    sources = (
        (subject.duties, _DUTY),
        (subject.full_name, _ABOVE),
        (" ".join(synonyms(subject.name)), _SAID),
        (subject.name, _OWN),
    )
    for source, weight in sources:
        terms |= dict.fromkeys(grams(text.pieces(source)), weight)
    return terms


_MANNERS: Mapping[Nature, tuple[frozenset[str], float]] = {
    Nature.PRAISE: (frozenset({"praise"}), 0.7),
    Nature.SUGGESTION: (frozenset({"proposes"}), 0.65),
    Nature.COMPLAINT: (frozenset({"complains", "wrong", "nuisance", "unpaid"}), 0.55),
    Nature.CONSULTATION: (frozenset({"asks", "question", "particle", "whether", "how", "when"}), 0.55),
    Nature.HELP: (frozenset({"begs", "soon"}), 0.5),
}
_REPORT = ("举报", "检举", "实名举报")
MANNER_LABELS: Mapping[Nature, str] = {
    Nature.PRAISE: "表扬、致谢的话",
    Nature.SUGGESTION: "“建议”“提议”等字样",
    Nature.COMPLAINT: "不满或违规的说法",
    Nature.CONSULTATION: "询问的说法",
    Nature.HELP: "请求帮助的说法",
    Nature.REPORT: "“举报”字样",
}


class Manner:
    """A reader of natures that goes by how something is said."""

    def advise(self, message: str) -> Advice:
        """The nature that most signs speak for."""
        if not any(map(str.isalpha, message)):
            return NOTHING
        cues = set(cues_in(text.cleaned(message)))
        scores = {nature: self._score(nature, cues) for nature in _MANNERS}
        if any(word in message for word in _REPORT):
            scores[Nature.REPORT] = 0.7
        choices = [
            Choice(nature.value, NATURE_LABELS[nature], round(score, 3))
            for nature, score in scores.items()
            if score
        ]
        if not choices:
            return NOTHING
        best = max(choices, key=lambda one: one.chance)
        reason = Reason(Why.MANNER, {"manner": MANNER_LABELS[Nature(best.value)]})
        return advice_from(choices, doubt_below=0.3, reason=reason, origin="signs")

    def _score(self, nature: Nature, cues: set[str]) -> float:
        signs, most = _MANNERS[nature]
        found = len(signs & cues) + 0.5 * len({f"opening-{sign}" for sign in signs} & cues)
        return most * (1 - math.exp(-found)) if found else 0.0
