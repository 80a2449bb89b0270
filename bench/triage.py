"""A full suggestion for one message, and the orders that tell the same, among many orders.

The reference is what the database alone needs to fetch sixty orders with their citizens by their keys: about
what any comparison has to read. Give ``1m`` as the first argument for a million orders; the load of the
machine stands in the title.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np

import harness
from fill import fill, index

ROUNDS = 300
SIZES = {"100k": 100_000, "1m": 1_000_000}
_ROADS = ("和平路", "人民街", "解放巷", "建设大道", "中山苑", "朝阳里", "柳街路", "澄湖街")
_MATTERS = (
    "路灯一直不亮，晚上走路害怕",
    "井盖坏了，电动车差点翻",
    "水管爆了，水流得到处都是",
    "工地半夜还在打桩，吵得睡不着",
    "垃圾好几天没有人来收，味道很大",
    "车子乱停，把消防通道堵住了",
    "饭店油烟直接排到楼道里",
    "物业收了停车费不管事",
)


def messages() -> Iterator[str]:
    """Messages as people write them, about things that are in the stored orders, in other words too."""
    chance = random.Random(42)
    while True:
        road, matter = chance.choice(_ROADS), chance.choice(_MATTERS)
        yield f"您好，{road}{chance.randrange(900)}号附近{matter}，反映过两次了，请尽快派人处理，谢谢。"


def percentiles(work: Callable[[str], object]) -> tuple[float, float, float]:
    """Milliseconds at the 50th and 95th percentile, and at the 95th of this process's own processor time."""
    source, taken, used = messages(), [], []
    for _ in range(20):
        work(next(source))
    for _ in range(ROUNDS):
        text = next(source)
        begun, busy = time.perf_counter(), time.process_time()
        work(text)
        taken.append((time.perf_counter() - begun) * 1000)
        used.append((time.process_time() - busy) * 1000)
    return tuple(float(value) for value in (*np.percentile(taken, [50, 95]), np.percentile(used, 95)))


def measure() -> list[harness.Figure]:
    """Reads, look-alikes and whole suggestions, in one process."""
    from django.db import connection  # noqa: PLC0415 - the settings read the environment

    from jiesu.organisations.actors import SYSTEM  # noqa: PLC0415
    from jiesu.triage.selectors import Told, duplicates_of, duplicates_of_text, suggestions_for  # noqa: PLC0415
    from jiesu.workorders.selectors import every_order  # noqa: PLC0415

    newest = every_order().order_by("-pk").values_list("pk", "number")[:5000]
    keys, numbers = zip(*newest, strict=True)
    chance = random.Random(1)

    def fetch(_: str) -> object:
        return list(every_order().filter(pk__in=chance.sample(keys, 60)).select_related("citizen"))

    def compare(text: str) -> object:
        return duplicates_of_text(
            Told(content=text, address=text[3:12]), for_user=SYSTEM, phone="13851234567"
        )

    def stored_one(_: str) -> object:
        return duplicates_of(chance.choice(numbers), for_user=SYSTEM)

    def understand(text: str) -> object:
        return suggestions_for(Told(content=text, address=text[3:12]))

    def whole(text: str) -> object:
        return understand(text), compare(text)

    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM workorders_workorder")
        stored = f"{cursor.fetchone()[0]:,} orders"
    _, reference, _ = percentiles(fetch)
    figures = []
    works = {"same told, for a text": compare, "same told, for an order": stored_one}
    for name, work in (works | {"understanding and units": understand, "whole suggestion": whole}).items():
        half, most, busy = percentiles(work)
        against = "ms, p95 of fetching 60 orders"
        figures.append(harness.Figure(f"{name} p95, {stored}", most, "ms", reference, against, "< 30 ms"))
        figures.append(harness.Figure(f"{name} p50, {stored}", half, "ms"))
        figures.append(harness.Figure(f"{name} p95, processor of the web process", busy, "ms"))
    return figures


def main() -> None:
    """Fill once, measure and print."""
    size = sys.argv[1] if len(sys.argv) > 1 else "100k"
    with harness.database(f"bench_{size}") as url:
        harness.fill_once(url, SIZES[size], fill)
        index()
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
        import django  # noqa: PLC0415

        django.setup()
        figures, load = measure(), os.getloadavg()[1]
        harness.report(f"Triage (load {load:.1f})", figures)


if __name__ == "__main__":
    main()
