from datetime import UTC, datetime, timedelta

import pytest

from jiesu.core.errors import NotAllowed, NotFound
from jiesu.organisations.actors import Actor
from jiesu.telephony import actions
from jiesu.telephony.errors import NotANumber, NoTrunk, SeatCannot
from jiesu.telephony.models import Call, Leg, Seat, SwitchNode, SwitchTask, Trunk
from jiesu.telephony.seat_states import SeatState
from jiesu.telephony.switch_plan import Errand
from jiesu.telephony.switch_tasks import MONITORING, TaskKind, is_stale, leg_key, may_be_asked, task_of

NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
LATER = NOON + timedelta(seconds=3)


@pytest.mark.parametrize("state", SeatState)
def test_a_third_party_joins_a_conversation_of_two(state):
    assert may_be_asked(TaskKind.THIRD, state) is (state in {SeatState.TALKING, SeatState.HOLDING})


@pytest.mark.parametrize("state", SeatState)
def test_a_call_is_taken_up_again_only_by_a_seat_on_a_call(state):
    on_call = {SeatState.TALKING, SeatState.HOLDING, SeatState.THREE_WAY}
    assert may_be_asked(TaskKind.REJOIN, state) is (state in on_call)


@pytest.mark.parametrize("kind", sorted(MONITORING))
@pytest.mark.parametrize("state", SeatState)
def test_nobody_listens_while_talking(kind, state):
    idle = {SeatState.SIGNED_IN, SeatState.READY, SeatState.BUSY, SeatState.ON_BREAK}
    assert may_be_asked(kind, state) is (state in idle)


def test_a_task_is_stale_after_ten_seconds():
    assert not is_stale(NOON, at=NOON + timedelta(seconds=10))
    assert is_stale(NOON, at=NOON + timedelta(seconds=10, microseconds=1))


@pytest.mark.parametrize(
    ("key", "number"),
    [
        (leg_key(TaskKind.THIRD, 7), 7),
        ("listen-12", 12),
        ("return-3-1", None),
        ("1764000000.5", None),
        ("third-", None),
    ],
)
def test_a_channel_is_known_by_its_task(key, number):
    assert task_of(key) == number


@pytest.fixture
def talking(db):
    """Lin at seat 8001 talks with a citizen; He sits idle at 8002 and may monitor."""
    lin = Actor(user_id=1, name="林", permissions=frozenset({"take_calls"}))
    he = Actor(user_id=2, name="何", permissions=frozenset({"take_calls", "monitor_calls", "lead_seats"}))
    node = SwitchNode.objects.create(name="node1")
    Trunk.objects.create(code="carrier", host="192.0.2.1")
    Seat.objects.create(number="8001", secret="x", user_id=1, state="talking", since=NOON)
    Seat.objects.create(number="8002", secret="y", user_id=2, state="ready", since=NOON)
    call = Call.objects.create(
        key="c1", node=node, direction="inbound", state="talking", number="13851234567", line="12345",
        seat="8001", started_at=NOON, answered_at=NOON,
    )  # fmt: skip
    legs = {"carrier": "PJSIP/carrier-1", "8001": "PJSIP/8001-2"}
    for endpoint, channel in legs.items():
        Leg.objects.create(
            key=endpoint, call=call, channel=channel, endpoint=endpoint, is_seat=endpoint == "8001",
            was_rung=endpoint == "8001", started_at=NOON, answered_at=NOON,
        )  # fmt: skip
    return lin, he, call


def test_110_is_called_into_the_seats_own_channel_once(talking):
    lin, _, _ = talking
    task = actions.add_third("110", by=lin, note="打架，三人受伤", at=NOON)
    told = actions.begin_tasks("node1", at=LATER)
    assert told == [
        Errand(f"third-{task.pk}", "PJSIP/110@carrier", "BridgeAdd", "PJSIP/8001-2", shown="12345")
    ]
    assert actions.begin_tasks("node1", at=LATER) == []
    assert SwitchTask.objects.get().state == "told"


def test_another_seat_is_called_without_the_trunk(talking):
    lin, _, _ = talking
    actions.add_third("8002", by=lin, at=NOON)
    (errand,) = actions.begin_tasks("node1", at=LATER)
    assert errand.channel == "PJSIP/8002"


def test_what_could_not_be_told_in_time_is_never_dialled(talking):
    lin, _, _ = talking
    actions.add_third("120", by=lin, at=NOON)
    assert actions.begin_tasks("node1", at=NOON + timedelta(minutes=3)) == []
    task = SwitchTask.objects.get()
    assert (task.state, task.ended_at) == ("expired", NOON + timedelta(minutes=3))


def test_another_nodes_tasks_are_left_to_it(talking):
    lin, _, _ = talking
    actions.add_third("119", by=lin, at=NOON)
    assert actions.begin_tasks("node2", at=LATER) == []
    assert SwitchTask.objects.get().state == "asked"


def test_a_call_is_taken_up_again_by_its_citizens_channel(talking):
    lin, _, _ = talking
    task = actions.rejoin_call(by=lin, at=NOON)
    assert actions.begin_tasks("node1", at=LATER) == [
        Errand(f"rejoin-{task.pk}", "PJSIP/8001", "Bridge", "PJSIP/carrier-1")
    ]


@pytest.mark.parametrize(("kind", "options"), [("listen", "qE"), ("whisper", "qEw"), ("barge", "qEB")])
def test_a_lead_hears_a_seat_from_their_own(talking, kind, options):
    _, he, _ = talking
    task = actions.monitor_seat("8001", TaskKind(kind), by=he, at=NOON)
    assert actions.begin_tasks("node1", at=LATER) == [
        Errand(f"{kind}-{task.pk}", "PJSIP/8002", "ChanSpy", f"PJSIP/8001,{options}")
    ]


def test_refusals_leave_nothing_behind(talking):
    lin, he, _ = talking
    nobody = Actor(user_id=9, name="客", permissions=frozenset({"take_calls"}))
    with pytest.raises(NotAllowed):
        actions.add_third("110", by=nobody)
    with pytest.raises(SeatCannot):
        actions.add_third("110", by=he)
    with pytest.raises(NotANumber):
        actions.add_third("匿名", by=lin)
    with pytest.raises(NotAllowed):
        actions.monitor_seat("8002", TaskKind.LISTEN, by=lin)
    with pytest.raises(NotFound):
        actions.monitor_seat("8002", TaskKind.LISTEN, by=he)
    with pytest.raises(SeatCannot):
        actions.rejoin_call(by=he)
    assert not SwitchTask.objects.exists()


def test_without_a_trunk_nobody_outside_is_asked_for(talking):
    lin, _, _ = talking
    Trunk.objects.all().delete()
    with pytest.raises(NoTrunk):
        actions.add_third("110", by=lin)
    assert not SwitchTask.objects.exists()


def test_only_who_asked_writes_the_handover(talking):
    lin, he, _ = talking
    task = actions.add_third("110", by=lin, at=NOON)
    with pytest.raises(NotFound):
        actions.note_handover(task.pk, "改写", by=he)
    actions.note_handover(task.pk, "警号 020417", by=lin)
    assert SwitchTask.objects.get().note == "警号 020417"
