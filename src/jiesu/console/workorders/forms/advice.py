"""Which units are offered, and why."""

from typing import TYPE_CHECKING

from jiesu.catalogue import selectors as catalogue
from jiesu.console.workorders.forms.base import VerbForm
from jiesu.console.workorders.forms.pickers import Offer
from jiesu.organisations import selectors as organisations
from jiesu.organisations.units import CENTRE_LEVEL
from jiesu.workorders.selectors import shares_of

if TYPE_CHECKING:
    from jiesu.organisations.models import Unit


def with_offers(form: VerbForm, *, field: str = "", asked: str = "", search: str) -> VerbForm:
    """The form with units to choose from: those chosen already, then those asked for or advised."""
    names = form.unit_fields if not field else (field,)
    chosen = {name: form.chosen_units(name) for name in names}
    known = organisations.units_by_id({key for keys in chosen.values() for key in keys})
    for name in names:
        found = form.offers(name, asked=asked)
        listed = {offer.unit_id for offer in found}
        kept = [_offer(known[key]) for key in chosen[name] if key in known and key not in listed]
        form.offer(name, kept + found, search=f"{search}?field={name}")
    return form


def named(asked: str) -> list[Offer]:
    """Units whose name says what was asked for, the centre left out."""
    return [_offer(unit) for unit in organisations.units_named(asked) if unit.level != CENTRE_LEVEL]


def advised(form: VerbForm, *, lead: bool) -> list[Offer]:
    """Whose duty it is by the duty catalogue."""
    advice = catalogue.duty_for(form.order.topic_code, form.order.area_code)
    if advice is None:
        return []
    keys = [advice.lead_unit_id] if lead else list(advice.assist_unit_ids)
    units = organisations.units_by_id(keys)
    return [
        Offer(key, units[key].name, advice.legal_basis, advised=True)
        for key in keys
        if key in units and units[key].is_active
    ]


def below(form: VerbForm) -> list[Offer]:
    """The units right below the one that holds the share."""
    holder = next(
        (share.unit for share in shares_of(form.order) if form.actor.belongs_to(share.unit_id)), None
    )
    return [_offer(unit) for unit in organisations.children_of(holder)] if holder else []


def _offer(unit: "Unit") -> Offer:
    return Offer(unit.pk, unit.name, unit.responsibilities[:60])
