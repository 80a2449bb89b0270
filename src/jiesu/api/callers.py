"""Tokens and the people who act through them."""

from jiesu.accounts.actions import accept_token
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import actor_for


def actor_of_token(token: str) -> Actor | None:
    """Who acts through this token, or None when it is not valid."""
    user = accept_token(token)
    return actor_for(user) if user else None
