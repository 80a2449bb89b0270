"""Photos of a check as a page shows them, and the panel on the order's page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from jiesu.accounts.permissions import Permission
from jiesu.console.oversight.on_order import Panel, panel
from jiesu.organisations.actors import Actor
from jiesu.oversight.field_states import GRAVE_FINDINGS, PHOTO_FINDING_LABELS, PhotoFinding
from jiesu.oversight.selectors.field_checks import checks_on, photos_of

if TYPE_CHECKING:
    from jiesu.oversight.models import FieldPhoto
    from jiesu.workorders.models import WorkOrder


@dataclass(frozen=True)
class PhotoFace:
    """One photo: itself, and what is remarkable about it, the grave things first."""

    row: "FieldPhoto"
    grave: Sequence[str]
    others: Sequence[str]


def photos_shown(photos: "Sequence[FieldPhoto]") -> list[PhotoFace]:
    """The photos with their findings in words."""
    return [
        PhotoFace(
            photo,
            [
                _(PHOTO_FINDING_LABELS[found])
                for found in map(PhotoFinding, photo.findings)
                if found in GRAVE_FINDINGS
            ],
            [
                _(PHOTO_FINDING_LABELS[found])
                for found in map(PhotoFinding, photo.findings)
                if found not in GRAVE_FINDINGS
            ],
        )
        for photo in photos
    ]


@panel(70)
def field_panel(order: "WorkOrder", actor: Actor) -> Panel | None:
    """What was found at the order's place; for who may order one, the way to do so."""
    checks = checks_on(order, for_user=actor)
    may_order = actor.may(Permission.ORDER_FIELD_CHECK)
    if not checks and not may_order:
        return None
    photos = photos_of(checks) if checks else {}
    shown = [(check, photos_shown(photos[check.pk])) for check in checks]
    going = any(check.state == "ordered" for check in checks)
    return Panel(
        "console/oversight/field/panel.html",
        {"checks": shown, "may_order": may_order and not going, "sees_all": may_order},
    )
