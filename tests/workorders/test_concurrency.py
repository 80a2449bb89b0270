"""Several people at once, in real threads with connections of their own: one wins, the others are told."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection, transaction

from jiesu.core import clock
from jiesu.core.errors import Refusal
from jiesu.core.models import JournalEntry
from jiesu.workorders import actions
from jiesu.workorders.models import Assignment, Citizen, Deadline, TimelineEvent, WorkOrder
from jiesu.workorders.registration import CitizenDetails, Registration
from tests.cast import CITIZEN, order, share
from tests.workorders import invariants
from tests.workorders.doing import REPLY

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def cast(transactional_db, held_clock):
    from tests.cast import Cast

    return Cast()


def at_once(*calls):
    """The calls, let go at the same moment; their results or refusals, in order."""
    barrier, at = threading.Barrier(len(calls)), clock.now()

    def run(call):
        try:
            barrier.wait(timeout=30)
            return call(at)
        except Refusal as refusal:
            return refusal
        finally:
            connection.close()

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(run, calls))


def refusals(results):
    return [result for result in results if isinstance(result, Refusal)]


def test_two_clerks_sign_at_once_and_one_hears_who_was_first(cast):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    results = at_once(
        lambda at: actions.sign_assignment(number, by=cast.water_clerk, at=at),
        lambda at: actions.sign_assignment(number, by=cast.water_leader, at=at),
    )
    (refusal,) = refusals(results)
    winner = TimelineEvent.objects.get(order__number=number, verb="sign").actor_name
    assert refusal.code == "wrong_state"
    assert refusal.message() == f"工单当前为“办理中”，不能签收。最近一步：{winner}于03-02 09:00签收。"
    assert order(number).version == 3
    invariants.check(number)


def test_two_dispatchers_dispatch_at_once_and_the_order_has_one_lead(cast):
    number = cast.register()
    results = at_once(
        lambda at: actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher, at=at),
        lambda at: actions.dispatch_order(number, lead=cast.power.pk, by=cast.duty_chief, at=at),
    )
    (refusal,) = refusals(results)
    assert refusal.code == "wrong_state"
    assert refusal.message().endswith("派单。")
    assert Assignment.objects.filter(order__number=number).count() == 1
    invariants.check(number)


def test_who_names_the_version_they_saw_hears_that_it_is_stale(cast):
    number = cast.register()
    seen = order(number).version
    results = at_once(
        lambda at: actions.annotate_order(number, note="甲", by=cast.operator, version=seen, at=at),
        lambda at: actions.annotate_order(number, note="乙", by=cast.dispatcher, version=seen, at=at),
    )
    (refusal,) = refusals(results)
    winner = TimelineEvent.objects.get(order__number=number, verb="annotate").actor_name
    assert refusal.code == "stale_version"
    assert refusal.message() == f"工单已被{winner}于03-02 09:00备注，请按最新情况办理。"


def test_eight_people_register_at_once_and_no_number_is_given_twice(cast):
    def registering(at):
        return [
            actions.register_order(
                Registration(content=f"第{i}件", citizen=CITIZEN), by=cast.operator, at=at
            ).number
            for i in range(10)
        ]

    numbers = [number for result in at_once(*[registering] * 8) for number in result]
    assert len(set(numbers)) == 80 == WorkOrder.objects.count()
    assert TimelineEvent.objects.count() == Deadline.objects.count() == 80
    assert JournalEntry.objects.filter(name="workorders.OrderRegistered").count() == 80
    assert Citizen.objects.count() == 1


def slow_down(table):
    """Every row written to the table takes its time, so that two who write at once are certain to meet."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql"
            " AS $$ BEGIN PERFORM pg_sleep(0.02); RETURN NEW; END $$;"
            f"CREATE TRIGGER slowly BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION slowly();"
        )


def test_the_same_people_registered_at_once_in_different_orders_do_not_wait_in_a_circle(cast):
    slow_down("workorders_citizen")
    people = [CitizenDetails(name=f"人{i}", phone=f"1385000{i:04d}") for i in range(20)]

    def registering(at, told):
        actions.register_orders(
            [Registration(content="同一批", citizen=person) for person in told], by=cast.operator, at=at
        )

    at_once(lambda at: registering(at, people), lambda at: registering(at, people[::-1]))
    assert (Citizen.objects.count(), WorkOrder.objects.count()) == (20, 40)


def test_the_same_days_registered_at_once_in_different_orders_do_not_wait_in_a_circle(cast):
    slow_down("core_numberbase")

    def registering(days):
        return lambda at: actions.register_orders(
            [Registration(content="历史件")] * len(days),
            by=cast.operator,
            at=[at - timedelta(days=n) for n in days],
        )

    receipts = at_once(registering([10, 20, 30]), registering([30, 20, 10]))
    numbers = [receipt.number for batch in receipts for receipt in batch]
    assert len(set(numbers)) == 6 == WorkOrder.objects.count()


def test_two_orders_merged_into_each_other_at_once(cast):
    one, other = cast.register(), cast.register()
    results = at_once(
        lambda at: actions.merge_order(one, into=other, by=cast.dispatcher, at=at),
        lambda at: actions.merge_order(other, into=one, by=cast.duty_chief, at=at),
    )
    (refusal,) = refusals(results)
    assert refusal.code == "cannot_merge"
    assert sorted([order(one).state, order(other).state]) == ["merged", "pending_dispatch"]


def test_many_pairs_merged_crosswise_never_deadlock(cast):
    numbers = [cast.register() for _ in range(6)]
    pairs = [(a, b) for a in numbers for b in numbers if a != b]

    def merging(part):
        def run(at):
            told = []
            for a, b in part:
                try:
                    actions.merge_order(a, into=b, by=cast.dispatcher, at=at)
                except Refusal as refusal:
                    told.append(refusal.code)
            return told

        return run

    at_once(*(merging(pairs[i::4]) for i in range(4)))
    states = Counter(order(number).state for number in numbers)
    assert states["pending_dispatch"] >= 1
    assert sum(states.values()) == 6
    for number in numbers:  # every chain of merges ends
        seen, main = set(), order(number)
        while main.merged_into:
            assert main.pk not in seen
            seen.add(main.pk)
            main = main.merged_into


def test_a_unit_replies_while_the_centre_takes_the_order_away(cast):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    results = at_once(
        lambda at: actions.reply_assignment(number, content=REPLY, by=cast.water_clerk, at=at),
        lambda at: actions.redispatch_order(
            number, lead=cast.power.pk, reason="派错", by=cast.dispatcher, at=at
        ),
    )
    # Whoever is first, the order ends up elsewhere: an answer that nobody has approved goes with it.
    assert [refusal.code for refusal in refusals(results)] in ([], ["wrong_state"], ["not_yours"])
    assert (order(number).state, order(number).lead_unit) == ("pending_sign", cast.power)
    invariants.check(number)


def test_a_sweep_passes_by_the_clocks_that_somebody_is_changing(cast, held_clock):
    busy, idle = cast.register(), cast.register()
    held_clock.move(timedelta(days=2))
    at, locked, done = clock.now(), threading.Event(), threading.Event()

    def holding(_):
        with transaction.atomic():
            list(Deadline.objects.select_for_update().filter(order__number=busy))
            locked.set()
            assert done.wait(timeout=30)

    def sweeping(_):
        assert locked.wait(timeout=30)
        swept = actions.sweep_deadlines(at=at)
        done.set()
        return swept

    results = at_once(holding, sweeping)
    assert results[1] == 1
    assert Deadline.objects.get(order__number=idle).overdue_at == at
    assert Deadline.objects.get(order__number=busy).overdue_at is None
    assert actions.sweep_deadlines(at=at) == 1


def test_an_action_waits_for_the_sweep_and_loses_none_of_its_marks(cast, held_clock):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    actions.sign_assignment(number, by=cast.water_clerk)
    actions.reply_assignment(number, content=REPLY, by=cast.water_clerk)
    held_clock.move(timedelta(days=30))
    at, marked, go = clock.now(), threading.Event(), threading.Event()

    def sweeping(_):
        with transaction.atomic():
            actions.sweep_deadlines(at=at)
            marked.set()
            go.wait(timeout=2)  # the action is waiting for these rows by now

    def approving(_):
        assert marked.wait(timeout=30)
        actions.approve_reply(number, by=cast.water_leader, at=at)

    at_once(sweeping, approving)
    handle = Deadline.objects.get(order__number=number, kind="handle")
    assert (handle.state, handle.overdue_at, handle.next_check_at) == ("missed", at, None)
    assert JournalEntry.objects.filter(name="workorders.DeadlineMissed", payload__kind="handle").count() == 1
    assert share(number, cast.water).due_at is None


def test_two_sweeps_at_once_announce_each_clock_once(cast, held_clock):
    for _ in range(20):
        cast.register()
    held_clock.move(timedelta(days=2))
    swept = at_once(*[lambda at: actions.sweep_deadlines(at=at, batch=3)] * 3)
    assert sum(swept) == 20
    missed = JournalEntry.objects.filter(name="workorders.DeadlineMissed").values_list("subject", flat=True)
    assert len(missed) == len(set(missed)) == 20
