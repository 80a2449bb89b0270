"""How an import is shown: a bar while it runs, its columns and counts at the end."""

from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn
from rich.table import Table as Grid
from rich.text import Text

from jiesu.intake.actions import ImportSummary
from jiesu.intake.imports import Tally
from jiesu.intake.opening import Table
from jiesu.intake.rejects import RejectsFile
from jiesu.intake.targets import TARGET_LABELS, Target

_LONGEST_REASON = 160


class Bar:
    """The progress of an import."""

    def __init__(self, out: Console, name: str) -> None:
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            TaskProgressColumn(),
            TextColumn("{task.fields[rows]}", markup=False),
            TimeElapsedColumn(),
            console=out,
        )
        self._task = self._progress.add_task(name, total=None, rows="")

    def show(self, position: int, size: int, tally: Tally) -> None:
        """Move the bar."""
        rows = f"登记 {tally.accepted:,}  重复 {tally.duplicate:,}  退回 {tally.rejected:,}"
        self._progress.update(self._task, completed=position, total=max(size, 1), rows=rows)

    def __enter__(self) -> Self:
        """Show it."""
        self._progress.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave it as it is."""
        self._progress.stop()


def as_plain(summary: ImportSummary, rejects: Path | None) -> dict[str, object]:
    """The summary for programs."""
    tally = summary.tally
    return {
        "file": summary.table.source.path.name,
        "run": summary.run_id,
        "dry_run": summary.run_id is None,
        "resumed_at": summary.resumed_at,
        "read": tally.read,
        "accepted": tally.accepted,
        "rejected": tally.rejected,
        "duplicate": tally.duplicate,
        "unmatched": tally.unmatched,
        "rejects_file": str(rejects) if rejects else None,
        "columns": summary.table.mapping.as_told(),
        "kept": [name for name, label, _ in summary.table.mapping.explained() if not label],
        "reading": summary.table.reading(),
    }


def say(out: Console, summary: ImportSummary, rejects: RejectsFile) -> None:
    """The summary for people."""
    for line in _about(summary.table):
        out.print(line, markup=False, highlight=False)
    out.print(_columns(summary.table))
    if summary.resumed_at:
        out.print(f"接着上次中断处：前 {summary.resumed_at:,} 行已在上次处理。", highlight=False)
    if summary.run_id is None:
        out.print("试运行：没有登记任何工单。", highlight=False)
    out.print(_counts(summary.tally))
    for number, reason in rejects.first:
        out.print(Text(f"  第 {number} 行：{reason}"[:_LONGEST_REASON]), highlight=False)
    if rejects.count:
        out.print(f"退回的 {rejects.count:,} 行及原因见 {rejects.path}", markup=False, highlight=False)


def _about(table: Table) -> list[str]:
    source, layout = table.source, table.layout
    lines = [f"{source.path.name}：{_kind(table)}"]
    if layout.skipped:
        lines.append(f"表头在第 {layout.header_line} 行，其上 {len(layout.skipped)} 行不是诉求。")
    if source.other_sheets:
        lines.append(f"其他工作表未读：{'、'.join(source.other_sheets)}（用 --sheet 指定）")
    return lines + list(table.mapping.remarks)


def _kind(table: Table) -> str:
    encoding = table.source.encoding
    if encoding is None:
        return f"工作表“{table.source.sheet}”"
    damage = "，有些字节已损坏" if encoding.is_damaged else ""
    return f"编码 {encoding.name}{damage}，分隔符 {table.source.delimiter!r}"


def _columns(table: Table) -> Grid:
    grid = Grid("列", "字段", "依据", title="列的对应", title_justify="left")
    for name, label, basis in table.mapping.explained():
        grid.add_row(Text(name), label or "（随来件保存）", basis)
    return grid


def _counts(tally: Tally) -> Grid:
    grid = Grid(show_header=False)
    grid.add_column()
    grid.add_column(justify="right")
    for label, count in (
        ("读入", tally.read),
        ("登记", tally.accepted),
        ("重复（以前登记过）", tally.duplicate),
        ("退回", tally.rejected),
    ):
        grid.add_row(label, f"{count:,}")
    for target, count in sorted(tally.unmatched.items()):
        grid.add_row(f"“{TARGET_LABELS[Target(target)]}”目录里没有，留空待定", f"{count:,}")
    return grid
