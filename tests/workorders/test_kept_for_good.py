"""What the database refuses: history is not rewritten, orders are not lost, what must not be cannot be."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from jiesu.workorders import actions
from jiesu.workorders.models import Application, Assignment, Citizen, Deadline, TimelineEvent, WorkOrder
from tests.cast import order, share

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(cast):
    number = cast.register()
    actions.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
    return number


def refused(sql):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(IntegrityError, match=r"append-only|violates"), transaction.atomic():
            cursor.execute(sql)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE workorders_timelineevent SET note = 'rewritten'",
        "UPDATE workorders_timelineevent SET data = '{}' WHERE seq = 1",
        "DELETE FROM workorders_timelineevent",
        "TRUNCATE workorders_timelineevent",
        "DELETE FROM workorders_workorder",
        "UPDATE workorders_workorder SET number = '1' || number",
        "UPDATE workorders_workorder SET state = 'lost'",
        "UPDATE workorders_workorder SET state = 'merged'",
        "UPDATE workorders_workorder SET merged_into_id = id",
        "UPDATE workorders_workorder SET is_confidential = true, is_public = true",
        "UPDATE workorders_assignment SET state = 'lost'",
        "UPDATE workorders_assignment SET kind = 'child'",
        "UPDATE workorders_deadline SET state = 'lost'",
        "UPDATE workorders_deadline SET state = 'met' WHERE next_check_at IS NOT NULL",
        "UPDATE workorders_citizen SET phone_hash = ''",
    ],
)
def test_the_database_refuses(number, sql):
    before = TimelineEvent.objects.count()
    refused(sql)
    assert TimelineEvent.objects.count() == before
    assert WorkOrder.objects.filter(number=number).exists()


def test_an_order_cannot_be_deleted_by_any_way(number):
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        order(number).delete()
    with pytest.raises((ProtectedError, IntegrityError)), transaction.atomic():
        Citizen.objects.all().delete()
    assert order(number).citizen is not None


def test_an_order_has_one_lead_and_a_unit_one_share(number, cast):
    for more in ({"kind": "lead", "unit": cast.power}, {"kind": "assist", "unit": cast.water}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Assignment.objects.create(
                order=order(number),
                unit_path="x",
                state="handling",
                assigned_at=order(number).registered_at,
                **more,
            )


def test_one_application_of_a_kind_waits_at_a_time(number, cast):
    given = {"order": order(number), "assignment": share(number, cast.water), "kind": "return", "reason": "x",
             "asked_at": order(number).registered_at, "asked_by_name": "x"}  # fmt: skip
    Application.objects.create(**given)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(**given)


def test_the_row_of_an_order_may_change_and_its_number_may_be_written_again(number):
    row = order(number)
    row.title = "另一个标题"
    row.save()
    assert (order(number).title, Deadline.objects.count()) == ("另一个标题", 5)


def test_a_number_is_given_once(number):
    row = order(number)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_finding_by_number_or_by_its_beginning_uses_the_index(cast):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for condition in ("number = '99010020260302000001'", "number LIKE '9901002026%'"):
            cursor.execute(f"EXPLAIN SELECT id FROM workorders_workorder WHERE {condition}")
            assert "order_number_once" in "\n".join(row[0] for row in cursor.fetchall())
