import json

import pytest
from click.testing import CliRunner

from jiesu.core.errors import NotFound
from jiesu.triage import actions, selectors
from jiesu.triage.command import triage
from jiesu.triage.errors import AlreadyLearning, ModelUnusable
from jiesu.triage.models import ModelVersion, Suggestion, UnitHistory
from jiesu.triage.selectors import Told
from jiesu.triage.selectors.readers import forget_readers, model_directory
from jiesu.triage.states import ModelState, Task
from jiesu.workorders import actions as workorders
from jiesu.workorders.models import WorkOrder
from tests.cast import order
from tests.triage.doing import ADMIN, ANALYST, duties, history

NOISY = "小区旁边工地半夜施工噪声很大"


def _suggest(content=NOISY):
    return selectors.suggestions_for(Told(content=content))


def test_a_model_is_learned_in_the_background_measured_later_and_used(cast, run_jobs):
    history(cast)
    version = actions.begin_learning(Task.TOPIC, by=ADMIN)
    assert version.state == ModelState.LEARNING
    with pytest.raises(AlreadyLearning):
        actions.begin_learning(Task.TOPIC, by=ADMIN)
    run_jobs()
    version.refresh_from_db()
    assert (version.state, version.is_current, version.progress) == ("ready", True, "完成")
    assert (version.learned_rows, version.measured_rows) == (96, 24)
    assert version.figures["macro_f1"] == 1.0
    latest_learned = WorkOrder.objects.filter(registered_at__lt=version.split_at, state="closed").count()
    assert latest_learned == 96
    topic = _suggest().understanding.topic
    assert (topic.value, topic.origin) == ("020101", "model")
    assert [row.pk for row in selectors.model_versions(for_user=ANALYST)] == [version.pk]


def test_a_worse_version_is_kept_back_and_may_be_used_all_the_same_and_undone(cast):
    numbers = history(cast)
    first = actions.learn_now(Task.TOPIC, by=ADMIN)
    rows = list(WorkOrder.objects.filter(number__in=numbers).order_by("registered_at"))
    for row in rows[:96]:  # somebody mislabels everything that is learned from
        row.topic_code = "020101" if row.topic_code == "010101" else "010101"
    WorkOrder.objects.bulk_update(rows, ["topic_code"])
    second = actions.learn_now(Task.TOPIC, by=ADMIN)
    assert (second.state, second.is_current) == (ModelState.KEPT_BACK, False)
    assert second.figures["macro_f1"] < second.rival_figures["macro_f1"] == 1.0
    actions.use_version(second.pk, by=ADMIN, reason="试用")
    assert _suggest().understanding.topic.value == "010101"
    actions.use_version(first.pk, by=ADMIN, reason="恢复")
    assert _suggest().understanding.topic.value == "020101"
    actions.use_names_only(Task.TOPIC, by=ADMIN)
    assert _suggest().understanding.topic.origin == "names"


def test_too_little_history_is_said_and_changes_nothing(cast):
    history(cast, count=10)
    version = actions.learn_now(Task.TOPIC, by=ADMIN)
    assert version.state == ModelState.FAILED
    assert "只有10件" in version.progress
    assert not selectors.current_models()
    with pytest.raises(NotFound):
        actions.use_version(version.pk, by=ADMIN)


def test_a_damaged_model_is_refused_and_names_read_on(cast):
    history(cast)
    version = actions.learn_now(Task.TOPIC, by=ADMIN)
    (model_directory() / version.directory / "numbers.npz").write_bytes(b"nonsense")
    forget_readers()
    assert _suggest().understanding.topic.origin == "names"
    with pytest.raises(ModelUnusable):
        actions.use_version(version.pk, by=ADMIN)


def test_what_units_returned_is_counted_from_the_orders(cast):
    for at in range(3):
        number = cast.register()
        workorders.dispatch_order(number, lead=cast.water.pk, by=cast.dispatcher)
        if at == 0:
            told = {"reason_code": "return_not_ours", "reason": "不属我司"}
            workorders.request_return(number, by=cast.water_clerk, **told)
            workorders.approve_return(number, by=cast.dispatcher)
    assert actions.recount_history() == 1
    assert actions.recount_history() == 1
    row = UnitHistory.objects.get()
    assert (row.topic_code, row.unit_id, row.given, row.returned) == ("010101", cast.water.pk, 3, 1)


def test_only_above_the_centres_confidence_does_an_order_go_alone(cast):
    duties(cast)
    history(cast)
    actions.learn_now(Task.TOPIC, by=ADMIN)
    ModelVersion.objects.update(figures={"expected_calibration_error": 0.03})
    actions.note_new_orders()

    def goes(**more):
        number = cast.register(NOISY, topic_code="", citizen=None, **more)
        actions.note_new_orders()
        return order(number)

    assert goes().state == "pending_dispatch"  # off by default
    actions.switch(is_on=True, may_dispatch=True, by=ADMIN)
    assert goes().state == "pending_dispatch"  # no topic may
    actions.set_automatic({"02": 0.5}, by=ADMIN)
    gone = goes()
    assert (gone.state, gone.lead_unit_id) == ("pending_sign", cast.county.pk)
    assert goes(is_confidential=True, is_public=False).state == "pending_dispatch"
    ModelVersion.objects.update(figures={"expected_calibration_error": 0.3})
    assert goes().state == "pending_dispatch"  # its chances cannot be believed
    actions.set_automatic({"02": None}, by=ADMIN)
    ModelVersion.objects.update(figures={"expected_calibration_error": 0.03})
    assert goes().state == "pending_dispatch"


def test_the_command_line_learns_and_goes_back(cast):
    history(cast)
    runner = CliRunner()
    told = runner.invoke(triage, ["learn", "--task", "topic"])
    assert told.exit_code == 0, told.output
    answer = json.loads(told.stdout)
    assert (answer["in_use"], answer["measured_on"], answer["figures"]["macro_f1"]) == (True, 24, 1.0)
    assert runner.invoke(triage, ["use", "0", "--task", "topic"]).exit_code == 0
    assert not selectors.current_models()
    assert runner.invoke(triage, ["use", "1", "--task", "topic"]).exit_code == 0
    assert selectors.current_models()[Task.TOPIC].version == 1
    assert runner.invoke(triage, ["use", "9", "--task", "topic"]).exit_code == 2


def test_orders_that_were_there_before_are_suggested_for_then_learned_from(cast, run_jobs):
    history(cast)
    actions.begin_from_history()
    run_jobs()
    topic = ModelVersion.objects.get(task="topic")
    assert (topic.state, topic.is_current) == ("ready", True)
    noted = Suggestion.objects.all()
    assert (noted.count(), noted.filter(settled_at=None).count()) == (120, 0)
    assert set(noted.values_list("topic_model", flat=True)) == {None}  # none by a model that knew it
    actions.take_up()  # safe to run twice
    assert noted.count() == 120
