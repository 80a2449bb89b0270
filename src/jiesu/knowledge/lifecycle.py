"""The life of an article as one table: each verb with whence, whither, by whom, and on what condition.

A version passes 采集 → 编写 → 单位审核 → 中心审批 → 发布 → 复核 → 失效. While a new version is on its way,
the published one goes on answering; publishing puts the new one in its place in the same moment. The actions
check against :data:`RULES`, the console draws its buttons from it, the tests walk every row.
"""

from dataclasses import dataclass
from enum import StrEnum

from jiesu.accounts.permissions import Permission as May
from jiesu.knowledge.states import LIVE, WORKING
from jiesu.knowledge.states import ArticleState as S
from jiesu.knowledge.states import ArticleVerb as V


class Stand(StrEnum):
    """Where a person must stand towards the article."""

    OWNER = "owner"
    UNIT = "unit"
    CENTRE = "centre"
    SYSTEM = "system"


class Condition(StrEnum):
    """What must hold besides the state."""

    COMPLETE = "complete"
    NOT_AUTHOR = "not_author"
    IN_FORCE = "in_force"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of the table.

    Attributes:
        verb: what is done.
        permission: codename the person must hold.
        stand: ``OWNER``, whose posts reach the owning unit (the centre's reach all); ``UNIT``, of the owning
            unit or one above it but for the centre, which passes only what it owns itself; ``CENTRE``;
            ``SYSTEM``.
        sources: states of the version from which it may be done; None among them means a new version.
        target: the state afterwards; None leaves it.
        conditions: what else must hold.
        needs: names of what must be given.
    """

    verb: V
    permission: May
    stand: Stand
    sources: frozenset[S | None]
    target: S | None
    conditions: tuple[Condition, ...] = ()
    needs: tuple[str, ...] = ()


def _at(*states: S | None) -> frozenset[S | None]:
    return frozenset(states)


_EDIT, _REVIEW, _APPROVE = May.EDIT_ARTICLE, May.REVIEW_ARTICLE, May.APPROVE_ARTICLE
_OWNER, _UNIT, _CENTRE, _SYSTEM = Stand.OWNER, Stand.UNIT, Stand.CENTRE, Stand.SYSTEM
_CHECKED = (Condition.COMPLETE, Condition.NOT_AUTHOR)

# fmt: off
RULES: tuple[Rule, ...] = (
    Rule(verb=V.COLLECT, permission=May.COLLECT_ARTICLE, stand=_OWNER, sources=_at(None), target=S.COLLECTED),
    Rule(verb=V.START, permission=_EDIT, stand=_OWNER, sources=_at(None, S.COLLECTED), target=S.DRAFT),
    Rule(verb=V.EDIT, permission=_EDIT, stand=_OWNER, sources=_at(S.COLLECTED, S.DRAFT), target=None),
    Rule(verb=V.SUBMIT, permission=_EDIT, stand=_OWNER, sources=_at(S.DRAFT), target=S.IN_REVIEW,
         conditions=(Condition.COMPLETE,)),
    Rule(verb=V.ENDORSE, permission=_REVIEW, stand=_UNIT, sources=_at(S.IN_REVIEW), target=S.IN_APPROVAL,
         conditions=_CHECKED),
    Rule(verb=V.SEND_BACK, permission=_REVIEW, stand=_UNIT, sources=_at(S.IN_REVIEW), target=S.DRAFT,
         needs=("note",)),
    Rule(verb=V.SEND_BACK, permission=_APPROVE, stand=_CENTRE, sources=_at(S.IN_APPROVAL, S.APPROVED),
         target=S.DRAFT, needs=("note",)),
    Rule(verb=V.APPROVE, permission=_APPROVE, stand=_CENTRE, sources=_at(S.IN_APPROVAL), target=S.APPROVED,
         conditions=_CHECKED),
    Rule(verb=V.PUBLISH, permission=_APPROVE, stand=_CENTRE, sources=_at(S.APPROVED), target=S.PUBLISHED,
         conditions=(Condition.IN_FORCE,)),
    Rule(verb=V.CALL_DUE, permission=_APPROVE, stand=_SYSTEM, sources=_at(S.PUBLISHED), target=S.REVIEW_DUE),
    Rule(verb=V.CONFIRM, permission=_REVIEW, stand=_UNIT, sources=frozenset(LIVE), target=S.PUBLISHED,
         conditions=(Condition.IN_FORCE,), needs=("review_by",)),
    Rule(verb=V.EXPIRE, permission=_APPROVE, stand=_CENTRE, sources=frozenset(LIVE), target=S.EXPIRED,
         needs=("note",)),
    Rule(verb=V.SUPERSEDE, permission=_APPROVE, stand=_CENTRE, sources=frozenset(LIVE), target=S.SUPERSEDED),
    Rule(verb=V.DISCARD, permission=_EDIT, stand=_OWNER, sources=_at(S.COLLECTED, S.DRAFT),
         target=S.DISCARDED, needs=("note",)),
)
# fmt: on


def rules_for(verb: V, state: S | None) -> tuple[Rule, ...]:
    """The rows that apply to a version in a state; empty when the verb cannot be done there."""
    return tuple(rule for rule in RULES if rule.verb is verb and state in rule.sources)


def sources_of(verb: V) -> frozenset[S | None]:
    """All states from which a verb may be done."""
    return frozenset().union(*(rule.sources for rule in RULES if rule.verb is verb))


def needs_of(verb: V) -> frozenset[str]:
    """What must be given for a verb, in whichever state it is done."""
    return frozenset(name for rule in RULES if rule.verb is verb for name in rule.needs)


def is_working(state: S) -> bool:
    """Whether a version is still on its way to being published."""
    return state in WORKING
