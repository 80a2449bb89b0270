"""A leader's instruction, from its registration to the archive."""

import io
from datetime import date, timedelta

import pytest

from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.messaging.models import Message
from jiesu.oversight import errors
from jiesu.oversight.actions import instructions as doing
from jiesu.oversight.actions.reminding import remind_of_instructions
from jiesu.oversight.instructions import (
    INSTRUCTION_RULES,
    InstructionState,
    InstructionVerb,
    TaskState,
    state_of,
)
from jiesu.oversight.models import Instruction, InstructionTask
from jiesu.oversight.selectors import instructions as reading

MONDAY = date(2026, 3, 2)
FRIDAY = MONDAY + timedelta(days=4)


def given(**more) -> doing.InstructionText:
    return doing.InstructionText(
        **{
            "leader": "张市长",
            "signed_on": MONDAY,
            "title": "和平路反复爆管",
            "text": "请彻查并根治。",
            **more,
        }
    )


@pytest.fixture
def row(cast) -> Instruction:
    """Given to the water company and to the district until Friday."""
    made = doing.register_instruction(given(), by=cast.supervisor)
    units = [cast.water.pk, cast.county.pk]
    return doing.assign_instruction(
        made.number, units=units, due_on=FRIDAY, wanted="查清原因", by=cast.supervisor
    )


def task(row, unit) -> InstructionTask:
    return InstructionTask.objects.get(instruction=row, unit=unit)


def stands(row) -> str:
    row.refresh_from_db()
    return row.state


def answered(cast, row) -> None:
    for unit, clerk in ((cast.water, cast.water_clerk), (cast.county, cast.district)):
        doing.answer_instruction(task(row, unit).pk, answer="已更换老旧管网", by=clerk)
        doing.accept_instruction_answer(task(row, unit).pk, by=cast.supervisor)


def test_the_whole_way(cast, row, run_jobs, held_clock):
    assert (stands(row), row.due_on) == ("assigned", FRIDAY)
    doing.answer_instruction(task(row, cast.water).pk, answer="已更换", by=cast.water_clerk)
    doing.send_instruction_back(
        task(row, cast.water).pk, note="没有说明原因", due_on=FRIDAY, by=cast.supervisor
    )
    assert task(row, cast.water).state == "waiting"
    answered(cast, row)
    assert stands(row) == "answered"

    doing.plan_look_back(row.number, on=FRIDAY, by=cast.supervisor)
    run_jobs()
    held_clock.move(timedelta(days=4))
    assert reading.instruction_counts(for_user=cast.supervisor).look_back == 1
    assert remind_of_instructions() == 1
    assert remind_of_instructions() == 0
    doing.record_look_back(row.number, holds=False, finding="又漏了一次", by=cast.supervisor)
    assert stands(row) == "answered"
    doing.plan_look_back(row.number, on=FRIDAY + timedelta(days=7), by=cast.supervisor)
    doing.record_look_back(row.number, holds=True, finding="没有再漏", by=cast.supervisor)
    doing.close_instruction(row.number, note="问题已根治", by=cast.supervisor)
    doing.file_instruction(row.number, by=cast.supervisor)

    assert (stands(row), row.look_back_on) == ("filed", None)
    shown = reading.get_instruction(row.number, for_user=cast.supervisor)
    assert [line.verb for line in shown.lines.all()][-3:] == ["look_back", "close", "file"]
    run_jobs()
    assert (
        Message.objects.filter(purpose="instruction.look_back", recipient="秦岚", channel="inbox").count()
        == 1
    )
    assert (
        Message.objects.filter(purpose="instruction.assigned", recipient="李水", channel="inbox").count() == 2
    )


@pytest.mark.parametrize(
    ("tasks", "state"),
    [
        ([], InstructionState.REGISTERED),
        ([TaskState.WAITING], InstructionState.ASSIGNED),
        ([TaskState.ACCEPTED, TaskState.ANSWERED], InstructionState.ASSIGNED),
        ([TaskState.ACCEPTED, TaskState.ACCEPTED], InstructionState.ANSWERED),
    ],
)
def test_it_is_answered_when_every_units_answer_is_enough(tasks, state):
    assert state_of(tasks) is state


def test_every_verb_has_its_row():
    assert set(INSTRUCTION_RULES) == set(InstructionVerb) - {InstructionVerb.REGISTER}


def test_a_unit_sees_its_own_and_answers_only_its_own(cast, row):
    with pytest.raises(NotFound):
        reading.get_instruction(row.number, for_user=cast.power_clerk)
    with pytest.raises(errors.NotYourInstruction):
        doing.answer_instruction(task(row, cast.county).pk, answer="不是我的", by=cast.water_clerk)
    with pytest.raises(NotAllowed):
        doing.accept_instruction_answer(task(row, cast.water).pk, by=cast.water_clerk)

    assert {each.state for each in InstructionTask.objects.all()} == {"waiting"}
    assert reading.waiting_instructions(for_user=cast.water_clerk) == 1


def test_what_is_not_there_yet_is_refused(cast, row):
    for act in (
        lambda: doing.close_instruction(row.number, note="完", by=cast.supervisor),
        lambda: doing.file_instruction(row.number, by=cast.supervisor),
        lambda: doing.plan_look_back(row.number, on=FRIDAY, by=cast.supervisor),
        lambda: doing.record_look_back(row.number, holds=True, finding="好", by=cast.supervisor),
        lambda: doing.accept_instruction_answer(task(row, cast.water).pk, by=cast.supervisor),
    ):
        with pytest.raises(errors.InstructionNotThere):
            act()

    assert stands(row) == "assigned"


def test_a_unit_is_given_it_once_and_not_until_yesterday(cast, row):
    for units, day in (
        ([cast.water.pk], FRIDAY),
        ([], FRIDAY),
        ([cast.power.pk], MONDAY - timedelta(days=1)),
    ):
        with pytest.raises(InvalidInput):
            doing.assign_instruction(row.number, units=units, due_on=day, by=cast.supervisor)

    assert InstructionTask.objects.count() == 2


def test_reminders_come_before_the_day_and_after_it_and_no_more(cast, row, run_jobs, held_clock):
    assert remind_of_instructions() == 0
    held_clock.move(timedelta(days=1))
    assert (remind_of_instructions(), remind_of_instructions()) == (2, 0)
    run_jobs()
    held_clock.move(timedelta(days=4))
    assert (remind_of_instructions(), remind_of_instructions()) == (2, 0)
    held_clock.move(timedelta(days=1))
    assert remind_of_instructions() == 0
    assert reading.instruction_counts(for_user=cast.supervisor).late == 1
    run_jobs()

    assert Message.objects.filter(purpose="instruction.due", recipient="李水", channel="inbox").count() == 1
    assert (
        Message.objects.filter(purpose="instruction.overdue", recipient="周总", channel="inbox").count() == 1
    )


def test_another_day_is_another_reminder(cast, row, held_clock):
    held_clock.move(timedelta(days=1))
    remind_of_instructions()
    doing.extend_instruction(
        task(row, cast.water).pk, due_on=FRIDAY + timedelta(days=7), note="管材未到", by=cast.supervisor
    )

    assert (stands(row), row.due_on) == ("assigned", FRIDAY + timedelta(days=7))
    assert remind_of_instructions() == 0
    held_clock.move(timedelta(days=8))
    assert remind_of_instructions() == 2


def test_files_are_what_their_content_says(cast, row, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    file = doing.attach_to_instruction(
        row.number, name="批示.exe", file=io.BytesIO(b"%PDF-1.4 x"), by=cast.supervisor
    )
    with pytest.raises(InvalidInput):
        doing.attach_to_instruction(
            row.number, name="x.pdf", file=io.BytesIO(b"MZ\x90\x00"), by=cast.supervisor
        )

    shown, body = reading.open_instruction_file(row.number, file.pk, for_user=cast.water_clerk)
    with body:
        assert (shown.content_type, body.read()) == ("application/pdf", b"%PDF-1.4 x")
    with pytest.raises(NotFound):
        reading.open_instruction_file(row.number, file.pk, for_user=cast.power_clerk)


def test_it_is_about_orders_that_exist(cast):
    number = cast.register()
    row = doing.register_instruction(given(numbers=(number,)), by=cast.supervisor)

    assert [order.number for order in reading.orders_of_instruction(row, for_user=cast.supervisor)] == [
        number
    ]
    with pytest.raises(NotFound):
        doing.register_instruction(given(numbers=("990100000000",)), by=cast.supervisor)
    with pytest.raises(InvalidInput):
        doing.register_instruction(given(signed_on=FRIDAY), by=cast.supervisor)
    with pytest.raises(NotAllowed):
        doing.register_instruction(given(), by=cast.water_clerk)
    assert Instruction.objects.count() == 1
