"""The link of a callback: sent in a message, its address signed, read again when somebody opens it."""

from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing

from jiesu.messaging.actions import send_letters
from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.letters import Letter
from jiesu.messaging.selectors import rendered, template_in_force
from jiesu.messaging.templates import Wording, wechat_pairs
from jiesu.oversight.callback_letters import LINK_TEMPLATE
from jiesu.oversight.callback_states import CallbackWay
from jiesu.oversight.models import CallbackConsent, CallbackLink, CallbackTask

_SALT = "jiesu.oversight.callback"
_SHOWN = 30


def send_link(task: CallbackTask, *, way: CallbackWay, days: int, at: datetime) -> CallbackLink:
    """Write a link and the message that carries it."""
    link = CallbackLink.objects.create(
        task=task, way=way.value, sent_at=at, expires_at=at + timedelta(days=days)
    )
    send_letters([_letter(task, link, days=days)], at=at)
    return link


def address_of(link: CallbackLink) -> str:
    """Where the citizen answers: signed, so that no other can be guessed from it."""
    return f"{settings.JIESU_SITE.rstrip('/')}/visit/{token_of(link)}/"


def token_of(link: CallbackLink) -> str:
    """What names a link in an address."""
    return signing.Signer(salt=_SALT, sep=".").sign(str(link.pk))


def key_in(token: str) -> int | None:
    """Which link a token names; None when it was not made here."""
    try:
        return int(signing.Signer(salt=_SALT, sep=".").unsign(token))
    except (signing.BadSignature, ValueError):
        return None


def _letter(task: CallbackTask, link: CallbackLink, *, days: int) -> Letter:
    template = template_in_force(LINK_TEMPLATE)
    citizen = task.order.citizen
    title = task.order.title
    values = {
        "城市": settings.JIESU_CITY,
        "标题": title if len(title) <= _SHOWN else f"{title[:_SHOWN]}…",
        "链接": address_of(link),
        "天数": str(days),
    }
    words = rendered(template, values)
    by_wechat = link.way == CallbackWay.WECHAT and bool(words.wechat_template)
    return Letter(
        channel=MessageChannel.WECHAT if by_wechat else MessageChannel.SMS,
        address=_openid(task) if by_wechat else (citizen.phone if citizen else ""),
        recipient=citizen.masked_name if citizen else "",
        title=words.title,
        text=words.short or words.text,
        data=_filled(words) if by_wechat else {},
        purpose=LINK_TEMPLATE,
        version=template.version,
        subject=task.order.number,
        link=values["链接"] if by_wechat else "",
        key=f"callback-link-{link.pk}",
        is_secret=True,
        expires_at=link.expires_at,
    )


def _filled(words: Wording) -> dict[str, object]:
    return {"template": words.wechat_template, "data": wechat_pairs(words.wechat_fields)}


def _openid(task: CallbackTask) -> str:
    return CallbackConsent.objects.get(citizen=task.order.citizen_id or 0).openid
