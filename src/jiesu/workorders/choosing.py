"""Which row of the workflow table fits a person, an order and its shares.

The actions ask it to check one verb; pages and API ask it what is allowed now. It reads plain attributes
of the order and its shares and touches no database.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from jiesu.accounts.permissions import PERMISSION_LABELS, Permission
from jiesu.core.errors import NotAllowed, NotFound
from jiesu.organisations.actors import Actor
from jiesu.workorders import errors
from jiesu.workorders.states import (
    PARTY_LABELS,
    PARTY_NAMES,
    STATE_LABELS,
    VERB_LABELS,
    OrderState,
    Party,
    Share,
    Verb,
)
from jiesu.workorders.workflow import RULES, Rule, candidates


class OrderLike(Protocol):
    """What is asked of an order."""

    state: str
    is_confidential: bool
    registered_by_id: int | None


class ShareLike(Protocol):
    """What is asked of a share."""

    pk: int
    unit_id: int
    unit_path: str
    parent_id: int | None
    kind: str
    state: str
    is_current: bool


S = TypeVar("S", bound=ShareLike)


def scope_paths(by: Actor) -> tuple[str, ...]:
    """Paths of the units whose shares, and those of all units below, the person may see.

    The centre's own path is none of them: everything lies below it, and who may see everything is said by
    permissions.
    """
    return tuple(path for path in by.unit_paths if path.count(".") > 1)


def may_see(order: OrderLike, shares: Iterable[ShareLike], *, by: Actor) -> bool:
    """Whether the person may know of the order; the same scope as ``OrderQuerySet.visible_to``.

    Args:
        order: the order.
        shares: all its shares, past ones too.
        by: who asks.
    """
    if by.is_system or (order.registered_by_id == by.user_id and by.may(Permission.REGISTER_ORDER)):
        return True
    if by.may(Permission.VIEW_ALL_ORDERS):
        return not order.is_confidential or by.may(Permission.VIEW_CONFIDENTIAL)
    return by.may(Permission.VIEW_ORDERS) and any(_gives_sight(share, order, by) for share in shares)


def check_sight(order: OrderLike, shares: Iterable[ShareLike], *, by: Actor) -> None:
    """Refuse as if the order did not exist when the person may not know of it."""
    if not may_see(order, shares, by=by):
        raise NotFound(what="工单 order")


def may_disclose(order: OrderLike, shares: Iterable[ShareLike], *, by: Actor) -> bool:
    """Whether the person behind the order may be shown in full to somebody who may know of the order.

    The person behind a confidential order only to those who may see such orders; to units only while their
    unit or one below it holds a share: what was returned or taken away is no business of theirs any more.

    Args:
        order: the order.
        shares: all its shares, past ones too.
        by: who asks.
    """
    if not by.may(Permission.DISCLOSE_CITIZEN):
        return False
    if order.is_confidential and not by.may(Permission.VIEW_CONFIDENTIAL):
        return False
    held = (share for share in shares if share.is_current)
    return by.is_centre or by.is_system or any(_gives_sight(share, order, by) for share in held)


def choose(
    verb: Verb, order: OrderLike, shares: Sequence[S], *, by: Actor, share_id: int | None = None
) -> tuple[Rule, S | None]:
    """The one row and share with which ``by`` may do ``verb`` now.

    Raises:
        WrongState: the order, or the share, is not where the verb starts from.
        NotAllowed: the person lacks the permission.
        NotYours: the person's unit does not stand where the verb needs it.
        NoSuchShare: several shares would fit and none was named.
    """
    rules = candidates(verb, OrderState(order.state))
    if not rules:
        raise _wrong_state(verb, order)
    allowed = [rule for rule in rules if by.may(rule.permission)]
    if not allowed:
        raise NotAllowed(permission=PERMISSION_LABELS[rules[0].permission])
    fits = [pair for rule in allowed for pair in _shares_for(rule, shares, share_id)]
    if not fits:
        raise errors.NoSuchShare(field="share") if share_id is not None else _wrong_state(verb, order)
    mine = [(rule, share) for rule, share in fits if _stands(rule, share, shares, by=by)]
    if not mine:
        raise _not_yours(verb, fits[0][0].party)
    return _only(mine)


def _only(mine: list[tuple[Rule, S | None]]) -> tuple[Rule, S | None]:
    """The row about the order as a whole, or the one about a single share."""
    whole = [pair for pair in mine if pair[1] is None]
    if not whole and len({share.pk for _, share in mine if share}) > 1:
        raise errors.NoSuchShare(field="share")
    return (whole or mine)[0]


def options(order: OrderLike, shares: Sequence[S], *, by: Actor) -> Iterator[tuple[Rule, S | None]]:
    """Every (row, share) that the table allows this person now, guards not yet asked."""
    state = OrderState(order.state)
    for rule in RULES:
        if state in rule.sources and by.may(rule.permission):
            for pair in _shares_for(rule, shares, None):
                if _stands(rule, pair[1], shares, by=by):
                    yield pair


def acting_unit(rule: Rule, share: ShareLike | None, shares: Sequence[ShareLike], *, by: Actor) -> int | None:
    """The unit for which the person acts; None for the centre and the system."""
    if by.is_system or rule.party is Party.CENTRE:
        return None
    match rule.party:
        case Party.HOLDER:
            standing = [share] if share else []
        case Party.PARENT:
            standing = [other for other in shares if share and other.pk == share.parent_id]
        case Party.LEAD:
            standing = [other for other in shares if other.kind == Share.LEAD]
        case _:
            standing = [] if by.is_centre else list(shares)
    return next((other.unit_id for other in standing if by.belongs_to(other.unit_id)), None)


def _shares_for(rule: Rule, shares: Sequence[S], share_id: int | None) -> list[tuple[Rule, S | None]]:
    if rule.share is None:
        return [(rule, None)] if share_id is None else []
    return [
        (rule, share)
        for share in shares
        if share.kind == rule.share and share.state in rule.share_sources and share_id in (None, share.pk)
    ]


def _stands(rule: Rule, share: S | None, shares: Sequence[S], *, by: Actor) -> bool:
    """Whether the person's unit stands where the row needs it."""
    if by.is_system:
        return True
    match rule.party:
        case Party.CENTRE:
            return by.is_centre
        case Party.HOLDER:
            return share is not None and by.belongs_to(share.unit_id)
        case Party.PARENT:
            return share is not None and any(
                by.belongs_to(other.unit_id) for other in shares if other.pk == share.parent_id
            )
        case Party.LEAD:
            return any(by.belongs_to(other.unit_id) for other in shares if other.kind == Share.LEAD)
        case Party.INVOLVED:
            return by.is_centre or any(by.belongs_to(other.unit_id) for other in shares)


def _gives_sight(share: ShareLike, order: OrderLike, by: Actor) -> bool:
    """Units keep sight of what they once held, except of confidential orders that were taken from them."""
    if order.is_confidential and not share.is_current:
        return False
    return by.belongs_to(share.unit_id) or share.unit_path.startswith(scope_paths(by) or ("-",))


def _wrong_state(verb: Verb, order: OrderLike) -> errors.WrongState:
    return errors.WrongState(
        state=STATE_LABELS[OrderState(order.state)],
        state_en=order.state,
        verb=VERB_LABELS[verb],
        verb_en=verb.value,
        happened="",
        happened_en="",
    )


def _not_yours(verb: Verb, party: Party) -> errors.NotYours:
    return errors.NotYours(
        party=PARTY_LABELS[party],
        party_en=PARTY_NAMES[party],
        verb=VERB_LABELS[verb],
        verb_en=verb.value,
        permission=VERB_LABELS[verb],
    )
