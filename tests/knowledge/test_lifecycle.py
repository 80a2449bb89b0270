"""Every row of the life of an article."""

import pytest

from jiesu.accounts.permissions import KNOWLEDGE
from jiesu.knowledge.lifecycle import RULES, Rule, Stand, is_working, rules_for, sources_of
from jiesu.knowledge.standing import stands, verbs_for
from jiesu.knowledge.states import (
    LIVE,
    OVER,
    SOURCE_LABELS,
    STATE_LABELS,
    USE_LABELS,
    VERB_LABELS,
    WORKING,
    ArticleState,
    ArticleVerb,
    Source,
    Use,
)
from jiesu.organisations.actors import SYSTEM, Actor

CENTRE, UNIT = "0001.", "0001.0002."


@pytest.mark.parametrize(
    ("labels", "kind"),
    [(STATE_LABELS, ArticleState), (VERB_LABELS, ArticleVerb), (USE_LABELS, Use), (SOURCE_LABELS, Source)],
)
def test_every_word_has_a_label_of_its_own(labels, kind):
    assert set(labels) == set(kind)
    assert len(set(labels.values())) == len(labels)


def test_every_state_is_working_live_or_over():
    assert set(ArticleState) == WORKING | LIVE | OVER
    assert len(WORKING) + len(LIVE) + len(OVER) == len(ArticleState)
    assert [state for state in ArticleState if is_working(state)] == list(ArticleState)[:5]


def test_nothing_happens_to_what_is_over():
    assert not [rule for rule in RULES if rule.sources & OVER]


def test_every_state_but_the_first_is_reached_and_every_verb_has_a_row():
    assert {rule.target for rule in RULES} - {None} == set(ArticleState)
    assert {rule.verb for rule in RULES} == set(ArticleVerb)


def test_every_permission_of_the_knowledge_base_is_needed_for_something():
    assert {rule.permission for rule in RULES} == KNOWLEDGE


def test_the_straight_way_from_a_note_to_an_answer():
    state = None
    for verb in (
        "collect",
        "start",
        "submit",
        "endorse",
        "approve",
        "publish",
        "call_due",
        "confirm",
        "expire",
    ):
        (rule,) = rules_for(ArticleVerb(verb), state)
        state = rule.target
    assert state is ArticleState.EXPIRED


def test_what_is_with_the_centre_is_sent_back_by_the_centre_alone():
    (rule,) = rules_for(ArticleVerb.SEND_BACK, ArticleState.IN_APPROVAL)
    assert rule.stand is Stand.CENTRE
    assert sources_of(ArticleVerb.SEND_BACK) == {
        ArticleState.IN_REVIEW,
        ArticleState.IN_APPROVAL,
        ArticleState.APPROVED,
    }


def _person(*paths, centre=False, **more):
    return Actor(user_id=1, name="某人", unit_paths=paths, is_centre=centre, **more)


@pytest.mark.parametrize(
    ("stand", "owner", "expected"),
    [
        (Stand.OWNER, UNIT, [True, True, False]),
        (Stand.UNIT, UNIT, [True, False, False]),
        (Stand.UNIT, CENTRE, [False, True, False]),
        (Stand.CENTRE, UNIT, [False, True, False]),
        (Stand.SYSTEM, UNIT, [False, False, False]),
    ],
)
def test_where_people_stand(stand, owner, expected):
    people = [_person(UNIT), _person(CENTRE, centre=True), _person("0001.0003.")]
    assert [stands(stand, owner, by=person) for person in people] == expected
    assert stands(stand, owner, by=SYSTEM)


def test_a_person_is_offered_what_the_table_allows():
    clerk = _person(UNIT, permissions=frozenset({"edit_article", "collect_article"}))
    assert verbs_for(ArticleState.DRAFT, UNIT, by=clerk) == (
        ArticleVerb.EDIT,
        ArticleVerb.SUBMIT,
        ArticleVerb.DISCARD,
    )
    assert verbs_for(ArticleState.DRAFT, "0001.0003.", by=clerk) == ()
    assert verbs_for(ArticleState.PUBLISHED, UNIT, by=clerk) == ()
    assert all(isinstance(rule, Rule) for rule in RULES)
