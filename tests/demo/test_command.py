"""``jiesu demo`` from the first line to the invitation, on its own appeals and on a newcomer's file."""

import csv
import io
import json
from collections import Counter
from datetime import datetime, timedelta

import pytest
from rich.console import Console

from jiesu.accounts.selectors import user_by_username
from jiesu.core import clock
from jiesu.demo import command, runs
from jiesu.demo.command import introduced, run_demo
from jiesu.intake.errors import UnreadableFile
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.selectors import OrderFilter, list_orders, state_counts, timeline_of

NOW = datetime(2026, 3, 18, 15, 30, tzinfo=clock.SHANGHAI)
HEAD = ["留言编号", "留言主题", "留言详情", "留言时间", "答复意见", "答复时间"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory, city):
    """A directory for the run's files, in a city that is installed."""
    from django.conf import settings

    with pytest.MonkeyPatch.context() as patch, clock.held_at(NOW):
        patch.setattr(settings, "VAR", tmp_path_factory.mktemp("var"))
        patch.setattr(runs, "APPEALS", 40)
        yield settings.VAR


@pytest.fixture(scope="module")
def first(folder):
    """What the first run says."""
    return said(address="http://localhost:8000/")


def said(**given):
    out = Console(file=io.StringIO(), width=160, no_color=True)
    run_demo(out=out, **given)
    return out.file.getvalue()


def summary(folder):
    return json.loads((folder / "demo" / "summary.json").read_text(encoding="utf-8"))


def messages(folder, rows, *, name="messages.csv", encoding="gb18030"):
    path = folder / name
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file).writerows([HEAD, *rows])
    return path


def test_the_summary_goes_to_the_newcomer_and_to_a_file(first, folder):
    found = summary(folder)
    assert found["orders"] == 40
    assert sum(found["states"].values()) == 40
    assert found["on_time"]["rate"] == found["on_time"]["met"] / found["on_time"]["due"]
    assert found["rejected_rows"] == 0
    assert found["throughput"]["orders_per_second"] > 0
    assert len(found["examples"]) == 5
    for words in ("按时办结率", "工单状态", "用时中位数", found["examples"][0]["number"]):
        assert words in first


def test_the_address_and_one_account_for_each_role_are_shown(first, folder):
    password = (folder / "demo" / "password").read_text()
    assert "http://localhost:8000/" in first
    assert password in first
    assert (folder / "demo" / "password").stat().st_mode & 0o077 == 0
    roles = {person.role for person in introduced()}
    assert len(roles) == 17
    for person in introduced():
        assert person.username in first
        assert user_by_username(person.username).check_password(password)


def test_a_second_run_plays_nothing_and_says_the_same(first, folder, monkeypatch):
    monkeypatch.setattr(runs, "play", lambda *_args, **_given: pytest.fail("it played again"))
    before = state_counts(for_user=SYSTEM)
    again = said(address="http://localhost:8000/")
    assert state_counts(for_user=SYSTEM) == before
    assert "按时办结率" in again


def test_a_file_runs_through_the_same_job_with_its_real_replies(first, folder):
    rows = [
        [
            "1",
            "路灯不亮",
            "门口的路灯坏了半个月",
            "2026-02-02 10:00:00",
            "已修复，感谢监督。",
            "2026-02-05 16:00:00",
        ],
        ["2", "咨询社保", "怎么转移社保关系", "2026-02-03 09:00:00", "", ""],
        ["3", "", "", "2026-02-03 09:00:00", "", ""],
        ["4", "未来", "明天的事情", "2027-02-03 09:00:00", "", ""],
        ["5", "工地扰民", "半夜还在施工", "", "", ""],
    ]
    told = said(file=messages(folder, rows))
    found = summary(folder)
    assert found["orders"] == 3
    assert found["rejected_rows"] == 2
    rejects = (folder / "imports" / "messages.rejects.csv").read_text(encoding="utf-8-sig")
    assert "messages.rejects.csv" in told
    assert [row[0] for row in csv.reader(io.StringIO(rejects))] == ["行号", "4", "5"]
    lamp = order_titled("路灯不亮")
    assert lamp.public_answer == "已修复，感谢监督。"
    review = timeline_of(lamp, for_user=SYSTEM).filter(verb="review").first()
    answered = datetime(2026, 2, 5, 16, 0, tzinfo=clock.SHANGHAI)
    assert abs(review.at - answered) < timedelta(days=1)
    assert lamp.registered_at == datetime(2026, 2, 2, 10, 0, tzinfo=clock.SHANGHAI)
    assert lamp.topic_code == "020301"


def test_the_same_file_again_registers_nothing(folder):
    rows = [["7", "井盖破损", "井盖破了一个洞", "2026-03-02 10:00:00", "", ""]]
    path = messages(folder, rows, name="again.csv", encoding="utf-8")
    said(file=path)
    before = state_counts(for_user=SYSTEM)
    (folder / "demo" / f"{command.digest_of(path)[:16]}.json").unlink()
    said(file=path)
    assert sum(state_counts(for_user=SYSTEM).values()) == sum(before.values())


def test_a_key_that_says_something_else_now_is_turned_away(folder):
    said(
        file=messages(
            folder, [["9", "停水", "我们这里停水了", "2026-03-02 10:00:00", "", ""]], name="one.csv"
        )
    )
    other = [["9", "停电", "我们这里停电了", "2026-03-02 10:00:00", "", ""]]
    said(file=messages(folder, other, name="other.csv"))
    assert summary(folder)["rejected_rows"] == 1
    assert "9" in (folder / "imports" / "other.rejects.csv").read_text(encoding="utf-8-sig")


def test_a_row_that_stands_in_the_file_twice_is_played_once(folder):
    row = ["21", "公交太少", "等了一个小时没有车", "2026-03-02 10:00:00", "", ""]
    said(file=messages(folder, [row, row], name="twice.csv"))
    found = summary(folder)
    assert (found["orders"], found["rejected_rows"], found["refused"]) == (1, 0, {})


def test_a_file_that_cannot_be_read_is_said_before_anything_is_done(folder):
    path = folder / "picture.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    with pytest.raises(UnreadableFile):
        said(file=path)


def test_an_interrupted_run_keeps_the_present_of_its_beginning(folder, first):
    note = json.loads((folder / "demo" / "demo.began.json").read_text())
    assert datetime.fromisoformat(note["until"]) == NOW


def order_titled(title):
    found = Counter()
    for order in list_orders(OrderFilter(), for_user=SYSTEM, size=200).items:
        found[order.title] += 1
        if order.title == title:
            return type(order).objects.get(pk=order.pk)
    raise AssertionError(f"{title} is not among {found}")
