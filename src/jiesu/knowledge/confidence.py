"""When a result is good enough: for a person who judges it, and for a machine that speaks to a citizen."""

GOOD = 0.55
"""From this share of what was asked on, a search counts as having found something."""


def is_good(confidence: float) -> bool:
    """Whether a search found something, judged by the share of what was asked that the best article has."""
    return confidence >= GOOD
