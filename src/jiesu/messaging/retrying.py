"""When a message that was not taken is tried again. Pure rules.

A gateway may be down for a night or a weekend: what is not of use only for a while is tried for three days,
never more than half an hour apart, so that it goes out soon after the gateway is back.
"""

from datetime import datetime, timedelta

FIRST_WAIT = timedelta(seconds=4)
LONGEST_WAIT = timedelta(minutes=30)
TRIED_FOR = timedelta(days=3)
_DOUBLINGS = 12


def next_attempt(attempts: int, *, wanted_at: datetime, at: datetime) -> datetime | None:
    """When to try again after so many attempts, 4, 8, 16 … seconds on; None when it is given up.

    Args:
        attempts: how often it was tried, this time included.
        wanted_at: when it was to go out.
        at: when it was not taken.
    """
    if at - wanted_at >= TRIED_FOR:
        return None
    return at + min(FIRST_WAIT * (1 << min(attempts - 1, _DOUBLINGS)), LONGEST_WAIT)
