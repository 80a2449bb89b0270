"""The codes of topics and divisions, found by what files say."""

from collections import defaultdict
from functools import lru_cache

from jiesu.catalogue import selectors as catalogue
from jiesu.intake.reading import Find
from jiesu.intake.values import normal
from jiesu.places import selectors as places
from jiesu.places.levels import is_division_code

_SHORTEST_AREA = 6  # digits of a county


def topic_finder() -> Find:
    """Finds the code of a topic by its code, its full name, or its name where only one bears it."""
    topics = catalogue.topics_of()
    named: dict[str, set[str]] = defaultdict(set)
    for topic in topics.values():
        named[normal(topic.full_name)].add(topic.code)
        named[normal(topic.name)].add(topic.code)

    def find(word: str) -> str | None:
        codes = {word} if word in topics else named.get(normal(word), set())
        return next(iter(codes)) if len(codes) == 1 else None

    return find


def area_finder() -> Find:
    """Finds the code of a division by its code, or by its name where only one bears it."""
    return lru_cache(maxsize=10_000)(_area)


def _area(word: str) -> str | None:
    if is_division_code(word):
        return word if len(word) >= _SHORTEST_AREA else None
    divisions = places.divisions_named(word, limit=2)
    return divisions[0].code if len(divisions) == 1 else None
