"""Steps of the ladder on real orders: at their moments and not before, once, with their reason and effect."""

import pytest
from django.db import connection, transaction

from jiesu.core.errors import NotAllowed, NotFound
from jiesu.core.models import JournalEntry
from jiesu.oversight import actions as oversight
from jiesu.oversight.actions import sweeping
from jiesu.oversight.ladders import Level
from jiesu.oversight.models import EscalationStep, Supervision, Watch
from jiesu.oversight.supervision import Colour
from jiesu.workorders import actions
from jiesu.workorders.models import Deadline
from jiesu.workorders.states import Share
from tests.cast import order, share
from tests.oversight.watching import a_minute, at, ledgers, steps, supervised, with_the_water_company
from tests.workorders.doing import BAD, REPLY

pytestmark = pytest.mark.django_db

URGED = ("unit_leader", "办理时限超过1工作日", "催办、列入超期办理台账")
BLUE = ("unit_leader", "办理时限超过3工作日", "蓝色督办")
YELLOW = ("deputy_secretary", "办理时限超过5工作日", "黄色督办、列入通报")
RED = ("mayor", "办理时限超过10工作日", "红色督办、列入通报")


def due_of(number):
    from jiesu.core.clock import SHANGHAI

    return f"{order(number).due_at.astimezone(SHANGHAI):%m-%d %H:%M}"


def test_an_order_left_alone_goes_up_the_ladder_step_by_step_and_never_early(cast, held_clock):
    number = with_the_water_company(cast)
    due = Deadline.objects.get(order__number=number, kind="handle").due_at
    assert due == at("03-09 17:30")
    told = []
    for moment, looked_at in (
        ("03-09 17:30", 0), ("03-09 17:31", 0), ("03-10 17:29", 0), ("03-10 17:30", 1), ("03-10 17:31", 0),
        ("03-12 17:29", 0), ("03-12 17:30", 1), ("03-16 17:29", 0),
    ):  # fmt: skip
        assert a_minute(held_clock, moment) == looked_at, moment
        told.append(len(steps(number)))
    assert told == [0, 0, 0, 1, 1, 1, 2, 2]
    assert steps(number) == [URGED, BLUE]
    assert supervised(number) == [("blue", "issued", "03-17 17:30")]
    assert ledgers(number) == ["overdue"]

    a_minute(held_clock, "03-16 17:30")
    assert steps(number) == [URGED, BLUE, YELLOW]
    a_minute(held_clock, "03-17 17:30")  # the blue one was not answered
    assert steps(number)[3:] == [("deputy_secretary", "蓝色督办反馈已过期", "黄色督办")]
    a_minute(held_clock, "03-23 17:30")
    assert RED in steps(number)
    assert steps(number).count(RED) == 1


def test_what_was_not_swept_for_a_week_is_taken_late_and_nothing_is_lost(cast, held_clock):
    number = with_the_water_company(cast)
    a_minute(held_clock, "03-09 17:31")

    a_minute(held_clock, "03-16 18:30")

    assert steps(number) == [URGED, BLUE, YELLOW]
    moments = EscalationStep.objects.order_by("due_at").values_list("due_at", "taken_at")
    assert list(moments) == [
        (at(due), at("03-16 18:30")) for due in ("03-10 17:30", "03-12 17:30", "03-16 17:30")
    ]


def test_a_reply_ends_the_ladder_and_one_sent_back_goes_on_where_it_was(cast, held_clock):
    number = with_the_water_company(cast)
    a_minute(held_clock, "03-09 17:31")
    a_minute(held_clock, "03-10 17:30")
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    actions.approve_reply(number, by=cast.water_leader)
    a_minute(held_clock, "03-12 17:30")
    assert steps(number) == [URGED]
    assert Watch.objects.get().next_at is None

    actions.send_back(number, reason="没有答复诉求", share=share(number, cast.water).pk, by=cast.reviewer)
    a_minute(held_clock, "03-12 17:35")
    assert steps(number) == [URGED, BLUE]
    a_minute(held_clock, "03-12 17:36")
    assert steps(number) == [URGED, BLUE]


def test_an_order_that_is_not_signed_for_is_urged_and_entered_at_once(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    due = Deadline.objects.get(order__number=number, kind="sign").due_at
    held_clock.move_to(due)
    a_minute(held_clock, "03-03 17:30")
    assert steps(number) == []
    a_minute(held_clock, "03-03 17:31")

    assert steps(number) == [("unit_leader", "签收时限已过期", "催办、列入超期签收台账")]
    assert ledgers(number) == ["overdue_receipt"]


def again(cast, number):
    """The citizen is not satisfied with the unit's answer, and the unit is to do it again."""
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    actions.approve_reply(number, by=cast.water_leader)
    actions.review_order(number, by=cast.reviewer)
    actions.record_callback(number, answers=BAD, by=cast.callback)
    actions.rework_order(number, reason="未解决", by=cast.callback)


def test_the_second_rework_is_supervised_and_the_third_goes_up(cast, run_jobs):
    number = with_the_water_company(cast)
    told = []
    for _ in range(3):
        again(cast, number)
        run_jobs()
        told.append(steps(number))
    assert told[0] == []
    assert told[1] == [("unit_leader", "第2次重办", "蓝色督办")]
    assert told[2][1:] == [("deputy_secretary", "第3次重办", "黄色督办、列入多次不满意台账、列入通报")]
    assert [row[:2] for row in supervised(number)] == [("blue", "issued"), ("yellow", "issued")]
    assert ledgers(number) == ["perfunctory", "unsatisfied"]  # what is answered in four words says nothing


def returned(cast, number, unit, clerk):
    actions.dispatch_order(number, lead=unit.pk, by=cast.dispatcher)
    actions.request_return(number, reason_code="return_not_ours", reason="不属本单位职责", by=clerk)


def test_three_returns_by_three_units_flag_a_conference_and_enter_the_ledger(cast, run_jobs):
    number = cast.register()
    for unit, clerk in ((cast.water, cast.water_clerk), (cast.power, cast.power_clerk)):
        returned(cast, number, unit, clerk)
        actions.approve_return(number, by=cast.dispatcher)
    run_jobs()
    assert steps(number) == []
    returned(cast, number, cast.county, cast.district)
    run_jobs()

    assert steps(number) == [
        ("deputy_secretary", "第3次申请退单", "提请疑难会商"),
        ("deputy_secretary", "已有3家单位退单", "列入推诿扯皮台账、列入通报"),
    ]
    assert ledgers(number) == ["shirked"]
    assert order(number).state == "return_requested"  # records beside the order, not states


def test_five_equal_appeals_are_a_matter_of_many_citizens(cast, run_jobs):
    main = with_the_water_company(cast)
    for count in range(5):
        run_jobs()
        assert ledgers(main) == []
        actions.merge_order(cast.register(content=f"漏水{count}"), into=main, by=cast.dispatcher)
    run_jobs()
    assert ledgers(main) == ["many_citizens"]


def test_appeals_merged_all_at_once_do_not_step_over_a_rung(cast, run_jobs):
    main = with_the_water_company(cast)
    for count in range(7):
        actions.merge_order(cast.register(content=f"漏水{count}"), into=main, by=cast.dispatcher)
    run_jobs()
    assert ledgers(main) == ["many_citizens"]
    assert [why for _, why, _ in steps(main)] == ["已并入5件相同诉求"]


def test_the_same_event_told_twice_takes_no_step_twice(cast, held_clock):
    from jiesu.oversight.actions.escalating import note_doing
    from jiesu.workorders.states import Verb

    number = with_the_water_company(cast)
    again(cast, number)
    again(cast, number)
    row = order(number)
    for _ in range(2):
        note_doing(row.pk, Verb.REWORK, seq=row.version, at=at("03-02 09:00"))
    assert len(steps(number)) == 1
    assert len(supervised(number)) == 1


def test_somebody_may_decide_to_escalate_and_it_says_why(cast, run_jobs):
    number = with_the_water_company(cast)
    step = oversight.escalate_order(
        number, level=Level.MAYOR, reason="媒体曝光", colour=Colour.RED, by=cast.supervisor
    )
    assert (step.by_name, step.why, step.place) == ("秦岚", "媒体曝光", None)
    assert [row[:2] for row in supervised(number)] == [("red", "issued")]
    assert JournalEntry.objects.filter(name="oversight.OrderEscalated", subject=number).count() == 1


def test_who_may_not_escalate_is_refused_and_nothing_happens(cast):
    number = with_the_water_company(cast)
    with pytest.raises(NotAllowed):
        oversight.escalate_order(number, level=Level.MAYOR, reason="急", by=cast.operator)
    with pytest.raises(NotFound):
        oversight.escalate_order("99010020260302999999", level=Level.MAYOR, reason="急", by=cast.supervisor)
    assert not EscalationStep.objects.exists()
    assert not Supervision.objects.exists()


def late_orders(cast, held_clock, count):
    numbers = [with_the_water_company(cast) for _ in range(count)]
    a_minute(held_clock, "03-09 17:31")
    held_clock.move_to(at("03-12 17:30"))
    return numbers


def test_a_sweep_that_dies_between_batches_repeats_nothing_and_forgets_nothing(cast, held_clock, monkeypatch):
    numbers = late_orders(cast, held_clock, 5)
    whole, batches = sweeping._sweep_batch, iter([None, RuntimeError("the worker was killed")])

    def dying(*args):
        if error := next(batches, None):
            raise error
        return whole(*args)

    monkeypatch.setattr(sweeping, "_sweep_batch", dying)
    with pytest.raises(RuntimeError):
        oversight.sweep_watches(batch=2)
    assert EscalationStep.objects.count() == 4
    assert oversight.sweep_watches(batch=2) == 3
    assert all(steps(number) == [URGED, BLUE] for number in numbers)


def test_a_batch_that_fails_half_way_leaves_nothing(cast, held_clock, monkeypatch):
    late_orders(cast, held_clock, 1)
    before = Watch.objects.get().next_at

    def failing(*_, **__):
        raise RuntimeError("the journal is full")

    with monkeypatch.context() as patch:
        patch.setattr(sweeping, "take_steps", failing)
        with pytest.raises(RuntimeError):
            oversight.sweep_watches()
    assert Watch.objects.get().next_at == before
    assert not EscalationStep.objects.exists()


def test_the_sweep_reads_the_index_of_next_moments(cast, held_clock):
    late_orders(cast, held_clock, 1)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT id FROM oversight_watch WHERE next_at <= now() ORDER BY next_at, id LIMIT 500"
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "watch_sweep" in plan


def test_a_sweep_of_nothing_takes_one_look_and_a_batch_few_statements(
    cast, held_clock, django_assert_max_num_queries
):
    late_orders(cast, held_clock, 12)
    with django_assert_max_num_queries(26):
        assert oversight.sweep_watches() == 12
    with django_assert_max_num_queries(3):
        assert oversight.sweep_watches() == 0


def test_the_database_refuses_the_same_step_twice(cast, held_clock):
    from django.db import IntegrityError

    late_orders(cast, held_clock, 1)
    oversight.sweep_watches()
    step = EscalationStep.objects.first()
    step.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save(force_insert=True)


def test_the_part_of_a_unit_that_helps_is_watched_for_that_unit(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, assists=[cast.power.pk], by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    actions.sign_assignment(number, by=cast.power_clerk)
    a_minute(held_clock, "03-09 17:31")
    a_minute(held_clock, "03-12 17:30")

    rows = Supervision.objects.filter(order__number=number).order_by("unit_id")
    assert {row.unit_id for row in rows} == {cast.water.pk, cast.power.pk}
    assert share(number, cast.power).kind == Share.ASSIST
