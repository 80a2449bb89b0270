"""Two rankings become one: each score as how far it stands out among all articles, then added."""

import numpy as np

from jiesu.knowledge.lexical import Scores

SHARE_OF_VECTORS = 2.0
"""How much meaning counts beside words."""


def fused(lexical: Scores, vectors: Scores, *, share: float = SHARE_OF_VECTORS) -> Scores:
    """One score for each article."""
    both: Scores = outstanding(lexical) + share * outstanding(vectors)
    return both


def outstanding(scores: Scores) -> Scores:
    """Each score in standard deviations from the mean of all."""
    spread = float(scores.std()) if len(scores) else 0.0
    if spread == 0.0:
        return np.zeros_like(scores)
    apart: Scores = (scores - scores.mean()) / np.float32(spread)
    return apart
