"""A sweep of the ladder that stands still in the middle of its second batch, to be killed there."""

import sys
import time
from datetime import datetime

BATCH = 3


def main(point: str, moment: str) -> None:
    """Sweep at a moment in batches of three; stand still before or after the second batch commits."""
    from jiesu.oversight.actions import sweeping

    original_take, original_batch, taken = sweeping.take_steps, sweeping._sweep_batch, []

    def take(*args: object, **kwargs: object) -> object:
        steps = original_take(*args, **kwargs)
        taken.append(len(steps))
        if point == "before the commit" and len(taken) == 2:
            _stand_still()
        return steps

    def batch(*args: object) -> object:
        done = original_batch(*args)
        if point == "after the commit" and len(taken) == 2:
            _stand_still()
        return done

    sweeping.take_steps, sweeping._sweep_batch = take, batch
    sweeping.sweep_watches(at=datetime.fromisoformat(moment), batch=BATCH)


def _stand_still() -> None:
    sys.stdout.write("holding\n")
    sys.stdout.flush()
    time.sleep(600)
