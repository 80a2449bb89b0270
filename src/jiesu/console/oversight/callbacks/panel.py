"""The callbacks of an order on its page: each round, what was tried, the first and the final result apart."""

from typing import TYPE_CHECKING

from jiesu.console.oversight.callbacks.desk import LOOKERS
from jiesu.console.oversight.on_order import Panel, panel
from jiesu.organisations.actors import Actor
from jiesu.oversight.callback_states import OPEN_CALLBACKS, CallbackKind, CallbackState
from jiesu.oversight.selectors.callbacks import callbacks_on

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder


@panel(60)
def callback_panel(order: "WorkOrder", actor: Actor) -> Panel | None:
    """What was tried and said; nobody who is to call again is shown what was heard first."""
    tasks = callbacks_on(order)
    again = [task for task in tasks if task.kind == CallbackKind.RECHECK]
    blind = any(CallbackState(task.state) in OPEN_CALLBACKS for task in again)
    calls = [task for task in tasks if task.kind == CallbackKind.CALLBACK]
    if not calls:
        return None
    heard = [task.answer for task in calls if hasattr(task, "answer")]
    return Panel(
        "console/oversight/callbacks/panel.html",
        {
            "tasks": tasks if actor.is_centre else calls,
            "first": heard[0] if heard and not blind else None,
            "final": heard[-1] if len(heard) > 1 and not blind else None,
            "blind": blind,
            "may_open": any(actor.may(permission) for permission in LOOKERS),
        },
    )
