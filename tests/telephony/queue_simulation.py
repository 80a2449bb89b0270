"""A queue as it really runs, call by call: arrivals and conversations by chance, first come first served."""

import heapq
import random


def answered_within(seconds, *, calls, interval, handling, seats, customers=200_000, seed=12345):
    """The share of simulated calls that a seat took within ``seconds``.

    The first tenth only fills the queue.
    """
    chance = random.Random(seed)
    free_at = [0.0] * seats
    moment, soon, counted = 0.0, 0, 0
    for number in range(customers):
        moment += chance.expovariate(calls / interval)
        start = max(moment, free_at[0])
        heapq.heapreplace(free_at, start + chance.expovariate(1 / handling))
        if number >= customers // 10:
            counted += 1
            soon += start - moment <= seconds
    return soon / counted
