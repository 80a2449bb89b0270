"""What everybody hears, what is announced, and how many statements it takes."""

import pytest

from jiesu.workorders import actions
from jiesu.workorders.models import TimelineEvent
from tests.cast import share
from tests.workorders.doing import GOOD, REPLY, refused

pytestmark = pytest.mark.django_db


def test_somebody_who_saw_an_older_version_hears_what_happened_since(stage):
    number = stage.register()
    actions.annotate_order(number, note="催问", by=stage.operator)
    refused(
        actions.dispatch_order, number, "stale_version", words="工单已被林晓雨于03-02 09:00备注",
        lead=stage.water.pk, version=1, by=stage.dispatcher,
    )  # fmt: skip
    actions.dispatch_order(number, lead=stage.water.pk, version=2, by=stage.dispatcher)


def test_who_acted_for_which_unit_stands_in_the_timeline(stage):
    number = stage.bring_to("handling")
    replied = share(number, stage.sections["replied"])
    actions.collect_reply(number, share=replied.pk, by=stage.water_clerk)
    actions.annotate_order(number, note="现场已看", by=stage.at(stage.helpers["handling"]))
    actions.annotate_order(number, note="已知悉", by=stage.dispatcher)
    lines = TimelineEvent.objects.filter(order__number=number).order_by("-seq")
    assert [line.unit_id for line in lines[:3]] == [None, stage.helpers["handling"].pk, stage.water.pk]
    assert lines[2].data["share"] == replied.pk


@pytest.mark.parametrize(
    ("verb", "name"),
    [
        ("dispatch", "OrderDispatched"),
        ("sign", "OrderChanged"),
        ("request_return", "ReturnRequested"),
        ("apply_extension", "ApplicationFiled"),
        ("approve_extension", "ApplicationDecided"),
        ("review", "ReplyAccepted"),
        ("record_callback", "CalledBack"),
        ("close", "OrderClosed"),
        ("withdraw", "OrderClosed"),
        ("reopen", "OrderReopened"),
    ],
)
def test_each_verb_announces_its_event(verb, name):
    from jiesu.workorders.events import events_of
    from jiesu.workorders.states import OrderState, Verb

    assert [kind.__name__ for kind in events_of(Verb(verb), OrderState.HANDLING)] == [name]


def test_every_refusal_speaks_both_languages():
    from jiesu.workorders import errors

    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and kind.__module__ == errors.__name__
    ]
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert all(kind.zh and kind.en and kind.__doc__ for kind in kinds)


def test_dispatching_and_signing_take_few_statements(cast, django_assert_max_num_queries):
    number = cast.register()
    with django_assert_max_num_queries(13):  # one defers what those who hear of it are told
        actions.dispatch_order(
            number, lead=cast.water.pk, assists=[cast.county.pk, cast.power.pk], by=cast.dispatcher
        )
    with django_assert_max_num_queries(10):
        actions.sign_assignment(number, by=cast.water_clerk)
    with django_assert_max_num_queries(11):
        actions.delegate_assignment(number, units=[cast.repair.pk], by=cast.water_clerk)


def test_every_other_step_of_a_life_takes_few_statements(cast, django_assert_max_num_queries):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    steps = [
        (lambda: actions.record_contact(number, by=cast.water_clerk), 10),
        (lambda: actions.reply_assignment(number, content=REPLY, by=cast.water_clerk), 11),
        (lambda: actions.approve_reply(number, by=cast.water_leader), 12),
        (lambda: actions.review_order(number, by=cast.reviewer), 11),
        (lambda: actions.record_callback(number, answers=GOOD, by=cast.callback), 9),
        (lambda: actions.close_order(number, by=cast.callback), 10),
        (lambda: actions.archive_order(number, by=cast.callback), 8),
    ]
    for step, most in steps:
        with django_assert_max_num_queries(most):
            step()
