"""Messages that went out: who was told what and when, what failed, and sending it again."""

from datetime import date
from typing import TYPE_CHECKING

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.lists import MOST_EXPORTED, sheet
from jiesu.console.settings.gate import allowed, done
from jiesu.console.staff import page
from jiesu.core.paging import page_of
from jiesu.messaging import actions, selectors
from jiesu.messaging.channels import (
    MESSAGE_CHANNEL_LABELS,
    MESSAGE_STATE_LABELS,
    MessageChannel,
    MessageState,
)
from jiesu.messaging.selectors import MessageFilter
from jiesu.organisations.actors import Actor

if TYPE_CHECKING:
    from jiesu.messaging.models import Message

may = allowed(Permission.VIEW_MESSAGES)

HEADER = (
    "写下时间",
    "渠道",
    "收件人",
    "地址",
    "事由编号",
    "标题",
    "内容",
    "紧急程度",
    "状态",
    "应发时间",
    "交网关时间",
    "送达时间",
    "已读时间",
    "发送次数",
    "原因",
)
"""Headings of the file."""


@require_safe
@may
def messages_out(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The list, narrowed as the address says."""
    asked = _asked(request)
    found = page_of(
        selectors.messages_out(asked, for_user=actor), by="created_at", cursor=request.GET.get("after")
    )
    counts = selectors.unfinished_counts(for_user=actor)
    names = {code: template.name for code, template in selectors.templates_in_force().items()}
    context: dict[str, object] = {
        "rows": [
            (row, selectors.masked_address(row), names.get(row.purpose, row.purpose)) for row in found.items
        ],
        "next_cursor": found.next_cursor,
        "asked": asked,
        "states": [(state.value, _(label)) for state, label in MESSAGE_STATE_LABELS.items()],
        "channels": [(channel.value, _(label)) for channel, label in MESSAGE_CHANNEL_LABELS.items()],
        "purposes": list(names.items()),
        "counts": [(state, _(MESSAGE_STATE_LABELS[MessageState(state)]), n) for state, n in counts.items()],
        "stand_ins": [_(MESSAGE_CHANNEL_LABELS[channel]) for channel in selectors.stand_in_channels()],
        "query": _query(request),
    }
    return page(request, actor, "console/oversight/messages/out.html", context=context)


@require_safe
@may
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """The list as xlsx; addresses stay masked."""
    rows = selectors.messages_out(_asked(request), for_user=actor).order_by("-created_at", "-pk")
    return sheet(
        _("发出消息"),
        [_(each) for each in HEADER],
        (_cells(row) for row in rows[:MOST_EXPORTED].iterator(chunk_size=1000)),
        by=actor,
        asked=_query(request),
    )


@require_POST
@may
def resend(request: HttpRequest, actor: Actor, *, key: int) -> HttpResponse:
    """Send one message again that failed or came too late."""
    selectors.message_out(key, for_user=actor)
    actions.resend_message(key, by=actor)
    return done(request, _("已重新排队发送。"), to="messages-out")


def _cells(row: "Message") -> tuple[object, ...]:
    return (
        row.created_at,
        row.get_channel_display(),
        row.recipient,
        selectors.masked_address(row),
        row.subject,
        row.title,
        row.text,
        row.get_urgency_display(),
        row.get_state_display(),
        row.wanted_at,
        row.handed_over_at,
        row.delivered_at,
        row.read_at,
        row.attempts,
        row.error,
    )


def _asked(request: HttpRequest) -> MessageFilter:
    given = {name: request.GET.get(name, "").strip() for name in ("state", "channel", "purpose", "subject")}
    known: dict[str, set[str]] = {"state": {*MessageState}, "channel": {*MessageChannel}}
    given |= {name: "" for name, values in known.items() if given[name] not in values}
    given = {name: value if value.isprintable() else "" for name, value in given.items()}
    return MessageFilter(**given, first=_day(request, "first"), last=_day(request, "last"))


def _day(request: HttpRequest, name: str) -> date | None:
    try:
        return date.fromisoformat(request.GET.get(name, ""))
    except ValueError:
        return None


def _query(request: HttpRequest) -> str:
    kept = request.GET.copy()
    kept.pop("after", None)
    return kept.urlencode()
