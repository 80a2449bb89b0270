"""How often somebody may do something, counted in the database: all processes of all machines count together.

What is counted is kept under a keyed hash, so the table tells nobody's address or number.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from jiesu.core import clock
from jiesu.core.fields import key_ring
from jiesu.core.models import Tally

_COUNT = """
INSERT INTO core_tally AS known (key, since, times) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
    times = CASE WHEN known.since <= %(past)s THEN 1 ELSE known.times + 1 END,
    since = CASE WHEN known.since <= %(past)s THEN excluded.since ELSE known.since END
RETURNING times
"""

KEPT = timedelta(days=2)
"""How long a count is kept; no limit looks back further."""


@dataclass(frozen=True)
class Limit:
    """At most ``times`` within ``seconds``, the time beginning with the first."""

    name: str
    times: int
    seconds: int

    def allows(self, who: str) -> bool:
        """Whether ``who`` has something left."""
        return self.used(who) < self.times

    def used(self, who: str) -> int:
        """How often ``who`` has done it within the time that runs."""
        row = Tally.objects.filter(key=self._key(who), since__gt=self._past()).first()
        return row.times if row else 0

    def count(self, who: str) -> int:
        """One more by ``who``; how many that makes."""
        given: dict[str, str | datetime] = {"key": self._key(who), "now": clock.now(), "past": self._past()}
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, given)
            return int(cursor.fetchone()[0])

    def _past(self) -> datetime:
        return clock.now() - timedelta(seconds=self.seconds)

    def _key(self, who: str) -> str:
        return f"{self.name}:{key_ring().fingerprint(f'limit:{self.name}:{who}')}"


def forget_old() -> int:
    """Remove the counts that no limit looks back to; how many there were."""
    return Tally.objects.filter(since__lt=clock.now() - KEPT).delete()[0]
