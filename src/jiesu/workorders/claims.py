"""Who is at work on an order just now, so that two people at the centre do not edit it at once.

A claim is held by one person until a moment; it is renewed while the order is open before them, ends by
itself, and can be taken over by somebody who says why. Ours: no document fixes it; running systems say 锁单.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

CLAIM_LASTS = timedelta(minutes=2)
"""How long a claim holds after its last renewal: longer than a page needs, short enough after a crash."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One person's claim of one order.

    Attributes:
        user_id, name: who holds it.
        since: when they took it.
        until: when it ends unless it is renewed.
        word: what was said when it was taken over from somebody; empty when it was free.
    """

    user_id: int
    name: str
    since: datetime
    until: datetime
    word: str = ""

    def stands(self, at: datetime) -> bool:
        """Whether it holds at a moment."""
        return at < self.until

    def keeps_out(self, user_id: int | None, *, at: datetime) -> bool:
        """Whether somebody else holds it at a moment."""
        return self.user_id != user_id and self.stands(at)


def claimed(current: Claim | None, *, user_id: int, name: str, at: datetime, word: str = "") -> Claim:
    """The claim after a person opened the order, or said ``word`` to take it over.

    A free order is theirs; their own claim is renewed; somebody else's stands unless a word is said.
    """
    until = at + CLAIM_LASTS
    if current is None or not current.stands(at):
        return Claim(user_id=user_id, name=name, since=at, until=until)
    if current.user_id == user_id:
        return Claim(user_id=user_id, name=name, since=current.since, until=until, word=current.word)
    if word:
        return Claim(user_id=user_id, name=name, since=at, until=until, word=word)
    return current
