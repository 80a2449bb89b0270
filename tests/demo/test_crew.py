"""A long run is shared by processes that end when the first one ends."""

import csv
import io
import os
import time
from collections import Counter
from datetime import date, datetime

import pytest
from django.db import connection
from rich.console import Console

from jiesu.core.clock import SHANGHAI
from jiesu.demo import runs
from jiesu.demo.city import install_city
from jiesu.demo.crew import CrewFailed, orphaned, share
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.selectors import get_order, state_counts


def nothing(_numbers):
    """Watches without a word."""


def test_each_process_does_its_part_and_the_results_come_in_order():
    def work(number, ticker):
        ticker.write(number + 1, 10, 0)
        return number, os.getpid()

    seen = []
    results = share(work, hands=3, watch=seen.append)
    assert [number for number, _ in results] == [0, 1, 2]
    assert len({pid for _, pid in results} | {os.getpid()}) == 4
    assert seen[-1] == (6, 30, 0)


def test_what_goes_wrong_in_one_process_is_told_and_stops_the_others():
    def work(number, _ticker):
        if number == 1:
            raise ValueError("the second one stumbled")
        time.sleep(60)

    began = time.monotonic()
    with pytest.raises(CrewFailed, match="the second one stumbled"):
        share(work, hands=2, watch=nothing)
    assert time.monotonic() - began < 30


def test_a_killed_process_is_noticed():
    def work(_number, _ticker):
        os.kill(os.getpid(), 9)

    with pytest.raises(CrewFailed, match="killed"):
        share(work, hands=1, watch=nothing)


def test_a_process_knows_whether_its_parent_is_still_there():
    assert not orphaned(os.getppid())
    assert orphaned(-1)


@pytest.mark.django_db(transaction=True)
def test_a_file_shared_by_two_processes_is_played_once(tmp_path, settings, monkeypatch):
    settings.VAR = tmp_path
    monkeypatch.setattr(runs, "WORTH_A_HAND", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    path = tmp_path / "messages.csv"
    rows = [
        [str(number), f"路灯不亮{number}", "路灯坏了", f"2026-02-{number + 1:02} 10:00:00"]
        for number in range(9)
    ]
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(
            [["编号", "标题", "内容", "时间"], *rows, ["3", "另一件事", "停水了", "2026-02-20"]]
        )
    stage = runs.new_stage(install_city(today=date(2026, 3, 18)))
    out = Console(file=io.StringIO())
    rejected, rejects = runs.play_file(stage, path, out=out)
    assert rejected == 1
    assert "另一件事" in rejects.read_text(encoding="utf-8-sig")
    assert len(stage.numbers) == 9
    assert sum(state_counts(for_user=SYSTEM).values()) == 9
    assert stage.done["archive_order"] > 5
    assert stage.refused == Counter({"receive_appeal: key_reused": 1})
    first = get_order(stage.numbers["0"], for_user=SYSTEM)
    assert first.registered_at == datetime(2026, 2, 1, 10, 0, tzinfo=SHANGHAI)
    assert "/10 " in out.file.getvalue()
    connection.close()
