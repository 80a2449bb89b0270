"""Finding an article among 50,000 while ten people type, beside a search for the very words.

The articles are made up from the words of a service's questions; ten threads type questions letter by letter
as an input method does, a search after every two or three characters, in the process that also serves. The
reference is the same typing against ``ILIKE`` on the questions, the search one would write in ten minutes.
"""

import random
import subprocess
import sys
import threading
import time
from collections.abc import Callable

import django
import numpy as np

import harness

ARTICLES = 50_000
PEOPLE = 10
SECONDS = 10
PAUSE = 0.25
"""Seconds between two searches of one person: fast typing."""

_THINGS_TEXT = """
身份证 公积金 医保 社保 低保 驾驶证 营业执照 不动产证 生育津贴 养老金 居住证 残疾证
优待证 婚姻登记 学籍 户口
"""
_THINGS = _THINGS_TEXT.split()
_DOINGS_TEXT = """
办理 补办 注销 变更 查询 提取 转移 年检 申请 报销 缴费 恢复 迁移 登记 预约 投诉
"""
_DOINGS = _DOINGS_TEXT.split()
_WHERE_TEXT = """
东城街道 西河镇 南湖区 北山社区 中心广场 和平路 人民医院 实验小学 滨江新区 老火车站
政务大厅 开发区
"""
_WHERE = _WHERE_TEXT.split()
_REST_TEXT = """
需要 携带 原件 复印件 到 窗口 提交 材料 受理 后 工作日 办结 不 收取 费用 可 网上
预约 电话 咨询 单位 盖章 审核
"""
_REST = _REST_TEXT.split()


def article(number: int) -> tuple[str, str]:
    """A question and an answer of some 300 characters, always the same for a number."""
    pick = random.Random(number)
    question = f"{pick.choice(_WHERE)}{pick.choice(_THINGS)}{pick.choice(_DOINGS)}第{number}号事项怎么办"
    words = _THINGS + _DOINGS + _WHERE + _REST * 3
    return question, "".join(pick.choice(words) for _ in range(130))


def fill() -> None:
    """Fifty thousand published articles, written as one does when an installation is moved."""
    from django.db import connection  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from jiesu.knowledge.actions.indexing import terms_of  # noqa: PLC0415
    from jiesu.knowledge.models import Article, ArticleTerms, ArticleVersion, IndexRevision  # noqa: PLC0415
    from jiesu.organisations.selectors import centre  # noqa: PLC0415

    now, unit = timezone.now(), centre()
    told = {"version": 1, "state": "published", "spoken": "见完整答复", "review_by": now.date()}
    told |= {"author_name": "导入", "created_at": now, "changed_at": now, "published_at": now}
    for start in range(0, ARTICLES, 5000):
        numbers = range(start, start + 5000)
        articles = Article.objects.bulk_create(
            Article(number=f"ZS{n:06d}", owner=unit, created_at=now) for n in numbers
        )
        versions = ArticleVersion.objects.bulk_create(
            ArticleVersion(article=row, question=q, answer=a, **told)
            for row, (q, a) in zip(articles, map(article, numbers), strict=True)
        )  # fmt: skip
        ArticleTerms.objects.bulk_create(
            ArticleTerms(article=v.article, version=v, revision=n + 1, counted=terms_of(v).packed())
            for n, v in zip(numbers, versions, strict=True)
        )
    IndexRevision.objects.update(newest=ARTICLES)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def typed(seed: int) -> list[str]:
    """What a person has in the search box, from the second character to the whole question."""
    question = article(seed)[0]
    steps = sorted({min(len(question), 2 + step) for step in range(0, len(question), 3)})
    return [question[:step] for step in steps]


def people_typing(search: Callable[[str], object]) -> list[float]:
    """Milliseconds of each search while ten people type."""
    times: list[float] = []
    ends = time.monotonic() + SECONDS

    def person(number: int) -> None:
        from django.db import connection  # noqa: PLC0415

        pick = random.Random(number)
        while time.monotonic() < ends:
            for text in typed(pick.randrange(ARTICLES)):
                began = time.perf_counter()
                search(text)
                connection.close()  # back into the pool, as after a request
                times.append((time.perf_counter() - began) * 1000)
                time.sleep(PAUSE)

    threads = [threading.Thread(target=person, args=(number,)) for number in range(PEOPLE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times


def cpu_of_a_search(search: Callable[[str], object]) -> float:
    """Milliseconds of processor time, which a busy machine does not stretch as it does the clock's."""
    texts = [text for seed in range(20) for text in typed(seed * 37)]
    began = time.process_time()
    for text in texts:
        search(text)
    return (time.process_time() - began) * 1000 / len(texts)


def main() -> None:
    """Measure and print."""
    with harness.database("bench_knowledge"):
        django.setup()
        from jiesu.knowledge.models import ArticleTerms  # noqa: PLC0415

        if not ArticleTerms.objects.exists():
            fill()
        harness.report("Finding among 50,000 articles, ten people typing", measured())


def measured() -> list[harness.Figure]:
    """The figures."""
    from jiesu.knowledge.models import ArticleVersion  # noqa: PLC0415
    from jiesu.knowledge.selectors import find_articles, keeping  # noqa: PLC0415

    keeping._path().unlink(missing_ok=True)  # noqa: SLF001 - as on the first day
    sorting = first_search()
    opening = first_search()
    alone = cpu_of_a_search(find_articles)
    ours = people_typing(find_articles)
    like = people_typing(lambda text: list(ArticleVersion.objects.filter(question__icontains=text)[:8]))
    p50, p95 = np.percentile(ours, [50, 95])
    mapped = keeping._path().stat().st_size / 1e6  # noqa: SLF001 - how large it is
    return [
        harness.Figure(
            "search p50", float(p50), "ms", float(np.percentile(like, 50)), "ms by ILIKE on the question"
        ),
        harness.Figure(
            "search p95", float(p95), "ms", float(np.percentile(like, 95)), "ms by ILIKE", "< 50 ms"
        ),
        harness.Figure("searches a second", len(ours) / SECONDS, "1/s", len(like) / SECONDS, "by ILIKE"),
        harness.Figure("processor time of a search", alone, "ms", aim="alone, without waiting for others"),
        harness.Figure("first process: sort and store the index", sorting, "s"),
        harness.Figure("every other process: open it", opening, "s", sorting, "s sorting"),
        harness.Figure("the index's file, shared by all processes", mapped, "MB"),
        harness.Figure("a new article is found by another process after", seconds_to_be_found(), "s"),
    ]


def first_search() -> float:
    """Seconds of the first search of a process of its own."""
    told = subprocess.run([sys.executable, __file__, "first"], check=True, capture_output=True, text=True)
    return float(told.stdout.split()[-1])


def tell_first_search() -> None:
    """What the process of its own does."""
    from jiesu.knowledge.selectors import find_articles  # noqa: PLC0415

    began = time.perf_counter()
    find_articles("身份证补办")
    print(time.perf_counter() - began)


def seconds_to_be_found() -> float:
    """How long a new article takes to be found here, put into the database by a process of its own."""
    from jiesu.knowledge.selectors import find_articles  # noqa: PLC0415

    find_articles("琉璃瓦")
    subprocess.run([sys.executable, __file__, "publish"], check=True)
    began = time.perf_counter()
    while not any("琉璃瓦" in hit.question for hit in find_articles("琉璃瓦")):
        time.sleep(0.02)
    return time.perf_counter() - began


def publish() -> None:
    """Put one more article in, as publishing does."""
    from jiesu.knowledge.actions import indexing  # noqa: PLC0415
    from jiesu.knowledge.models import ArticleVersion  # noqa: PLC0415

    version = ArticleVersion.objects.order_by("pk").first()
    assert version is not None
    version.question = f"琉璃瓦脱落找谁修第{time.time()}次"
    version.save(update_fields=["question"])
    indexing.put(version)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        main()
    else:
        django.setup()
        {"first": tell_first_search, "publish": publish}[sys.argv[1]]()
