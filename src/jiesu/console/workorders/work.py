"""My work: what waits for me, the clock that is over first at the top."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiesu.console.frame import Frame
from jiesu.console.staff import page, staff
from jiesu.console.workorders.rows import row_of
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.workorders import queues
from jiesu.workorders.queues import QUEUE_LABELS, Queue, QueuePage

ROWS = 50


@require_safe
@staff
def work(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The queue asked for, or the first of the person's queues in which something waits."""
    queue = chosen(request) or _first_with_work(Frame(actor, request))
    found = (
        queues.items_of(queue, for_user=actor, cursor=request.GET.get("after"), size=ROWS)
        if queue
        else QueuePage([], None)
    )
    context: dict[str, object] = {
        "queue": queue.value if queue else "",
        "label": QUEUE_LABELS[queue] if queue else "",
        "rows": [row_of(item) for item in found.items],
        "next_cursor": found.next_cursor,
        "is_first": not request.GET.get("after"),
    }
    return page(request, actor, "console/workorders/work.html", context=context)


@require_safe
@staff
def following(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The next order of a queue; its list when nothing else waits."""
    queue = chosen(request)
    if queue is None:
        return redirect("work")
    number = queues.next_in(queue, for_user=actor, after=request.GET.get("after", ""))
    if number is None:
        return redirect(f"{reverse('work')}?queue={queue.value}")
    return redirect(f"{reverse('order', args=[number])}?queue={queue.value}")


@require_safe
@staff
def jobs(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The navigation's counts, read anew."""
    return page(request, actor, "console/jobs.html", context={"queue": request.GET.get("queue", "")})


@require_safe
@staff
def me(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The person's units and roles, for the menu."""
    return page(request, actor, "console/me.html", context={})


def chosen(request: HttpRequest) -> Queue | None:
    """The queue that the address names.

    Raises:
        NotFound: there is no such queue.
    """
    name = request.GET.get("queue", "")
    if name and name not in list(Queue):
        raise NotFound(what=_("队列"))
    return Queue(name) if name else None


def _first_with_work(frame: Frame) -> Queue | None:
    counted = frame.counts
    return next((queue for queue, (total, _late) in counted.items() if total), next(iter(counted), None))
