"""What the bulk check found: by kind, with the article and how to mend it one click away."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import KNOWLEDGE, Permission, require
from jiesu.console.knowledge.sheets import workbook
from jiesu.console.staff import page, staff
from jiesu.core.paging import page_of
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.states import FINDING_LABELS, FindingKind
from jiesu.organisations.actors import Actor

HEADER = ("编号", "标准问题", "维护单位", "问题", "说明", "首次发现")


@require_safe
@staff
def found(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The findings within reach, the oldest first, narrowed by kind."""
    _check(actor)
    kind = _kind(request)
    rows = page_of(
        selectors.findings(for_user=actor, kind=kind),
        by="found_at",
        cursor=request.GET.get("after"),
        descending=False,
    )
    counts = selectors.finding_counts(for_user=actor)
    context: dict[str, object] = {
        "rows": rows.items,
        "next_cursor": rows.next_cursor,
        "kind": kind,
        "counts": [(each.value, FINDING_LABELS[each], count) for each, count in counts],
        "total": sum(count for _kind, count in counts),
    }
    return page(request, actor, "console/knowledge/checks.html", context=context)


@require_POST
@staff
def now(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Look over everything now, in the background."""
    begun = actions.ask_for_check(by=actor)
    messages.success(
        request, _("已开始检查，稍后刷新看结果。") if begun else _("检查正在进行，稍后刷新看结果。")
    )
    return redirect("knowledge-checks")


@require_safe
@staff
def table(request: HttpRequest, actor: Actor) -> HttpResponseBase:
    """The same as a workbook."""
    _check(actor)
    rows = selectors.findings(for_user=actor, kind=_kind(request)).order_by("found_at", "pk")
    return workbook("知识检查", HEADER, selectors.finding_lines(rows))


def _kind(request: HttpRequest) -> str:
    given = request.GET.get("kind", "")
    return given if given in list(FindingKind) else ""


def _check(actor: Actor) -> None:
    if not actor.permissions & KNOWLEDGE:
        require(actor, Permission.EDIT_ARTICLE)
