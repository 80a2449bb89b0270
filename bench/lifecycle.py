"""The life cycle create → dispatch → sign → resolve → search, with 100,000 and 1,000,000 orders stored.

Open loop. One piece of work is five requests by three people: the operator registers, the dispatcher
gives the
order to a unit, the unit's clerk signs and replies, and the operator finds it again. Pieces begin at a
fixed rate whatever the server does. The reference is what is published of DIGIT, a peer: 37 life cycles
a second with little data, 6.3 with much.
"""

import sys
import threading

import harness
from fill import fill
from load import Connection, Measured, open_loop

RATE, SECONDS, THREADS = 60.0, 20, 24
SIZES = {"100k": 100_000, "1m": 1_000_000}
PUBLISHED = {"100k": 37.0, "1m": 6.3}


class People(threading.local):
    """One keep-alive connection for each job and thread."""

    def __init__(self, port: int, tokens: dict[str, str]) -> None:
        self.operator = Connection(port, tokens["operator"])
        self.dispatcher = Connection(port, tokens["dispatcher"])
        self.clerk = Connection(port, tokens["unit_clerk"])


def life_cycle(people: People, unit: str, number: int) -> None:
    """One order from registration to the unit's reply, and found again."""
    appeal = {
        "title": "反映路灯不亮",
        "content": f"市民反映和平路路灯不亮，希望尽快维修。流水 {number}",
        "nature": "help",
        "channel": "phone",
        "citizen": {"name": "王小明", "phone": f"1990{number % 10**7:07d}"},
    }
    order = people.operator.request("POST", "/api/v1/orders", appeal)["number"]
    people.dispatcher.request("POST", f"/api/v1/orders/{order}/dispatch", {"lead": unit})
    people.clerk.request("POST", f"/api/v1/orders/{order}/sign", {})
    answer = {
        "handling": "已派人现场维修，路灯恢复照明。",
        "public_answer": "您反映的路灯已修复。",
        "resolution": "resolved",
    }
    people.clerk.request("POST", f"/api/v1/orders/{order}/reply", answer)
    found = people.operator.request("GET", f"/api/v1/orders?number={order}")
    if [item["number"] for item in found["items"]] != [order]:
        raise ValueError(f"{order} was not found")


def measure(size: str, *, rate: float) -> Measured:
    """The open loop on a database with ``size`` orders."""
    with harness.database(f"bench_{size}") as url:
        harness.fill_once(url, SIZES[size], fill)
        with harness.server() as port:
            tokens = harness.tokens()
            people = People(port, tokens)
            unit = people.clerk.request("GET", "/api/v1/me")["units"][0]["code"]
            work = lambda _, number: life_cycle(people, unit, number)  # noqa: E731
            open_loop(lambda: people.operator, work, rate=10, threads=4, seconds=3)  # warm
            return open_loop(lambda: people.operator, work, rate=rate, threads=THREADS, seconds=SECONDS)


def main() -> None:
    """Measure both sizes and print."""
    rate = float(sys.argv[1]) if len(sys.argv) > 1 else RATE
    figures, rates = [], {}
    for size in SIZES:
        measured = measure(size, rate=rate)
        rates[size] = measured.rate
        figures += [
            harness.Figure(
                f"life cycles, {size} orders",
                measured.rate,
                "/s",
                PUBLISHED[size],
                "/s DIGIT, published",
                "≥ 60 /s",
            ),
            harness.Figure(f"p95, {size} orders", measured.percentile(0.95), "ms"),
            harness.Figure(f"failed, {size} orders", len(measured.failures), "", aim="0"),
        ]
        for failure in measured.failures[:3]:
            print(failure, file=sys.stderr)
    figures.append(harness.Figure("1m beside 100k", rates["1m"], "/s", rates["100k"], "/s", "ratio ≥ 0.9"))
    harness.report(f"Life cycle, open loop at {rate:.0f} a second", figures)


if __name__ == "__main__":
    main()
