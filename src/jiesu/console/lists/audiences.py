"""With whom a saved view can be shared: with a unit of one's own, or, at the centre, with the centre."""

from django.utils.translation import gettext as _

from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import units_by_id

CENTRE = "centre"


def audiences_of(actor: Actor) -> list[str]:
    """Whose shared views this person sees."""
    units = [f"unit:{unit}" for unit in sorted(actor.unit_ids)]
    return [*units, CENTRE] if actor.is_centre else units


def audience_choices(actor: Actor) -> list[tuple[str, str]]:
    """With whom this person may share a view, themselves alone first."""
    if actor.is_centre:
        return [("", _("只给自己")), (CENTRE, _("热线中心"))]
    units = units_by_id(actor.unit_ids)
    return [("", _("只给自己")), *((f"unit:{key}", str(units[key])) for key in sorted(units))]


def checked_audience(text: str, *, actor: Actor) -> str:
    """The audience, if it is one of this person's.

    Raises:
        NotFound: it is not.
    """
    if text and text not in audiences_of(actor):
        raise NotFound(what="共享范围 audience")
    return text
