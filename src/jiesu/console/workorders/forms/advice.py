"""Which units are offered, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.selectors import DutyAdvice
from jiesu.console.workorders.forms.base import VerbForm
from jiesu.console.workorders.forms.pickers import Offer
from jiesu.organisations import selectors as organisations
from jiesu.organisations.units import CENTRE_LEVEL
from jiesu.places import selectors as places
from jiesu.workorders.selectors import shares_of

if TYPE_CHECKING:
    from jiesu.organisations.models import Unit


def with_offers(form: VerbForm, *, field: str = "", asked: str = "", search: str) -> VerbForm:
    """The form with units to choose from: those chosen already, then those asked for or advised."""
    names = form.unit_fields if not field else (field,)
    chosen = {name: form.chosen_units(name) for name in names}
    found = {name: form.offers(name, asked=asked) for name in names}
    listed = {name: {offer.unit_id for offer in offers} for name, offers in found.items()}
    known = organisations.units_by_id({key for name in names for key in set(chosen[name]) - listed[name]})
    for name in names:
        kept = [_offer(known[key]) for key in chosen[name] if key in known and key not in listed[name]]
        form.offer(name, kept + found[name], search=f"{search}?field={name}")
    return form


def named(asked: str) -> list[Offer]:
    """Units whose name says what was asked for, the centre left out."""
    return [_offer(unit) for unit in organisations.units_named(asked) if unit.level != CENTRE_LEVEL]


@dataclass(frozen=True)
class DutyOffers:
    """Whose duty something is by the duty catalogue: the lead unit, and those that assist."""

    lead: Sequence[Offer] = ()
    assists: Sequence[Offer] = ()


def duty_offers(topic_code: str, area_code: str) -> DutyOffers:
    """Whose duty a topic is in an area by the duty catalogue, with the line that says so."""
    advice = catalogue.duty_for(topic_code, area_code)
    if advice is None:
        return DutyOffers()
    units = organisations.units_by_id([advice.lead_unit_id, *advice.assist_unit_ids])
    reason = reason_of(advice)

    def offered(keys: Iterable[int]) -> list[Offer]:
        return [
            Offer(key, units[key].name, reason, advised=True, basis=advice.legal_basis)
            for key in keys
            if key in units and units[key].is_active
        ]

    return DutyOffers(offered([advice.lead_unit_id]), offered(advice.assist_unit_ids))


def reason_of(advice: DutyAdvice) -> str:
    """Why the duty catalogue names a unit: ``爆管漏水 × 澄湖区 · 《…条例》第三条``."""
    topic = catalogue.topic_by_code(advice.topic_code) if advice.topic_code else None
    area = places.divisions_matching(advice.area_code, limit=1) if advice.area_code else []
    what = topic.full_name if topic else _("其他事项")
    where = area[0].name if area else advice.area_code or _("全域")
    return " · ".join(part for part in (f"{what} × {where}", advice.legal_basis) if part)


def kept(unit_ids: Iterable[int]) -> list[Offer]:
    """Units that are chosen already."""
    return [_offer(unit) for unit in organisations.units_by_id(unit_ids).values()]


def below(form: VerbForm) -> list[Offer]:
    """The units right below the one that holds the share."""
    holder = next(
        (share.unit for share in shares_of(form.order) if form.actor.belongs_to(share.unit_id)), None
    )
    return [_offer(unit) for unit in organisations.children_of(holder)] if holder else []


def _offer(unit: "Unit") -> Offer:
    return Offer(unit.pk, unit.name, unit.responsibilities[:60])
