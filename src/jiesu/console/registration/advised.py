"""What triage suggests for the form, with its reasons, to be taken with one click."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jiesu.accounts.permissions import Permission
from jiesu.console.registration.forms import DeskForm
from jiesu.organisations.actors import Actor
from jiesu.triage import selectors
from jiesu.triage.advice import Advice
from jiesu.triage.reasons import told
from jiesu.triage.selectors import Suggestions, Told

ENOUGH = 6
"""So many characters say something."""


@dataclass(frozen=True)
class Offer:
    """A suggestion for one field.

    Attributes:
        field: of the form; empty where there is nothing to take.
        label: what the field is called.
        value, name: what would be taken, and how it is called.
        chance: how likely it is right, in percent; None where that says nothing.
        reason: why.
    """

    field: str
    label: str
    value: str
    name: str
    chance: int | None
    reason: str


def offers_for(form: DeskForm, actor: Actor) -> list[Offer] | None:
    """The suggestions for what is written so far, those left out that are chosen already.

    None while triage is switched off.
    """
    told = {name: str(form[name].value() or "").strip() for name in _READ}
    if len(told["content"]) < ENOUGH:
        return [] if selectors.is_on() else None
    found = selectors.suggestions_for(
        Told(
            content=told["content"],
            title=told["title"],
            address=told["address"],
            topic_code=told["topic_code"],
            area_code=told["area_code"],
        )
    )
    if found is None:
        return None
    return [offer for offer in _offers(found, actor) if told.get(offer.field) != offer.value]


_READ = ("content", "title", "address", "nature", "urgency", "topic_code", "area_code", "is_confidential")


def _offers(found: Suggestions, actor: Actor) -> Iterator[Offer]:
    seen = found.understanding
    for field, label, advice in (
        ("urgency", _("紧急程度"), seen.urgency),
        ("nature", _("诉求类型"), seen.nature),
        ("topic_code", _("事项分类"), seen.topic),
        ("area_code", _("区划"), seen.place),
    ):
        if advice.is_known and advice.origin != "person":
            yield _offer(field, label, advice)
    if seen.secrecy:
        reason = _("诉求中有“%(words)s”") % {"words": seen.secrecy}
        yield Offer("is_confidential", _("保密"), "True", _("是"), None, reason)
    takes = "lead" if actor.may(Permission.DISPATCH_ORDER) else ""
    for unit in found.units:
        chance = round(unit.advice.chance * 100)
        reason = told(unit.advice.reasons, say=_)
        yield Offer(takes, _("承办单位"), str(unit.advice.unit), unit.name, chance, reason)


def _offer(field: str, label: str, advice: Advice) -> Offer:
    chance = None if field == "urgency" else round(advice.chance * 100)
    name = _(advice.label) if field in ("urgency", "nature") else advice.label
    return Offer(field, label, advice.value, name, chance, told(advice.reasons, say=_))
