"""The landing page: what this is, or what waits for me."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import CONFIGURATION
from jiesu.accounts.selectors import roles_in_force
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import actor_for, units_by_id
from jiesu.workorders import selectors
from jiesu.workorders.lamps import Lamp, lamp_of
from jiesu.workorders.states import SHARE_LABELS, SHARE_STATE_LABELS, STATE_LABELS

if TYPE_CHECKING:
    from jiesu.workorders.models import Assignment

ROWS = 20


@dataclass(frozen=True)
class WorkLine:
    """One row of the work list."""

    number: str
    title: str
    unit: str
    share_label: str
    state_label: str
    due_at: datetime | None
    lamp: Lamp | None


@never_cache
@require_safe
def landing(request: HttpRequest) -> HttpResponse:
    """For anybody the doors; for staff what waits."""
    if not request.user.is_authenticated:
        return render(request, "console/landing.html")
    return _home(request, actor_for(request.user))


def _home(request: HttpRequest, actor: Actor) -> HttpResponse:
    counts = selectors.state_counts(for_user=actor)
    page = selectors.work_list(for_user=actor, size=ROWS)
    names = roles_in_force()
    context = {
        "actor": actor,
        "units": sorted(units_by_id(actor.unit_ids).values(), key=lambda unit: unit.path),
        "roles": [names[code].name for code in sorted(actor.roles) if code in names],
        "work": _lines(page.items, clock.now()),
        "more": page.next_cursor is not None,
        "counts": [(label, counts[state]) for state, label in STATE_LABELS.items() if state in counts],
        "total": sum(counts.values()),
        "may_configure": bool(actor.permissions & CONFIGURATION),
    }
    return render(request, "console/home.html", context)


def _lines(shares: Sequence["Assignment"], at: datetime) -> list[WorkLine]:
    return [
        WorkLine(
            number=share.order.number,
            title=share.order.title,
            unit=str(share.unit),
            share_label=SHARE_LABELS[share.share],
            state_label=SHARE_STATE_LABELS[share.share_state],
            due_at=share.due_at,
            lamp=lamp_of(at=at, due=share.due_at, warn=None) if share.due_at else None,
        )
        for share in shares
    ]
