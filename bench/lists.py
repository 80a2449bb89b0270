"""A clerk's work list, a filtered search and a search by words, with 100,000 and 1,000,000 orders stored.

The search by words stands beside what a database does without an index of words, in the same run: reading all
texts with ILIKE.
"""

import random
import time
from urllib.parse import quote

import psycopg

import harness
from fill import fill, index
from lifecycle import SIZES
from load import Connection, Measured, closed_loop

SECONDS = 10
_READ_ALL: dict[str, float] = {}
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


_WORDS = (
    "路灯",
    "和平路 路灯",
    "柳街 井盖",
    "朝阳苑 电梯停运 已经三天",
    "积水 安全隐患",
    "海棠里777号",
    "火星",
)
_ILIKE = """
SELECT id FROM workorders_workorder
WHERE (title || content || address) ILIKE ALL (%s) ORDER BY registered_at DESC, id DESC LIMIT 50
"""


def search_words(connection: Connection, number: int) -> None:
    """Words, common and rare."""
    words = random.Random(number).choice(_WORDS)
    connection.request("GET", f"/api/v1/orders?words={quote(words)}")


def read_all(url: str) -> float:
    """Milliseconds that the same questions take without an index of words, on average."""
    with psycopg.connect(url) as connection:
        begun = time.perf_counter()
        for words in _WORDS:
            connection.execute(_ILIKE, [[f"%{word}%" for word in words.split()]]).fetchall()
        return (time.perf_counter() - begun) * 1000 / len(_WORDS)


def measure(size: str) -> dict[str, Measured]:
    """Both lists on a database with ``size`` orders, two connections at a time."""
    with harness.database(f"bench_{size}") as url:
        harness.fill_once(url, SIZES[size], fill)
        index()
        _READ_ALL[size] = read_all(url)
        with harness.server() as port:
            tokens = harness.tokens()
            works = {
                "work list": (work_list, tokens["unit_clerk"]),
                "filtered search": (search, tokens["dispatcher"]),
                "search by words": (search_words, tokens["dispatcher"]),
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
    for size, measured in (("100k", small), ("1m", large)):
        words = measured["search by words"]
        figures.append(
            harness.Figure(
                f"search by words p50, {size} orders",
                words.percentile(0.5),
                "ms",
                _READ_ALL[size],
                "ms reading all texts (ILIKE)",
            )
        )
    harness.report("Lists", figures)


if __name__ == "__main__":
    main()
