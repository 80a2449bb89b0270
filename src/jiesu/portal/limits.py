"""How often one address may ask, so that nobody floods the centre or guesses query codes.

Counted in each process's memory: several processes together let through several times as much, which is still
little, and nothing is written for somebody who only tries.
"""

from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Limit:
    """At most ``times`` within ``seconds``."""

    name: str
    times: int
    seconds: int

    def allows(self, who: str) -> bool:
        """Whether ``who`` has something left."""
        return int(cache.get(self._key(who), 0)) < self.times

    def count(self, who: str) -> None:
        """One more by ``who``; the first begins the time."""
        if not cache.add(self._key(who), 1, self.seconds):
            try:
                cache.incr(self._key(who))
            except ValueError:  # it ran out between the two
                cache.set(self._key(who), 1, self.seconds)

    def _key(self, who: str) -> str:
        return f"portal:{self.name}:{who}"


REPORTS = Limit("reports", times=20, seconds=600)
"""Appeals from one address."""

WRONG_CODES = Limit("wrong-codes", times=20, seconds=600)
"""Wrong number or code from one address."""

WRONG_FOR_NUMBER = Limit("wrong-for-number", times=30, seconds=3600)
"""Wrong codes for one number, from wherever."""
