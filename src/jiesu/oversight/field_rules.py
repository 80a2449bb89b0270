"""What may be said of a place, and what is remarkable about its photos: pure rules.

The figures are ours: telephones and maps of different makers differ by some hundred metres in China (their
coordinates are shifted), so what is nearer than that is not remarkable.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt

from jiesu.oversight.field_states import FieldVerdict, PhotoFinding
from jiesu.oversight.photo_notes import PhotoNotes
from jiesu.workorders.states import OrderState, Resolution

EARTH = 6_371_000
NEAR_CLAIM = 300
"""Metres between a photo and the place that its taker claims, besides the telephone's own uncertainty."""

NEAR_ORDER = 1000
"""Metres between a photo and the order's place."""

SAME_TIME = timedelta(minutes=30)
MOST_PHOTOS = 9
MOST_BYTES = 15 * 1024 * 1024
PHOTO_KINDS = ("jpg", "png", "webp", "heic")

_SAID_DONE_IN = frozenset(
    {
        OrderState.PENDING_APPROVAL,
        OrderState.PENDING_REVIEW,
        OrderState.PENDING_CALLBACK,
        OrderState.CLOSED,
        OrderState.ARCHIVED,
    }
)


@dataclass(frozen=True)
class Place:
    """A point of the earth, in degrees."""

    lon: float
    lat: float


def distance(one: Place | None, other: Place | None) -> int | None:
    """Metres between two points; None when either is not known."""
    if one is None or other is None:
        return None
    lat1, lat2 = radians(one.lat), radians(other.lat)
    a = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin(radians(other.lon - one.lon) / 2) ** 2
    return round(2 * EARTH * asin(min(1, sqrt(a))))


def place_of(lon: float | None, lat: float | None) -> Place | None:
    """A point, where both degrees are known."""
    return None if lon is None or lat is None else Place(lon, lat)


def said_done(state: OrderState, resolution: Resolution | None) -> bool:
    """Whether the unit has said that the matter is settled, and nobody has sent it back since.

    Args:
        state: of the order.
        resolution: what the lead unit's last reply says; None when there is none.
    """
    return state in _SAID_DONE_IN and resolution is not None and resolution is not Resolution.UNRESOLVED


def verdicts_for(*, claimed_done: bool) -> tuple[FieldVerdict, ...]:
    """What may be found: a false completion only where the unit said that it was done."""
    undone = FieldVerdict.SAID_DONE if claimed_done else FieldVerdict.NOT_DONE
    return (FieldVerdict.DONE_INDEED, FieldVerdict.PARTLY_DONE, undone, FieldVerdict.NOT_TO_TELL)


def findings_of(
    notes: PhotoNotes,
    *,
    seen_at: datetime,
    claimed: Place | None,
    accuracy: int | None,
    ordered: Place | None,
    known: bool,
) -> tuple[PhotoFinding, ...]:
    """What is remarkable about a photo.

    Args:
        notes: what it says of itself.
        seen_at: when the checker says to have been there.
        claimed: where, by the checker's telephone.
        accuracy: how many metres that may be off.
        ordered: the order's place.
        known: whether the very same photo was handed in before.
    """
    taken = place_of(notes.lon, notes.lat)
    found = []
    if notes.taken_at is None:
        found.append(PhotoFinding.NO_TIME)
    elif abs(notes.taken_at - seen_at) > SAME_TIME:
        found.append(PhotoFinding.OTHER_TIME)
    if taken is None:
        found.append(PhotoFinding.NO_PLACE)
    if (distance(taken, claimed) or 0) > NEAR_CLAIM + (accuracy or 0):
        found.append(PhotoFinding.OTHER_PLACE)
    if (distance(taken, ordered) or 0) > NEAR_ORDER:
        found.append(PhotoFinding.FAR_FROM_ORDER)
    if known:
        found.append(PhotoFinding.SEEN_BEFORE)
    return tuple(found)
