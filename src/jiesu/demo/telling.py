"""How a run is shown to the newcomer: a bar while it goes on, tables at the end, an invitation."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from types import TracebackType
from typing import Any, Self

from rich.console import Console
from rich.panel import Panel
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from jiesu.accounts.roles import ROLE_LABELS, Role
from jiesu.core.clock import SHANGHAI
from jiesu.demo.staff import StaffRow
from jiesu.demo.stage import Stage
from jiesu.demo.units import unit_of
from jiesu.workorders.lamps import LAMP_LABELS, Lamp
from jiesu.workorders.states import STATE_LABELS, OrderState

_EVERY = 25


class Bar:
    """The progress of a run: stories over, the simulated day, what was done so far.

    Where no bar can be drawn, it is a line for each tenth. Nothing is drawn in between by a thread of its
    own, as the run may be shared by processes that are forked from this one.
    """

    def __init__(self, out: Console, *, total: int) -> None:
        self._out = out
        self._total = total
        self._steps = self._tenths = 0
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[day]}  工单 {task.fields[orders]:,}  操作 {task.fields[done]:,}"),
            TimeElapsedColumn(),
            console=out,
            auto_refresh=False,
        )
        self._task = self._progress.add_task("受理与办理", total=total, day="", orders=0, done=0)

    def step(self, moment: datetime, over: int, stage: Stage) -> None:
        """A step was taken."""
        self._steps += 1
        if self._steps % _EVERY == 0:
            day = f"{moment.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
            self._show(over, orders=len(stage.numbers), done=stage.done.total(), day=day)

    def sums(self, numbers: tuple[int, ...]) -> None:
        """Several processes have come so far together: stories over, orders, actions."""
        over, orders, done = numbers
        self._show(over, orders=orders, done=done, day="")

    def _show(self, over: int, *, orders: int, done: int, day: str) -> None:
        self._progress.update(self._task, completed=over, day=day, orders=orders, done=done)
        if self._out.is_terminal:
            self._progress.refresh()
            return
        tenths = over * 10 // max(self._total, 1)
        if tenths > self._tenths:
            self._tenths = tenths
            self._out.print(f"受理与办理 {over:,}/{self._total:,}  操作 {done:,}")

    def __enter__(self) -> Self:
        """Show it."""
        if self._out.is_terminal:
            self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave it complete, unless the run broke off."""
        if kind is None:
            self._progress.update(self._task, completed=self._total, day="")
        if self._out.is_terminal:
            self._progress.refresh()
            self._progress.stop()


def show(out: Console, summary: Mapping[str, Any]) -> None:
    """The summary, from what is kept in its file."""
    for example in summary["examples"]:
        out.print(_example(example))
    out.print(_states(summary["states"]))
    out.print(_clocks(summary["clocks"]))
    for line in _figures(summary):
        out.print(line, highlight=False, markup=False, soft_wrap=True)


def invite(out: Console, people: Iterable[StaffRow], *, password: str, address: str | None) -> None:
    """The address, and one account for each role."""
    table = _table("每个岗位一个账号 · one account for each role", "岗位", "姓名", "单位", "用户名 user name")
    for person in people:
        role, unit = ROLE_LABELS[Role(person.role)], unit_of(person.unit).short
        table.add_row(role, person.name, unit, Text(person.username, style="bold", no_wrap=True))
    out.print(table)
    out.print(Text.assemble("密码（全部相同）· the same password for all: ", (password, "bold")))
    if address:
        out.print(Text.assemble("地址 · address: ", (address, "bold underline"), "   Ctrl-C 结束 · to end"))


def _table(title: str, *columns: str) -> Table:
    return Table(*columns, title=title, title_justify="left", title_style="bold")


def _example(example: Mapping[str, Any]) -> Panel:
    title = Text(f"{example['why']} · {example['number']} {example['title']}")
    return Panel(Text("\n".join(example["lines"])), title=title, title_align="left")


def _states(states: Mapping[str, int]) -> Table:
    table = _table("工单状态 · orders by state", "状态", "state", "工单数 orders")
    for state in OrderState:
        if state in states:
            table.add_row(STATE_LABELS[state], state.value, f"{states[state]:,}")
    table.add_row("合计", "total", f"{sum(states.values()):,}", style="bold")
    return table


def _clocks(clocks: Iterable[Mapping[str, Any]]) -> Table:
    heads = ("环节", "已完成 ended", "按时 in time", "按时率 rate", "中位数 hours")
    table = _table("各环节时限与用时中位数（小时）· clocks, median hours", *heads)
    for row in clocks:
        counts = (f"{row['ended']:,}", f"{row['met']:,}", rate_text(row["met"], row["ended"]))
        table.add_row(row["label"].removesuffix("时限"), *counts, f"{row['median_hours']:.1f}")
    return table


def _figures(summary: Mapping[str, Any]) -> Iterator[str]:
    on_time, pace = summary["on_time"], summary["throughput"]
    met, due = on_time["met"], on_time["due"]
    yield f"按时办结率 · on time: {rate_text(met, due)}（按时 {met:,} / 应办结 {due:,}）"
    lamps = summary["open_by_lamp"]
    shown = "  ".join(
        f"{LAMP_LABELS[Lamp(lamp)]} {lamp} {lamps[lamp]}" for lamp in LAMP_LABELS if lamp in lamps
    )
    yield f"在办工单的办理时限 · open orders: {shown or '—'}"
    yield (
        f"{summary['orders']:,} 件工单 orders、{summary['actions']:,} 次操作 actions，"
        f"{pace['seconds']:.0f} 秒，"
        f"每秒 {pace['orders_per_second']:.1f} 件、{pace['actions_per_second']:.0f} 次"
    )
    if summary["source"] != "demo":
        taken, turned_away = summary["orders"], summary["rejected_rows"]
        yield f"{summary['source']}：登记 registered {taken:,}，退回 rejected {turned_away:,}"
    if summary["begun_before"]:
        yield f"其中 {summary['begun_before']:,} 件是以前登记的 · registered before"
    if summary["rejects_file"]:
        yield f"退回的行及原因 · rejected rows with reasons: {summary['rejects_file']}"


def rate_text(met: int, due: int) -> str:
    """A rate to two decimals, a dash when nothing was due."""
    return f"{met / due:.2%}" if due else "—"
