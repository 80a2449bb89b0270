"""A unit clerk's work list and a filtered search, with 100,000 and 1,000,000 orders stored."""

import random

import harness
from fill import fill
from lifecycle import SIZES
from load import Connection, Measured, closed_loop

SECONDS = 10
_STATES = ("archived", "handling", "pending_sign", "pending_callback")
_NATURES = ("consultation", "help", "complaint", "report", "suggestion")


def work_list(connection: Connection, number: int) -> None:
    """What waits for my unit."""
    connection.request("GET", "/api/v1/work")


def search(connection: Connection, number: int) -> None:
    """A supervisor's question: a state, a nature and an area."""
    pick = random.Random(number)
    query = f"state={pick.choice(_STATES)}&nature={pick.choice(_NATURES)}&area=9901{pick.randrange(40):02d}"
    connection.request("GET", f"/api/v1/orders?{query}")


def measure(size: str) -> dict[str, Measured]:
    """Both lists on a database with ``size`` orders, two connections at a time."""
    with harness.database(f"bench_{size}") as url:
        harness.fill_once(url, SIZES[size], fill)
        with harness.server() as port:
            tokens = harness.tokens()
            works = {
                "work list": (work_list, tokens["unit_clerk"]),
                "filtered search": (search, tokens["dispatcher"]),
            }
            return {
                name: closed_loop(
                    lambda token=token: Connection(port, token), work, threads=2, seconds=SECONDS
                )
                for name, (work, token) in works.items()
            }


def main() -> None:
    """Measure and print."""
    small, large = measure("100k"), measure("1m")
    figures = []
    for name, measured in large.items():
        if measured.failures or small[name].failures:
            raise SystemExit((measured.failures + small[name].failures)[0])
        before = small[name].percentile(0.95)
        figures.append(
            harness.Figure(
                f"{name} p95, 1m orders",
                measured.percentile(0.95),
                "ms",
                before,
                "ms at 100k",
                "< 50 ms, ratio ≤ 1.2",
            )
        )
        figures.append(
            harness.Figure(
                f"{name} p50, 1m orders",
                measured.percentile(0.5),
                "ms",
                small[name].percentile(0.5),
                "ms at 100k",
            )
        )
    harness.report("Lists", figures)


if __name__ == "__main__":
    main()
