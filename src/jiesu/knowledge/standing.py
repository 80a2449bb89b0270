"""Who may do what to an article: the rows of the table read for one person."""

from jiesu.knowledge.lifecycle import RULES, Rule, Stand
from jiesu.knowledge.states import ArticleState, ArticleVerb
from jiesu.organisations.actors import Actor


def stands(stand: Stand, owner_path: str, *, by: Actor) -> bool:
    """Whether a person stands towards the owning unit as a row asks."""
    if by.is_system:
        return True
    if stand is Stand.CENTRE:
        return by.is_centre
    if stand is Stand.SYSTEM or not by.reaches(owner_path):
        return False
    centre_owns = owner_path.count(".") == 1
    return stand is Stand.OWNER or not by.is_centre or centre_owns


def is_allowed(rule: Rule, owner_path: str, *, by: Actor) -> bool:
    """Whether a person may act by a row on what a unit owns."""
    return by.may(rule.permission) and stands(rule.stand, owner_path, by=by)


def verbs_for(state: ArticleState, owner_path: str, *, by: Actor) -> tuple[ArticleVerb, ...]:
    """What a person may do to a version now, each verb once, in the order of the table."""
    allowed = [rule.verb for rule in RULES if state in rule.sources and is_allowed(rule, owner_path, by=by)]
    return tuple(
        verb for verb in dict.fromkeys(allowed) if verb not in (ArticleVerb.SUPERSEDE, ArticleVerb.CALL_DUE)
    )
