"""One-time codes that prove a telephone: pure rules of how long and how often.

Six digits, five minutes, five guesses: whoever guesses is right once in two hundred thousand codes. How many
codes may be asked for is limited per telephone, so that nobody's is flooded.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LIFETIME = timedelta(minutes=5)
MOST_GUESSES = 5
CODES_AN_HOUR = 3
CODES_A_DAY = 8


class Verdict(StrEnum):
    """What a guess is worth."""

    RIGHT = "right"
    WRONG = "wrong"
    OVER = "over"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A code as it stands.

    Attributes:
        expires_at: when it is of no use any more.
        guesses: how often it was guessed so far.
        used: whether it was guessed right before.
    """

    expires_at: datetime
    guesses: int
    used: bool


def judge(asked: Asked, *, fits: bool, at: datetime) -> Verdict:
    """What one more guess is worth: a code that is over is over for the right guess too."""
    if asked.used or asked.guesses >= MOST_GUESSES or at >= asked.expires_at:
        return Verdict.OVER
    return Verdict.RIGHT if fits else Verdict.WRONG
