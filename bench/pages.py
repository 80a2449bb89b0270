"""Server time and statements of the staff's and the citizens' pages, with 100,000 orders stored.

Each page is asked for again and again by the member of staff whose page it is, in the process that answers;
the reference is the database alone: the same statements, sent once more without Django.
"""

import random
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg

import harness
from fill import fill, index
from lifecycle import SIZES

ROUNDS = 60
_NOT_ALONE = ("FOR UPDATE", "$1")
_WORDS = ("路灯", "井盖 老人", "噪声", "漏水 三天")


@dataclass(frozen=True)
class PageKind:
    """A page: who asks for it, and under which addresses."""

    name: str
    role: str
    paths: tuple[str, ...]


@dataclass
class Times:
    """Milliseconds of each answer, of its statements alone, and how many those are."""

    page: list[float] = field(default_factory=list)
    database: list[float] = field(default_factory=list)
    statements: int = 0
    bytes: int = 0


def kinds(url: str) -> Iterator[PageKind]:
    """The pages, with orders picked at random."""
    with psycopg.connect(url) as connection:
        numbers = [
            row[0]
            for row in connection.execute(
                "SELECT number FROM workorders_workorder WHERE id % 997 = 3 ORDER BY md5(number) LIMIT 40"
            )
        ]
    orders = tuple(f"/console/orders/{number}/" for number in numbers)
    yield PageKind("my work, dispatcher", "dispatcher", ("/console/",))
    yield PageKind("my work, duty chief", "duty_chief", ("/console/",))
    yield PageKind("my work, unit clerk", "unit_clerk", ("/console/",))
    yield PageKind("dispatch desk", "dispatcher", ("/console/dispatch/",))
    yield PageKind("registration desk", "operator", ("/console/register/",))
    yield PageKind("order", "duty_chief", orders)
    yield PageKind("all orders", "duty_chief", ("/console/orders/",))
    found = tuple(f"/console/orders/?words={words}" for words in _WORDS)
    yield PageKind("orders by words", "duty_chief", found)
    filtered = (
        "/console/orders/?state=handling&nature=complaint",
        "/console/orders/?state=archived&area=990103",
    )
    yield PageKind("filtered orders", "duty_chief", filtered)
    yield PageKind("callback list", "callback", ("/console/orders/of/callback/",))
    yield PageKind("citizens' front page", "", ("/",))
    yield PageKind("public cases", "", ("/cases/", "/cases/?q=路灯", "/report/", "/track/"))


def measure(kind: PageKind, url: str) -> Times:
    """Ask for the page ``ROUNDS`` times; every answer must be a page."""
    from django.db import connection  # noqa: PLC0415 - the harness sets the environment first
    from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

    client, times, pick = _client(kind.role), Times(), random.Random(7)
    for path in kind.paths:
        _get(client, path)
    for _ in range(ROUNDS):
        path = pick.choice(kind.paths)
        begin = time.perf_counter()
        body = _get(client, path)
        times.page.append(1000 * (time.perf_counter() - begin))
        times.bytes = max(times.bytes, body)
        with CaptureQueriesContext(connection) as captured:
            _get(client, path)
        statements = [query["sql"] for query in captured.captured_queries]
        times.statements = max(times.statements, len(statements))
        times.database.append(_alone(url, statements))
    return times


def _client(role: str) -> object:
    from django.test import Client  # noqa: PLC0415

    from jiesu.accounts.selectors import user_by_username  # noqa: PLC0415
    from jiesu.demo import staff  # noqa: PLC0415

    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="zh-CN")
    if role:
        person = next(person for person in staff.staff() if person.role == role)
        client.force_login(user_by_username(person.username))
    return client


def _get(client: object, path: str) -> int:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path} answers {answer.status_code}")
    return len(answer.content)


def _alone(url: str, statements: list[str]) -> float:
    """Milliseconds of the reading statements by themselves."""
    with psycopg.connect(url, autocommit=True) as connection:
        begin = time.perf_counter()
        for statement in statements:
            if statement.startswith("SELECT") and not any(mark in statement for mark in _NOT_ALONE):
                connection.execute(statement)
        return 1000 * (time.perf_counter() - begin)


def p95(values: list[float]) -> float:
    """What 95 of 100 did not exceed."""
    return sorted(values)[int(len(values) * 0.95)]


def main() -> None:
    """Measure every page and print."""
    with harness.database("bench_100k") as url:
        harness.fill_once(url, SIZES["100k"], fill)
        index()
        import django  # noqa: PLC0415

        django.setup()
        figures = []
        for kind in kinds(url):
            times = measure(kind, url)
            figures.append(
                harness.Figure(
                    f"{kind.name}: p95 ({times.statements} statements, {times.bytes // 1024} KB plain)",
                    p95(times.page),
                    "ms",
                    p95(times.database),
                    "ms, statements alone",
                    "< 100 ms, < 15 statements",
                )
            )
    harness.report("Pages with 100,000 orders stored, server time", figures)


if __name__ == "__main__":
    main()
