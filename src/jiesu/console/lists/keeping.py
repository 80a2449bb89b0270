"""How somebody likes a list: its columns, and views of it under a name."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jiesu.accounts.actions import preferences
from jiesu.console.lists.audiences import checked_audience
from jiesu.console.lists.columns import MOST_COLUMNS, Column, key_of
from jiesu.console.lists.filtering import ListForm
from jiesu.console.lists.presets import address_of, preset_for
from jiesu.console.staff import spoken, staff
from jiesu.core.errors import InvalidInput
from jiesu.organisations.actors import Actor


@require_POST
@staff
def choose_columns(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep which columns a list shows to this person."""
    preset = preset_for(actor, request.POST.get("place", ""))
    chosen = [column.value for column in Column if column.value in request.POST.getlist("column")]
    if len(chosen) > MOST_COLUMNS:
        messages.error(request, _("最多显示 %(n)s 列，已保留前 %(n)s 列。") % {"n": MOST_COLUMNS})
    preferences.prefer(actor.user_id or 0, key_of(preset.key), chosen[:MOST_COLUMNS])
    return _back(request, actor)


@require_POST
@staff
def save_view(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Keep the list as it is, under a name."""
    preset = preset_for(actor, request.POST.get("place", ""))
    try:
        preferences.save_view(
            actor.user_id or 0,
            place=preset.key,
            name=request.POST.get("name", ""),
            query=_query(request, actor),
            audience=checked_audience(request.POST.get("audience", ""), actor=actor),
        )
    except InvalidInput as refusal:
        messages.error(request, spoken(refusal))
    return _back(request, actor)


@require_POST
@staff
def delete_view(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Forget one of one's own views."""
    preferences.delete_view(key, owner_id=actor.user_id or 0)
    messages.success(request, _("视图已删除。"))
    return _back(request, actor)


def _query(request: HttpRequest, actor: Actor) -> str:
    """What the list was narrowed by, of which only what is ours is kept."""
    preset = preset_for(actor, request.POST.get("place", ""))
    return ListForm(QueryDict(request.POST.get("query", "")), preset=preset, actor=actor).query


def _back(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list as it was narrowed; only ever one of our own addresses."""
    preset, query = preset_for(actor, request.POST.get("place", "")), _query(request, actor)
    address = address_of(preset.key)
    return redirect(f"{address}?{query}" if query else address)
