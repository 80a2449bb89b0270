"""One's own inbox: what has arrived, and how one wants to be told."""

import json
from typing import Any

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.console.oversight.supervision_forms import PlainForm
from jiesu.console.settings.gate import carry_out, done
from jiesu.console.staff import page, staff
from jiesu.core.errors import InvalidInput
from jiesu.core.paging import page_of
from jiesu.messaging import actions, selectors
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.selectors import Contacts, push_key
from jiesu.organisations.actors import Actor

_CHOSEN = (MessageChannel.SMS, MessageChannel.EMAIL, MessageChannel.PUSH)


class ContactForm(PlainForm):
    """On which channels somebody wants to be told besides the inbox."""

    sms = forms.BooleanField(label=gettext_lazy("短信（账号里的手机号）"), required=False)
    email = forms.BooleanField(label=gettext_lazy("邮件（账号里的邮箱）"), required=False)
    push = forms.BooleanField(label=gettext_lazy("浏览器推送（在本页打开过通知的浏览器）"), required=False)
    wechat = forms.CharField(
        label=gettext_lazy("微信 openid"),
        required=False,
        max_length=64,
        help_text=gettext_lazy("关注本市热线公众号后由管理员告知；不填则不发微信。"),
    )


@require_safe
@staff
def inbox(request: HttpRequest, actor: Actor) -> HttpResponse:
    """What has arrived, the newest first."""
    return _shown(request, actor, _form(actor))


@require_safe
@staff
def bell(request: HttpRequest, actor: Actor) -> HttpResponse:
    """How many are unread, and the newest of them: the part of the frame that keeps itself up to date."""
    user_id = actor.user_id or 0
    context = {"unread": selectors.unread_of(user_id), "newest": selectors.newest_unread(user_id)}
    return render(request, "console/oversight/messages/bell.html", context)


@require_POST
@staff
def read(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Mark one message as read, or all; and go where the message leads."""
    key = request.POST.get("message", "")
    actions.mark_read(actor.user_id or 0, message_id=int(key) if key.isdecimal() else None)
    link = request.POST.get("to", "")
    safe = url_has_allowed_host_and_scheme(link, allowed_hosts=None) and link.startswith("/")
    return redirect(link if safe else "inbox")


@require_POST
@staff
def contact(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Say how one wants to be told."""
    form = ContactForm(request.POST)

    def act() -> None:
        given: dict[str, Any] = form.cleaned_data
        for channel in _CHOSEN:
            actions.set_contact(channel, agrees=given[channel.value], user_id=actor.user_id)
        openid = given["wechat"].strip()
        actions.set_contact(MessageChannel.WECHAT, agrees=bool(openid), user_id=actor.user_id, address=openid)

    status = carry_out(form, act)
    return (
        _shown(request, actor, form, status=status)
        if status
        else done(request, _("接收方式已保存。"), to="inbox")
    )


@require_POST
@staff
def subscribe(request: HttpRequest, actor: Actor) -> HttpResponse:
    """This browser shows one's messages from now on; the body is what the Push API gave."""
    try:
        told = json.loads(request.body)
        keys = told["keys"]
        endpoint, p256dh, auth = str(told["endpoint"]), str(keys["p256dh"]), str(keys["auth"])
    except (ValueError, KeyError, TypeError) as error:
        raise InvalidInput(
            reason_zh="浏览器给出的订阅不能识别。", reason_en="The subscription cannot be read."
        ) from error
    actions.subscribe_browser(actor.user_id or 0, endpoint=endpoint, p256dh=p256dh, auth=auth)
    return HttpResponse(status=204)


def _shown(request: HttpRequest, actor: Actor, form: ContactForm, *, status: int = 200) -> HttpResponse:
    user_id = actor.user_id or 0
    found = page_of(selectors.inbox_of(user_id), by="created_at", cursor=request.GET.get("after"))
    context: dict[str, object] = {
        "rows": found.items,
        "next_cursor": found.next_cursor,
        "unread": selectors.unread_of(user_id),
        "form": form,
        "push_key": push_key() if settings.JIESU_PUSH_KEY else "",
    }
    return page(request, actor, "console/oversight/messages/inbox.html", context=context, status=status)


def _form(actor: Actor) -> ContactForm:
    said = selectors.contacts_of(user_ids=[actor.user_id or 0]).get(actor.user_id, Contacts({}, frozenset()))
    initial: dict[str, Any] = {channel.value: channel not in said.refused for channel in _CHOSEN}
    return ContactForm(initial={**initial, "wechat": said.agreed.get(MessageChannel.WECHAT, "")})
