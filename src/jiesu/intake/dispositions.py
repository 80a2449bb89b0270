"""What is done with an appeal at the registration desk, while the caller is still on the line."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor
from jiesu.workorders.states import Verb
from jiesu.workorders.workflow import RULES_OF

AT_DESK: tuple[Verb, ...] = (
    Verb.REGISTER,
    Verb.DISPATCH,
    Verb.ANSWER_DIRECTLY,
    Verb.TRANSFER,
    Verb.GUIDE,
    Verb.INVALIDATE,
    Verb.SAVE_DRAFT,
)
"""Register only, or register and do this with it; a draft is kept while the caller still talks."""


@dataclass(frozen=True)
class Disposition:
    """One of :data:`AT_DESK` with what its action needs, by the names of the action's parameters."""

    verb: Verb = Verb.REGISTER
    arguments: Mapping[str, object] = field(default_factory=dict)


def offered_to(actor: Actor) -> tuple[Verb, ...]:
    """What this person may do with an appeal at the desk; nothing without the right to register."""
    if not actor.is_centre or not actor.may(Permission.REGISTER_ORDER):
        return ()
    return tuple(verb for verb in AT_DESK if actor.may(RULES_OF[verb][0].permission))
