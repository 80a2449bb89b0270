"""Every (state, verb) against the database: what is legal lands where it should, the rest changes nothing."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from django.db import transaction

from jiesu.accounts.roles import Role
from jiesu.core.errors import Refusal
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders import actions
from jiesu.workorders.models import Assignment, TimelineEvent, WorkOrder
from jiesu.workorders.states import STATE_LABELS, VERB_LABELS, OrderState, Verb
from tests.workorders import invariants
from tests.workorders.doing import BAD, GOOD, REPLY, TAKES_SHARE, do, everything
from tests.workorders.expected import STATES, VERBS, WAYS

pytestmark = pytest.mark.django_db

WITHOUT_DELEGATED = {"pending_sign"}
"""Where no delegated share can be: delegating needs a signature, and signing is not undone."""


@contextmanager
def tried():
    """What happens within is undone."""
    with transaction.atomic():
        savepoint = transaction.savepoint()
        yield
        transaction.savepoint_rollback(savepoint)


def prepare(verb, number, stage, share):
    """What must be the case before the verb, beyond states."""
    decided = verb.removeprefix("approve_").removeprefix("refuse_")
    if decided in ("extension", "suspension", "final_answer", "exclusion") and decided != verb:
        do(f"apply_{decided}", number, stage, by=stage.water_clerk)
    if verb == "object":
        mine = stage.share(number, stage.water).pk
        do("request_return", number, stage, by=stage.water_clerk, share=mine)
        do("refuse_return", number, stage, by=stage.duty_chief, share=mine)
    if verb in ("close", "rework"):
        actions.record_callback(number, answers=GOOD if verb == "close" else BAD, by=stage.callback)
    if verb == "reply" and share.kind == "lead":
        clear(number, stage)
    stage.below = below(stage, share)


def clear(number, stage):
    """Nothing is outstanding any more: what was asked is approved, the rest taken back."""
    parts = Assignment.objects.filter(order__number=number, is_current=True).exclude(kind="lead")
    for part in parts.exclude(state="accepted"):
        verb = "approve_return" if part.state == "return_requested" else "withdraw_share"
        by = stage.duty_chief if part.kind == "assist" else stage.water_clerk
        do(verb, number, stage, by=by, share=part.pk)


def below(stage, share):
    """Units to which the share can be delegated."""
    if share is None or share.kind == "lead":
        return [stage.spare.pk]
    return [stage.under[share.unit_id].pk] if share.unit_id in stage.under else []


def cases(number, way):
    """The shares with which a way can be tried on the order; None for the order as a whole."""
    if way.kind is None:
        return [None]
    shares = Assignment.objects.filter(order__number=number, is_current=True, kind=way.kind)
    found = {share.state: share for share in shares if share.state in way.share_sources}
    return list(found.values())


def doer(stage, way, role, share):
    """Somebody in the role who stands as the way asks."""
    unit = {
        "centre": stage.centre,
        "holder": share and share.unit,
        "parent": share and share.parent and share.parent.unit,
        "lead": stage.water,
        "involved": stage.centre if role not in ("unit_clerk", "unit_leader") else stage.water,
    }[way.standing]
    by = stage.at(unit, Role(role))
    # A collector sees only what they registered themselves.
    return replace(by, user_id=stage.operator.user_id) if role == "collector" else by


def missing(state, way, number):
    """Whether the order in this state cannot have what the way needs."""
    if way.kind == "child" and state in WITHOUT_DELEGATED:
        return True
    return (
        way.standing == "involved"
        and not Assignment.objects.filter(order__number=number, is_current=True).exists()
    )


@pytest.mark.parametrize("state", STATES)
def test_what_is_legal_lands_where_the_statement_says(stage, state):
    number = stage.bring_to(state)
    assert WorkOrder.objects.get(number=number).state == state
    invariants.check(number)
    for way in (way for way in WAYS if state in way.sources):
        shares = cases(number, way)
        assert shares or missing(state, way, number), way
        for share in shares:
            for role in sorted(way.roles):
                if role.startswith("unit") and missing(state, way, number):
                    continue
                with tried():
                    _does(stage, state, way, role=role, share=share, number=number)


def _does(stage, state, way, *, role, share, number):
    prepare(way.verb, number, stage, share)
    before = WorkOrder.objects.get(number=number)
    held = share and Assignment.objects.get(pk=share.pk)
    by = doer(stage, way, role, share)
    do(way.verb, number, stage, by=by, share=share and share.pk)
    after = WorkOrder.objects.get(number=number)
    lands = {"=": before.state, "<": held and held.previous_state}.get(way.lands, way.lands)
    assert (way.verb, role, after.state, after.version) == (way.verb, role, lands, before.version + 1)
    if share:
        part = Assignment.objects.get(pk=share.pk)
        wanted = {"=": held.state, "<": held.previous_state}.get(way.share_lands, way.share_lands)
        assert (way.verb, part.state) == (way.verb, wanted)
    line = TimelineEvent.objects.get(order=after, seq=after.version)
    assert (line.verb, line.from_state, line.to_state) == (way.verb, before.state, after.state)
    assert (line.actor_id, line.actor_name) == (by.user_id, by.name)
    invariants.check(number)


@pytest.mark.parametrize("state", STATES)
def test_what_is_illegal_says_so_and_changes_nothing(stage, state):
    number = stage.bring_to(state)
    stage.below = [stage.spare.pk]
    before = everything()
    for verb in VERBS:
        if verb == "save_draft" or any(way.verb == verb and state in way.sources for way in WAYS):
            continue
        share = next(iter(Assignment.objects.filter(order__number=number).values_list("pk", flat=True)), 1)
        with pytest.raises(Refusal) as refusal:
            do(verb, number, stage, by=SYSTEM, share=share)
        assert refusal.value.code == "wrong_state", verb
        assert STATE_LABELS[OrderState(state)] in refusal.value.message()
        assert VERB_LABELS[Verb(verb)] in refusal.value.message()
        assert everything() == before, verb


@pytest.mark.parametrize("state", STATES)
def test_the_wrong_people_are_refused_and_nothing_changes(stage, state):
    number = stage.bring_to(state)
    stage.below = [stage.spare.pk]
    before = everything()
    administrator, auditor = stage.at(stage.centre, Role.ADMINISTRATOR), stage.at(stage.centre, Role.AUDITOR)
    for verb in {way.verb for way in WAYS if state in way.sources and way.verb != "register"}:
        share = next((share for way in WAYS if way.verb == verb and state in way.sources
                      for share in cases(number, way) if share), None)  # fmt: skip
        for by, code in (
            (administrator, "not_found"),
            (auditor, "not_allowed"),
            (stage.power_clerk, "not_found"),
            (stage.at(stage.power, Role.UNIT_LEADER), "not_found"),
        ):
            with pytest.raises(Refusal) as refusal:
                do(verb, number, stage, by=by, share=share and share.pk)
            assert (verb, by.name, refusal.value.code) == (verb, by.name, code)
        assert everything() == before, verb


def test_a_unit_cannot_do_what_is_another_units(stage):
    number = stage.bring_to("handling")
    before = everything()
    waiting = stage.share(number, stage.helpers["pending_sign"]).pk
    with pytest.raises(Refusal) as refusal:
        actions.sign_assignment(number, share=waiting, by=stage.water_clerk)
    assert refusal.value.code == "not_yours"
    assert everything() == before


def test_an_order_that_does_not_exist_is_not_found(stage):
    stage.below = [stage.spare.pk]
    before = everything()
    for verb in VERBS:
        for number in (
            "990100",
            "",
            "'; DROP TABLE workorders_workorder; --",
            "１２３",
            "9\x00",
            "\ud800",
            "9" * 60,
        ):
            if verb not in ("save_draft", "register"):
                with pytest.raises(Refusal) as refusal:
                    do(verb, number, stage, by=SYSTEM, share=1)
                assert refusal.value.code == "not_found"
    assert everything() == before


def test_every_verb_takes_what_its_rows_say_it_needs():
    from dataclasses import fields
    from inspect import signature

    from jiesu.workorders.callbacks import CallbackAnswers
    from jiesu.workorders.workflow import RULES

    inner = {field.name for kind in (actions.ReplyContent, CallbackAnswers) for field in fields(kind)}
    for rule in RULES:
        taken = set(signature(actions.ACTION_OF[rule.verb]).parameters)
        assert set(rule.needs) <= taken | inner, rule.verb
        assert "by" in taken
        assert (rule.verb.value in TAKES_SHARE) == ("share" in taken)


def test_every_verb_has_its_action():
    assert set(actions.ACTION_OF) == set(Verb)
    assert len(set(actions.ACTION_OF.values())) == len(Verb)


def test_a_reply_is_needed_before_anything_else(stage):
    number = stage.bring_to("handling")
    before = everything()
    with pytest.raises(Refusal) as refusal:
        actions.reply_assignment(
            number, content=REPLY, share=stage.share(number, stage.water).pk, by=stage.water_clerk
        )
    assert refusal.value.code == "parts_outstanding"
    assert everything() == before
