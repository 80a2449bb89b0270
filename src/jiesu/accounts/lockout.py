"""When failed sign-ins lock an account: the rule, without clock or database."""

import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
"""How long a failed attempt counts."""

LIMIT = 5
"""Failed attempts that lock an account for one address."""

ACCOUNT_LIMIT = 50
"""Failed attempts from all addresses together that lock an account."""


def locked_until(failures: Iterable[datetime], *, limit: int, at: datetime) -> datetime | None:
    """When the next attempt may be made, or None when one may be made now.

    An account is locked while ``limit`` failures lie within the window.
    """
    recent = sorted(moment for moment in failures if moment > at - WINDOW)
    return recent[-limit] + WINDOW if len(recent) >= limit else None


def account_key(username: str) -> str:
    """The name under which attempts are counted: the same for all spellings of one account."""
    folded = unicodedata.normalize("NFKC", username).casefold().strip()
    return printable(folded, longest=150)


def second_step_key(username: str) -> str:
    """The name under which wrong codes of the second step are counted."""
    return account_key(f"second step:{username}")


def printable(text: str, *, longest: int) -> str:
    """The text without control characters and cut to a length, so that it can be stored."""
    return "".join(character for character in text if character.isprintable())[:longest]
