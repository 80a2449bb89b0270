"""``reindex``: orders that are not kept under their words yet, or by older rules, become findable."""

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def reindex() -> int:
    """Index what is to be indexed, before the eyes of whoever started it; returns how many orders."""
    from jiesu.workorders.actions.indexing import reindex_orders

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns) as bar:
        task = bar.add_task("orders", total=None)
        return reindex_orders(
            progress=lambda done, total: bar.update(task, completed=done, total=max(total, done))
        )
