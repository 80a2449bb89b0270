"""What the desk shows beside the form while the operator writes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiesu.catalogue.natures import NATURE_LABELS, URGENCY_LABELS, Nature, Urgency
from jiesu.console.clocks import ClockFace, face
from jiesu.console.registration import lookups
from jiesu.console.registration.forms import DeskForm
from jiesu.console.registration.lookups import Entry
from jiesu.organisations.actors import Actor
from jiesu.triage.selectors import Duplicate, Told, duplicates_of_text, is_on
from jiesu.workorders import foresight
from jiesu.workorders.elements import Sign, elements_in
from jiesu.workorders.finding import LookAlike, look_alikes
from jiesu.workorders.related import CallerHistory, caller_history

ENOUGH = 8
"""So many characters are compared with other orders."""


@dataclass(frozen=True)
class Beside:
    """The right side of the desk.

    Attributes:
        elements: which of the five are told.
        history: what the caller told before; None without a telephone number.
        alike: orders that tell the same, with reasons; while triage is switched off, those that look alike.
        previews: the clocks that would run once it is dispatched.
        heard: a division that the address names and that is not chosen yet.
        compared: whether enough is written to look for orders alike.
    """

    elements: Sequence[Sign]
    history: CallerHistory | None
    alike: Sequence[LookAlike | Duplicate]
    previews: Sequence[ClockFace]
    heard: Entry | None
    compared: bool


def beside(form: DeskForm, actor: Actor) -> Beside:
    """Read it for what is written so far, whether the form is complete or not."""
    told = _Told(form)
    content, phone, address = told["content"], told["phone"], told["address"]
    chosen = told["area_code"]
    heard = lookups.divisions_for("", address=address)[:1] if address and not chosen else []
    return Beside(
        elements=elements_in(
            content,
            name=told["name"],
            phone=phone,
            address=address,
            is_pinned=bool(told["lon"] and told["lat"]),
            is_dated=bool(told["occurred_at"]),
        ),
        history=caller_history(phone, for_user=actor),
        alike=_alike(told, actor) if len(content) >= ENOUGH else (),
        previews=_previews(told["nature"], told["urgency"]),
        compared=len(content) >= ENOUGH,
        heard=heard[0] if heard and heard[0].name in address else None,
    )


def _alike(told: "_Told", actor: Actor) -> Sequence[LookAlike | Duplicate]:
    content, phone = told["content"], told["phone"]
    if not is_on():
        return look_alikes(content, for_user=actor, phone=phone)
    names = ("content", "title", "address", "topic_code", "area_code")
    return duplicates_of_text(Told(**{name: told[name] for name in names}), for_user=actor, phone=phone)


def _previews(nature: str, urgency: str) -> list[ClockFace]:
    kind = Nature(nature) if nature in NATURE_LABELS else Nature.OTHER
    haste = Urgency(urgency) if urgency in URGENCY_LABELS else Urgency.NORMAL
    ahead = foresight.clocks_ahead(nature=kind, urgency=haste)
    return [face(reading, ahead.calendar, rules=ahead.pack.name) for reading in ahead.readings]


class _Told:
    """What stands in the fields, as text."""

    def __init__(self, form: DeskForm) -> None:
        self._form = form

    def __getitem__(self, name: str) -> str:
        value: Any = self._form[name].value()
        return str(value).strip()[:5000] if value is not None else ""
