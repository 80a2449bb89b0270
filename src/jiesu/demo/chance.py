"""Chance that repeats itself: one source for each name."""

import random


def chance_of(name: str) -> random.Random:
    """A source of chance that is the same for the same name, on every machine."""
    return random.Random(name)  # noqa: S311 - a game, not a secret
