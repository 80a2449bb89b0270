"""Every (state, verb, role): the table gives the answers that the hand-written statement gives."""

import itertools
from collections import Counter

import pytest

from jiesu.accounts.roles import ANYWHERE, ROLE_PERMISSIONS, Role
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.workorders import choosing
from jiesu.workorders.states import OrderState, Share, ShareState, Verb
from jiesu.workorders.workflow import RULES, candidates
from tests.workorders.expected import STATES, VERBS, WAYS, Part, expected

LEAD, ASSIST, CHILD, OUTSIDER = 11, 12, 13, 14
UNITS = (LEAD, ASSIST, CHILD, OUTSIDER)
LEAD_STATES = {
    "pending_sign": ("pending_sign",),
    "return_requested": ("return_requested",),
    "conference": ("return_requested", "handling"),
    "handling": ("handling",),
    "suspended": ("handling",),
    "pending_approval": ("replied",),
    "pending_review": ("replied",),
    "pending_callback": ("accepted",),
    "closed": ("accepted",),
}


def person(role, unit):
    """Somebody in a role: at the centre (0) or at a unit."""
    return Actor(
        user_id=1,
        name=role.value,
        permissions=frozenset(ROLE_PERMISSIONS[role]),
        roles=frozenset({role.value}),
        unit_ids=frozenset({unit or 1}),
        unit_paths=("0001." if unit == 0 else f"0001.{unit:04d}.",),
        is_centre=unit == 0,
    )


PEOPLE = [
    *((role, 0, person(role, 0)) for role in Role if role not in (Role.UNIT_CLERK, Role.UNIT_LEADER)),
    *((role, unit, person(role, unit)) for role in sorted(ANYWHERE) for unit in UNITS),
]


class Paper:
    """An order that is nowhere but here."""

    is_confidential = False
    registered_by_id = None

    def __init__(self, state):
        self.state = state


def scenes(state):
    """Lead shares that suit the state, alone and with one assisting or delegated share in any state."""
    parts = [()]
    for kind, states in ((Share.ASSIST, ShareState), (Share.CHILD, ShareState)):
        unit, parent = (ASSIST, None) if kind is Share.ASSIST else (CHILD, 1)
        parts += [(Part(2, unit, kind.value, part.value, parent),) for part in states]
    leads = [(Part(1, LEAD, "lead", lead),) for lead in LEAD_STATES.get(state, ())] or [()]
    for lead, part in itertools.product(leads, parts):
        if lead or not part:
            yield lead + part


def answer(verb, state, shares, by):
    """What the choosing module says, in the form of the statement."""
    try:
        rule, share = choosing.choose(Verb(verb), Paper(state), shares, by=by)
    except Refusal as refusal:
        return (refusal.code,)
    target = {"same": "=", "previous": "<"}.get(str(rule.target), str(rule.target))
    lands = {"None": "=", "previous": "<"}.get(str(rule.share_target), str(rule.share_target))
    return ("done", target, share.pk if share else None, lands)


@pytest.mark.parametrize("state", STATES)
def test_every_verb_by_every_role_gets_the_answer_that_the_statement_gives(state):
    wrong = [
        (verb, role.value, unit, [(part.kind, part.state) for part in shares], wanted, got)
        for shares in scenes(state)
        for verb in VERBS
        for role, unit, by in PEOPLE
        if (wanted := expected(verb, state, shares, role=role.value, unit=unit))
        != (got := answer(verb, state, shares, by))
    ]
    assert wrong == []


@pytest.mark.parametrize("state", STATES)
def test_what_is_offered_is_what_choosing_lets_pass(state):
    for shares in scenes(state):
        for _, _, by in PEOPLE:
            offered = Counter(rule.verb.value for rule, _ in choosing.options(Paper(state), shares, by=by))
            told = {verb: answer(verb, state, shares, by)[0] for verb in VERBS}
            assert {verb for verb in VERBS if told[verb] == "done"} == {
                v for v, n in offered.items() if n == 1
            }
            assert {verb for verb in VERBS if told[verb] == "no_such_share"} == {
                v for v, n in offered.items() if n > 1
            }


def test_the_statement_knows_every_verb_state_and_role():
    assert set(VERBS) == {verb.value for verb in Verb}
    assert set(STATES) == {state.value for state in OrderState}
    assert {role for way in WAYS for role in way.roles} <= {role.value for role in Role}


def test_the_table_has_no_row_that_the_statement_does_not_have():
    stated = {
        (way.verb, source, way.kind, held)
        for way in WAYS
        for source in way.sources
        for held in (way.share_sources or {None})
    }
    rows = {
        (
            rule.verb.value,
            source.value if source else "new",
            rule.share.value if rule.share else None,
            held.value if held else None,
        )
        for rule in RULES
        for source in rule.sources
        for held in (rule.share_sources or {None})
    }
    assert rows == stated


def test_no_two_rows_fit_the_same_person_share_and_state():
    for one, other in itertools.combinations(RULES, 2):
        same = one.verb is other.verb and one.sources & other.sources and one.share == other.share
        assert not (same and one.share_sources & other.share_sources), (one, other)


def test_new_orders_come_from_two_verbs_only():
    assert [verb for verb in Verb if candidates(verb, None)] == [Verb.SAVE_DRAFT, Verb.REGISTER]


def test_the_system_may_do_what_a_row_allows_and_needs_no_standing():
    lead = (Part(1, LEAD, "lead", "handling"),)
    rule, share = choosing.choose(Verb.REPLY, Paper("handling"), lead, by=SYSTEM)
    assert (rule.target, share) == (OrderState.PENDING_APPROVAL, lead[0])


def test_resuming_by_the_system_is_about_the_order_as_a_whole():
    lead = (Part(1, LEAD, "lead", "handling"),)
    assert choosing.choose(Verb.RESUME, Paper("suspended"), lead, by=SYSTEM)[1] is None


def test_when_two_shares_fit_one_must_be_named():
    shares = (Part(1, LEAD, "lead", "pending_sign"), Part(2, LEAD, "assist", "pending_sign"))
    by = person(Role.UNIT_CLERK, LEAD)
    assert answer("sign", "pending_sign", shares, by) == ("no_such_share",)
    rule, share = choosing.choose(Verb.SIGN, Paper("pending_sign"), shares, by=by, share_id=2)
    assert (rule.share, share.pk) == (Share.ASSIST, 2)


def test_a_share_that_is_not_part_of_the_order_is_refused():
    shares = (Part(1, LEAD, "lead", "pending_sign"),)
    with pytest.raises(Refusal) as refusal:
        choosing.choose(
            Verb.SIGN, Paper("pending_sign"), shares, by=person(Role.UNIT_CLERK, LEAD), share_id=99
        )
    assert refusal.value.code == "no_such_share"


def _reached(state):
    """The states to which the rows lead from ``state``."""
    if state is None:
        return {OrderState(rule.target) for rule in RULES if None in rule.sources}
    found = set()
    for rule in RULES:
        if state in rule.sources:
            target = str(rule.target)
            found |= (
                {OrderState.PENDING_SIGN, OrderState.HANDLING}
                if target == "previous"
                else {state}
                if target == "same"
                else {OrderState(target)}
            )
    return found


def _closure(start):
    seen, open_ = set(), [start]
    while open_:
        for state in _reached(open_.pop()) - seen:
            seen.add(state)
            open_.append(state)
    return seen


def test_every_state_is_reached_and_from_every_state_the_archive_is_reached():
    assert _closure(None) == set(OrderState)
    assert all(OrderState.ARCHIVED in _closure(state) for state in OrderState)
