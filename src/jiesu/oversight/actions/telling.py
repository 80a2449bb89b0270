"""Turning events into messages, by the rules of notices; the same event twice is one message each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import NoReverseMatch, reverse

from jiesu.core import clock
from jiesu.messaging import selectors as messaging
from jiesu.messaging.actions import send_letters
from jiesu.messaging.channels import MessageChannel, MessageUrgency, more_pressing
from jiesu.messaging.letters import Letter
from jiesu.messaging.selectors import Template, rendered, template_in_force
from jiesu.messaging.templates import Wording, filled, wechat_pairs
from jiesu.oversight.noticing import NoticeRule, Recipient, is_stale, key_of, narrowing_of
from jiesu.oversight.selectors.noticing import rules_in_force
from jiesu.oversight.selectors.recipients import Happening, staff_for
from jiesu.oversight.selectors.values import values_of
from jiesu.workorders import selectors as orders

if TYPE_CHECKING:
    from jiesu.accounts.models import User
    from jiesu.core.events import Event
    from jiesu.messaging.models import Message
    from jiesu.workorders.models import WorkOrder

USEFUL_FOR = timedelta(days=7)
"""A message about an order that could not be sent for so long is of no use any more."""


def tell(event: "Event", *, at: datetime | None = None) -> "list[Message]":
    """Write the messages that the rules ask for about an event.

    Whoever is told by several rules on one channel gets one message, that of the first rule. Somebody who has
    no address on a channel, or has refused it, is not told there.
    """
    at = at or clock.now()
    if is_stale(event.occurred_at, at=at):
        return []
    happening = Happening(event)
    rules = _rules_for(event, happening)
    if not rules:
        return []
    happening.order = happening.order or _order_of(event)
    letters: dict[str, Letter] = {}
    for rule in rules:
        for letter in _letters(rule, happening, event):
            letters.setdefault(letter.key, letter)
    return send_letters(list(letters.values()), at=at)


def _rules_for(event: "Event", happening: Happening) -> list[NoticeRule]:
    """The rules of this event; whether a note is the citizen's is looked up only where a rule asks for it."""
    of_event = [rule for rule in rules_in_force().values() if rule.is_active and rule.event == event.name]
    narrowing = narrowing_of(event)
    if narrowing == "annotate" and any("annotate.citizen" in rule.only for rule in of_event):
        happening.order = _order_of(event)
        narrowing = "annotate.citizen" if happening.is_of_citizen else narrowing
    return [rule for rule in of_event if rule.holds_for(event.name, narrowing)]


def _order_of(event: object) -> "WorkOrder | None":
    key = getattr(event, "order_id", None)
    rows = orders.every_order().select_related("lead_unit", "citizen")
    return rows.filter(pk=key).first() if key else None


def _letters(rule: NoticeRule, happening: Happening, event: "Event") -> Iterable[Letter]:
    template = template_in_force(rule.template)
    words = _Words(template, rendered(template, values_of(happening, group=template.group.code)))
    for whom in _reached(rule, happening):
        yield from _to(rule, happening, event=event, words=words, whom=whom)


@dataclass(frozen=True)
class _Reached:
    """Somebody who is told: a key that tells them from others, their name, and where on each channel."""

    key: str
    name: str
    addresses: Mapping[MessageChannel, tuple[str, int | None]]


def _reached(rule: NoticeRule, happening: Happening) -> Iterable[_Reached]:
    if rule.to is Recipient.CITIZEN:
        yield _Reached("c", "诉求人", _of_citizen(happening))
        return
    people = staff_for(rule.to, happening)
    keys = [user.pk for user in people]
    said = messaging.contacts_of(user_ids=keys) if people else {}
    browsers = messaging.with_browsers(keys) if people and MessageChannel.PUSH in rule.channels else set()
    for user in people:
        contacts = said.get(user.pk, messaging.Contacts({}, frozenset()))
        addresses = _of_staff(user, contacts, has_browser=user.pk in browsers)
        yield _Reached(f"u{user.pk}", user.name, addresses)


class _Words:
    """A filled template, and what each channel takes of it."""

    def __init__(self, template: Template, wording: Wording) -> None:
        self.template, self.wording = template, wording

    def on(self, channel: MessageChannel) -> str:
        """The words on a channel."""
        brief = channel in (MessageChannel.SMS, MessageChannel.PUSH)
        return self.wording.short if brief and self.wording.short else self.wording.text

    def data(self, channel: MessageChannel) -> dict[str, object]:
        """What a WeChat template is filled with."""
        if channel is not MessageChannel.WECHAT:
            return {}
        fields = wechat_pairs(self.wording.wechat_fields)
        return {"template": self.wording.wechat_template, "data": fields}


def _to(
    rule: NoticeRule, happening: Happening, *, event: "Event", words: _Words, whom: _Reached
) -> Iterable[Letter]:
    """One letter for each channel of the rule on which somebody is reached."""
    order = happening.order
    urgency = more_pressing(rule.urgency, order.urgency) if order else MessageUrgency(rule.urgency)
    due = event.occurred_at + timedelta(minutes=rule.delay_minutes)
    for channel in map(MessageChannel, rule.channels):
        if channel not in whom.addresses or (
            channel is MessageChannel.WECHAT and not words.wording.wechat_template
        ):
            continue
        address, user_id = whom.addresses[channel]
        yield Letter(
            channel=channel,
            recipient=whom.name,
            address=address,
            user_id=user_id,
            title=words.wording.title,
            text=words.on(channel),
            data=words.data(channel),
            purpose=rule.template,
            version=words.template.version,
            subject=event.subject,
            link=link_of(event) if user_id else "",
            key=f"{key_of(event)}:{whom.key}:{channel.value}",
            urgency=urgency,
            due_at=due,
            expires_at=due + USEFUL_FOR,
        )


def _of_staff(
    user: "User", contacts: messaging.Contacts, *, has_browser: bool
) -> dict[MessageChannel, tuple[str, int | None]]:
    found: dict[MessageChannel, tuple[str, int | None]] = {MessageChannel.INBOX: ("", user.pk)}
    if user.phone:
        found[MessageChannel.SMS] = (user.phone, user.pk)
    if user.email:
        found[MessageChannel.EMAIL] = (user.email, user.pk)
    if has_browser:
        found[MessageChannel.PUSH] = ("", user.pk)
    if openid := contacts.agreed.get(MessageChannel.WECHAT):
        found[MessageChannel.WECHAT] = (openid, user.pk)
    return {channel: where for channel, where in found.items() if channel not in contacts.refused}


def _of_citizen(happening: Happening) -> dict[MessageChannel, tuple[str, int | None]]:
    """Short messages about one's own appeal unless refused; WeChat and mail only when agreed to.

    Nobody is told of a confidential order: a telephone may be read by others of the household.
    """
    order = happening.order
    person = order.citizen if order and not order.is_confidential else None
    if person is None:
        return {}
    said = messaging.contacts_of(phone_hash=person.phone_hash).get(None) if person.phone_hash else None
    contacts = said or messaging.Contacts({}, frozenset())
    found: dict[MessageChannel, tuple[str, int | None]] = {}
    if person.phone and MessageChannel.SMS not in contacts.refused and _is_mobile(person.phone):
        found[MessageChannel.SMS] = (person.phone, None)
    if openid := contacts.agreed.get(MessageChannel.WECHAT):
        found[MessageChannel.WECHAT] = (openid, None)
    if person.email and MessageChannel.EMAIL in contacts.agreed:
        found[MessageChannel.EMAIL] = (person.email, None)
    return found


def _is_mobile(phone: str) -> bool:
    return len(phone) == 11 and phone.startswith("1") and phone.isdecimal()


def link_of(event: "Event") -> str:
    """The page within the console that an event is about; empty when it is about none."""
    if getattr(event, "order_id", None):
        name = "order"
    elif getattr(event, "instruction_id", None):
        name = "instruction"
    else:
        return ""
    try:
        return reverse(name, args=[event.subject])
    except NoReverseMatch:
        return ""


def preview(template: Template, wording: Wording) -> Wording:
    """A wording with the samples of its variables, as the page of templates shows it."""
    samples = {**dict.fromkeys(template.group.variables, "…"), **template.group.samples}
    samples["城市"] = settings.JIESU_CITY
    parts = {name: filled(text, samples, field=name) for name, text in wording.parts.items()}
    return Wording(wechat_template=wording.wechat_template, **parts)
