"""A list of orders: tabs, filters, rows, and what is kept of how somebody likes it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.accounts.selectors import views_of
from jiesu.console.lists.audiences import audience_choices, audiences_of
from jiesu.console.lists.columns import COLUMN_LABELS, Column, cell, columns_of
from jiesu.console.lists.filtering import ListForm
from jiesu.console.lists.presets import Preset, address_of, preset_for
from jiesu.console.staff import page, staff
from jiesu.console.workorders.rows import Row, row_of
from jiesu.core.paging import Page
from jiesu.organisations.actors import Actor
from jiesu.workorders.queues import QueueItem
from jiesu.workorders.selectors import count_orders, list_orders, next_clocks
from jiesu.workorders.wording import Piece, excerpt, marked

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

ROWS = 50
MOST_COUNTED = 1000
TEMPLATE = "console/lists/list.html"


@dataclass(frozen=True)
class Line:
    """One row of a list: what every list shows, the chosen columns, and where the words stand."""

    row: Row
    title: list[Piece]
    excerpt: list[Piece]
    cells: list[tuple[str, str]]


@dataclass(frozen=True)
class ShownTab:
    """One tab; ``view`` is the key of a view that its owner may delete."""

    label: str
    url: str
    is_current: bool
    by: str = ""
    view: int | None = None


@require_safe
@staff
def orders(request: HttpRequest, actor: Actor, *, place: str = "all") -> HttpResponse:
    """One page of a list."""
    preset = preset_for(actor, place)
    form = ListForm(request.GET, preset=preset, actor=actor)
    context = list_context(request, actor, preset=preset, form=form)
    return page(request, actor, TEMPLATE, context=context, status=422 if form.errors else 200)


def list_context(request: HttpRequest, actor: Actor, *, preset: Preset, form: ListForm) -> dict[str, object]:
    """What the page of a list needs."""
    columns = columns_of(actor.user_id, preset.key, usual=preset.columns)
    found: Page[WorkOrder] = Page([], None)
    total = 0
    if not form.errors:
        filters, sorting = form.narrowing(), form.sorting
        found = list_orders(
            filters, for_user=actor, cursor=request.GET.get("after"), size=ROWS, sorting=sorting
        )
        total = count_orders(filters, for_user=actor, sorting=sorting, most=MOST_COUNTED)
    clocks = next_clocks(found.items)
    words = form.cleaned_data.get("words", "")
    items = [QueueItem(order, None, clocks.get(order.pk)) for order in found.items]
    address = address_of(preset.key)
    return {
        "preset": preset,
        "form": form,
        "lines": [_line(item, columns, words) for item in items],
        "headings": [COLUMN_LABELS[column] for column in columns],
        "all_columns": [(column.value, label, column in columns) for column, label in COLUMN_LABELS.items()],
        "chips": list(form.chips()),
        "tabs": _tabs(actor, preset, query=form.query),
        "audiences": audience_choices(actor),
        "address": address,
        "query": form.query,
        "total": _shown(total),
        "next_cursor": found.next_cursor,
        "is_first": not request.GET.get("after"),
        "may_export": actor.may(Permission.EXPORT_ORDERS),
        "words": words,
    }


def _line(item: QueueItem, columns: list[Column], words: str) -> Line:
    order = item.order
    title = marked(order.title, words) if words else [Piece(order.title, is_hit=False)]
    hit = any(piece.is_hit for piece in title)
    found = marked(excerpt(f"{order.content} {order.address}", words), words) if words and not hit else []
    cells = [(column.value, cell(order, column)) for column in columns]
    return Line(row_of(item), title, found, cells)


def _tabs(actor: Actor, preset: Preset, *, query: str) -> list[ShownTab]:
    """The list's own tabs, then the person's views, then what others share."""
    given: list[tuple[str, str, str, int | None]] = [
        (_(tab.label), tab.query, "", None) for tab in preset.tabs
    ]
    address = address_of(preset.key)
    for view in views_of(actor.user_id or 0, place=preset.key, audiences=audiences_of(actor)):
        own = view.owner_id == actor.user_id
        given.append((view.name, view.query, "" if own else view.owner.name, view.pk if own else None))
    return [
        ShownTab(label, f"{address}?{kept}" if kept else address, kept == query, by, view)
        for label, kept, by, view in given
    ]


def _shown(total: int) -> str:
    return f"{MOST_COUNTED:,}+" if total > MOST_COUNTED else f"{total:,}"
