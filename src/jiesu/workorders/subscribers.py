"""What the work orders do when something happens below them."""

from jiesu.core.events import subscribe
from jiesu.organisations import selectors as organisations
from jiesu.organisations.events import UnitMoved
from jiesu.workorders.models import Assignment


@subscribe(UnitMoved)
def follow_the_tree(event: UnitMoved) -> None:
    """Shares repeat the place of their unit in the tree: bring them up to where the units stand now.

    What the event says about paths is not used, as a later move may have been delivered first.
    """
    moved = organisations.unit_by_id(event.unit_id)
    for unit_id, path in organisations.units_below(moved).values_list("pk", "path"):
        Assignment.objects.filter(unit_id=unit_id).exclude(unit_path=path).update(unit_path=path)
