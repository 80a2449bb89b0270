"""From an address as people write it to a division: short forms, missing levels, typing errors.

Every division is known under its forms (``naming``). What of them occurs in an address is a hint; a division
is as likely as the hints for itself and for what it lies in, less the hints that speak for somewhere else.
Where several are equally likely, what they have in common is the answer, or nothing is.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from jiesu.places.levels import DivisionLevel
from jiesu.places.naming import FULL, forms_of

LONGEST = 400
"""Characters of an address that are read."""

_WIDEST = 14
_REGISTERED = 0.9
"""From this weight on a form is a name with its ending."""

_SOUND, _SIGHT = 0.75, 0.5
_ENOUGH = 0.45
_MARGIN = 0.12
_AGAINST = 0.6
_PART_OF = {
    DivisionLevel.PROVINCE: 0.2,
    DivisionLevel.CITY: 0.35,
    DivisionLevel.COUNTY: 0.8,
    DivisionLevel.TOWNSHIP: 1.0,
    DivisionLevel.VILLAGE: 0.85,
}
"""How much a hint at each level tells of where exactly something is."""

_STREET = re.compile(
    r"(?:[东南西北中一二三四]?(?:路(?!口)|街(?!道)|巷|弄|大道|大街|小区|花园|广场|大桥|小学|中学|医院))"
)
"""What makes a street or an estate of a name: 解放路 lies in no 解放村."""

Sound = Callable[[str], Iterable[Hashable]]


@dataclass(frozen=True)
class Place:
    """A division as the gazetteer keeps it; ``path`` are the codes from the outermost down to its own."""

    code: str
    name: str
    level: DivisionLevel
    path: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """Where an address is.

    Attributes:
        code: of the smallest division that is certain enough.
        level: its level.
        names: on the way to it, the outermost first.
        words: what of the address it was found in.
        confidence: from 0 to 1.
    """

    code: str
    level: DivisionLevel
    names: tuple[str, ...]
    words: tuple[str, ...]
    confidence: float


@dataclass(frozen=True)
class _Hit:
    start: int
    end: int
    places: tuple[str, ...]
    weight: float
    is_sure: bool = True


class Gazetteer:
    """The divisions of a region by all the forms of their names.

    Args:
        places: the divisions, in any order.
        aliases: other names by which people know a division, with its code: old names, market names.
        sound: what tells how a character sounds; without it a wrong character is only forgiven by sight.
    """

    def __init__(
        self, places: Iterable[Place], *, aliases: Mapping[str, str] | None = None, sound: Sound | None = None
    ) -> None:
        self._places = {place.code: place for place in places}
        self._sound = sound
        self._forms: dict[str, dict[str, float]] = defaultdict(dict)
        self._gaps: dict[str, set[str]] = defaultdict(set)
        for place in self._places.values():
            for form, weight in forms_of(place.name, place.level):
                self._add(form, place.code, weight)
        for alias, code in (aliases or {}).items():
            if code in self._places and len(alias) >= 2:
                self._add(alias, code, FULL)

    def __len__(self) -> int:
        return len(self._places)

    def find(self, address: str) -> Found | None:
        """The division of an address, or None where nothing speaks for one; never fails."""
        text = "".join(unicodedata.normalize("NFKC", address[:LONGEST]).split())
        hits = self._hits(text)
        hits += self._misspelt(text, hits)
        if not hits:
            return None
        scores = self._scores(hits)
        best = max(scores.values())
        if best < _ENOUGH * _PART_OF[DivisionLevel.COUNTY]:
            return None
        near = [code for code, score in scores.items() if score >= best - _MARGIN]
        code = self._common(near)
        return self._found(code, text, hits, best=best, scores=scores) if code else None

    def _add(self, form: str, code: str, weight: float) -> None:
        known = self._forms[form]
        known[code] = max(weight, known.get(code, 0.0))
        if len(form) >= 3 and weight >= _REGISTERED:
            for at in range(len(form)):
                self._gaps[f"{form[:at]}?{form[at + 1 :]}"].add(form)

    def _hits(self, text: str) -> list[_Hit]:
        """The forms that occur, without those that only stand within a longer one."""
        found = [
            _Hit(start, end, self._outer(known), max(known.values()))
            for start in range(len(text))
            for end in range(start + 2, min(len(text), start + _WIDEST) + 1)
            if (known := self._forms.get(text[start:end]))
            and (max(known.values()) >= _REGISTERED or not _STREET.match(text, end))
        ]
        return [hit for hit in found if not any(_within(hit, other) for other in found)]

    def _outer(self, known: Mapping[str, float]) -> tuple[str, ...]:
        """Of a township and a village in it that share the short name, the township."""
        if max(known.values()) >= _REGISTERED:
            return tuple(known)
        return tuple(code for code in known if not known.keys() & set(self._places[code].path[:-1]))

    def _misspelt(self, text: str, hits: Sequence[_Hit]) -> list[_Hit]:
        """Full names of which one character is another, where nothing certain was read."""
        taken = {at for hit in hits if hit.weight >= _REGISTERED for at in range(hit.start, hit.end)}
        found: dict[tuple[int, int], _Hit] = {}
        for start in range(len(text)):
            for end in range(start + 3, min(len(text), start + _WIDEST) + 1):
                if not taken.intersection(range(start, end)) and (hit := self._near(text, start, end)):
                    found[start, end] = hit
        return [hit for hit in found.values() if not any(_weaker(hit, other) for other in found.values())]

    def _near(self, text: str, start: int, end: int) -> _Hit | None:
        word = text[start:end]
        forms: dict[str, float] = {}
        for at in range(len(word)):
            for form in self._gaps.get(f"{word[:at]}?{word[at + 1 :]}", ()):
                if form != word:
                    forms[form] = self._resemblance(form[at], word[at], length=len(word))
        if not forms:
            return None
        best = max(forms.values())
        places = {code for form, weight in forms.items() if weight == best for code in self._forms[form]}
        return _Hit(start, end, tuple(places), best, is_sure=False) if best else None

    def _resemblance(self, right: str, written: str, *, length: int) -> float:
        if self._sound and list(self._sound(right)) == list(self._sound(written)):
            return _SOUND
        return _SIGHT if length >= 4 and right not in "村镇乡区县市" else 0.0

    def _scores(self, hits: Sequence[_Hit]) -> dict[str, float]:
        """How likely each division is that a hint speaks for."""
        hinted = {code for hit in hits for code in hit.places}
        return {code: self._score(code, hits) for code in hinted}

    def _weight(self, code: str, hit: _Hit) -> float:
        level = self._places[code].level
        bare = hit.weight < _REGISTERED and level is DivisionLevel.VILLAGE
        return hit.weight * _PART_OF[level] * (0.7 if bare else 1.0)

    def _score(self, code: str, hits: Sequence[_Hit]) -> float:
        mine = set(self._places[code].path)
        total = 0.0
        for hit in hits:
            own = [self._weight(one, hit) for one in hit.places if one in mine]
            total += max(own) if own else -self._against(hit)
        return total

    def _against(self, hit: _Hit) -> float:
        """What a hint for somewhere else takes away; little when many places are called so."""
        strength = max(self._weight(code, hit) for code in hit.places)
        doubt = 1 + 0.3 * (len(hit.places) - 1) + (not hit.is_sure)
        return _AGAINST * strength / doubt

    def _common(self, codes: Sequence[str]) -> str | None:
        """The smallest of them when each of the others lies around it; else what all lie in."""
        paths = sorted((self._places[code].path for code in codes), key=len, reverse=True)
        deepest = paths[0]
        if all(set(path) <= set(deepest) for path in paths):
            return deepest[-1]
        shared = [code for code in deepest if all(code in path for path in paths)]
        return shared[-1] if shared else None

    def _found(
        self, code: str, text: str, hits: Sequence[_Hit], *, best: float, scores: Mapping[str, float]
    ) -> Found:
        place = self._places[code]
        mine = set(place.path)
        rival = max(
            (
                score
                for one, score in scores.items()
                if not set(self._places[one].path) & {code} and one not in mine
            ),
            default=0.0,
        )
        return Found(
            code=code,
            level=place.level,
            names=tuple(self._places[one].name for one in place.path if one in self._places),
            words=tuple(
                dict.fromkeys(text[hit.start : hit.end] for hit in hits if mine.intersection(hit.places))
            ),
            confidence=round(min(1.0, best) * best / (best + max(0.0, rival)), 2),
        )


def _within(hit: _Hit, other: _Hit) -> bool:
    longer = other.end - other.start > hit.end - hit.start
    return longer and other.start <= hit.start and hit.end <= other.end


def _weaker(hit: _Hit, other: _Hit) -> bool:
    overlap = hit.start < other.end and other.start < hit.end
    return overlap and (other.weight, other.end - other.start) > (hit.weight, hit.end - hit.start)
