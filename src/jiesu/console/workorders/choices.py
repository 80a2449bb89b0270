"""What may be done to an order, as laid out: one first thing, the rest by kind, the grave ones apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from jiesu.console.workorders.forms.registry import FORMS
from jiesu.workorders.selectors import AllowedAction
from jiesu.workorders.states import VERB_LABELS, Verb

FIRST: tuple[Verb, ...] = (
    Verb.APPROVE_RETURN,
    Verb.COLLECT,
    Verb.SIGN,
    Verb.APPROVE_REPLY,
    Verb.APPROVE_EXTENSION,
    Verb.APPROVE_SUSPENSION,
    Verb.APPROVE_FINAL_ANSWER,
    Verb.APPROVE_EXCLUSION,
    Verb.ASSIGN_LEAD,
    Verb.REVIEW,
    Verb.RECORD_CALLBACK,
    Verb.DISPATCH,
    Verb.REPLY,
    Verb.RESUME,
    Verb.REVIEW_SUSPENSION,
    Verb.REGISTER,
    Verb.ARCHIVE,
)
"""The blue button is the first of these that is allowed."""

AFTER_CALLBACK: dict[str, Verb] = {"good": Verb.CLOSE, "other": Verb.CLOSE, "bad": Verb.REWORK}
"""What comes first once the citizen has been heard, by the round's conclusion."""

GRAVE = frozenset(
    {Verb.INVALIDATE, Verb.WITHDRAW, Verb.WITHDRAW_SHARE, Verb.REDISPATCH, Verb.MERGE, Verb.REOPEN}
)
"""Takes something away from somebody, or ends the order: kept apart, and says what will happen."""

OTHERS = "办理"
GROUPS: tuple[tuple[str, frozenset[Verb]], ...] = (
    (
        "申请",
        frozenset(
            {
                Verb.REQUEST_RETURN,
                Verb.OBJECT,
                Verb.APPLY_EXTENSION,
                Verb.APPLY_SUSPENSION,
                Verb.APPLY_FINAL_ANSWER,
                Verb.APPLY_EXCLUSION,
            }
        ),
    ),
    ("记录", frozenset({Verb.ANNOTATE, Verb.ATTACH, Verb.CONTACT, Verb.AMEND})),
    ("慎用", GRAVE),
)


@dataclass(frozen=True)
class Choice:
    """One thing that may be done.

    Attributes:
        verb, label: what.
        share, unit: on whose share, when several could be meant.
        key: how the page names it.
        is_open: whether its form is shown.
    """

    verb: str
    label: str
    share: int | None
    unit: str
    key: str


@dataclass(frozen=True)
class Group:
    """Things of one kind."""

    label: str
    choices: Sequence[Choice]
    is_grave: bool = False


@dataclass(frozen=True)
class Choices:
    """All that this person may do now."""

    first: Choice | None
    groups: Sequence[Group]

    def __bool__(self) -> bool:
        """Whether there is anything."""
        return self.first is not None or bool(self.groups)

    def key_of(self, verb: str, share: object) -> str:
        """Where the form of a verb belongs; empty when the verb is not, or no longer, among the choices."""
        every = [self.first] if self.first else []
        every += [choice for group in self.groups for choice in group.choices]
        keys = [choice.key for choice in every if choice.verb == verb]
        exact = f"{verb}-{share or ''}"
        return exact if exact in keys else next(iter(keys), "")


def choices_of(allowed: Sequence[AllowedAction], *, round_so_far: str, units: dict[int, str]) -> Choices:
    """Lay out the allowed actions.

    Args:
        allowed: what the workflow table gives.
        round_so_far: conclusion of the present round of callbacks.
        units: name of the unit of each share.
    """
    every = [_choice(action, allowed, units) for action in allowed if Verb(action.verb) in FORMS]
    order = (*((AFTER_CALLBACK[round_so_far],) if round_so_far in AFTER_CALLBACK else ()), *FIRST)
    ranked = [choice for verb in order for choice in every if choice.verb == verb.value]
    first = ranked[0] if ranked else None
    rest = [choice for choice in every if choice is not first]
    return Choices(first, [group for group in _grouped(rest) if group.choices])


def _grouped(rest: Sequence[Choice]) -> list[Group]:
    special = frozenset().union(*(verbs for _, verbs in GROUPS))
    groups = [Group(OTHERS, [choice for choice in rest if choice.verb not in special])]
    for label, verbs in GROUPS:
        groups.append(
            Group(label, [choice for choice in rest if choice.verb in verbs], is_grave=verbs is GRAVE)
        )
    return groups


def _choice(action: AllowedAction, allowed: Sequence[AllowedAction], units: dict[int, str]) -> Choice:
    several = sum(other.verb == action.verb for other in allowed) > 1
    unit = units.get(action.share, "") if action.share is not None and several else ""
    return Choice(
        verb=action.verb,
        label=VERB_LABELS[Verb(action.verb)],
        share=action.share,
        unit=unit,
        key=f"{action.verb}-{action.share or ''}",
    )
