"""Tokens and the people who act through them."""

from datetime import timedelta

from jiesu.accounts.actions import accept_token
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import caller_of_token

USE_NOTED_EVERY = timedelta(minutes=5)


def actor_of_token(token: str) -> Actor | None:
    """Who acts through this token, or None when it is not valid: one query, and at times a note of use."""
    at = clock.now()
    caller = caller_of_token(token, at=at)
    if caller is None:
        return None
    if caller.last_used_at is None or caller.last_used_at < at - USE_NOTED_EVERY:
        accept_token(token, at=at)
    return caller.actor
