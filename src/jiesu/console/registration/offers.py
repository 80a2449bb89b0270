"""Units offered at the desk: whose duty the topic is in this area, then those searched for."""

from typing import Any

from django.urls import reverse

from jiesu.console.registration.forms import DeskForm
from jiesu.console.workorders.forms import advice
from jiesu.console.workorders.forms.pickers import MOST_UNITS, Offer
from jiesu.workorders.states import Verb

UNIT_FIELDS = ("lead", "assists")
_WITH = "#desk-dispatch input, #desk-topic_code :checked, #desk-area_code :checked"


def with_units(form: DeskForm, *, field: str = "", asked: str = "") -> DeskForm:
    """The form with units to choose from; nothing is read where nobody may dispatch."""
    if Verb.DISPATCH not in form.offered:
        return form
    duty = advice.duty_offers(str(form["topic_code"].value() or ""), str(form["area_code"].value() or ""))
    for name in (field,) if field else UNIT_FIELDS:
        told = duty.lead if name == "lead" else duty.assists
        found = [*told, *(advice.named(asked) if asked else [])]
        chosen = _chosen(form, name)
        kept = [offer for offer in advice.kept(chosen) if offer.unit_id not in {one.unit_id for one in found}]
        widget: Any = form.fields[name].widget
        widget.offers = _once([*kept, *found])[:MOST_UNITS]
        widget.search = f"{reverse('desk-units')}?field={name}"
        widget.include = _WITH
    return form


def _chosen(form: DeskForm, name: str) -> list[int]:
    value = form[name].value() or []
    items = value if isinstance(value, list | tuple) else [value]
    return [int(item) for item in items if str(item).isdecimal() and len(str(item)) <= 18]


def _once(offers: list[Offer]) -> list[Offer]:
    return list({offer.unit_id: offer for offer in reversed(offers)}.values())[::-1]
