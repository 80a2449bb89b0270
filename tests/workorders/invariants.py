"""What is true of every order at every moment, whatever has happened to it."""

from jiesu.workorders.history import Line, rebuild
from jiesu.workorders.models import Application, Assignment, Deadline, TimelineEvent, WorkOrder
from jiesu.workorders.states import ApplicationKind, OrderState, Share, ShareState, Verb

LEAD_STATE = {
    "pending_sign": {"pending_sign"},
    "return_requested": {"return_requested"},
    "conference": {None, "pending_sign", "handling", "return_requested"},
    "handling": {"handling"},
    "suspended": {"handling"},
    "pending_approval": {"replied"},
    "pending_review": {"replied"},
    "pending_callback": {"accepted"},
    "closed": {"accepted"},
    "archived": {None, "accepted"},
}
WORK = ("handle", "rework")
CENTRES_CLOCK = {"pending_dispatch": "dispatch", "pending_review": "review", "pending_callback": "callback"}


def check(number):
    """Assert all of them for one order."""
    order = WorkOrder.objects.get(number=number)
    shares = list(Assignment.objects.filter(order=order).order_by("pk"))
    clocks = list(Deadline.objects.filter(order=order))
    _history(order)
    _shares(order, [share for share in shares if share.is_current])
    _clocks(order, shares, clocks)
    _due(order, shares, clocks)
    _applications(order)
    _rebuilt(order, shares)


def _history(order):
    lines = list(TimelineEvent.objects.filter(order=order).order_by("seq"))
    assert [line.seq for line in lines] == list(range(1, order.version + 1))
    assert [line.from_state for line in lines] == ["", *(line.to_state for line in lines[:-1])]
    assert lines[-1].to_state == order.state


def _shares(order, current):
    leads = [share.state for share in current if share.kind == Share.LEAD]
    assert (leads or [None])[0] in LEAD_STATE.get(order.state, {None}), (order.state, leads)
    assert len(leads) <= 1
    by_id = {share.pk: share for share in current}
    for share in current:
        assert share.state not in (ShareState.RETURNED, ShareState.WITHDRAWN)
        assert share.ended_at is None
        if share.kind == Share.CHILD:
            assert share.unit_path.startswith(by_id[share.parent_id].unit_path)
    if order.state in ("pending_approval", "pending_review", "pending_callback", "closed"):
        assert all(share.state == "accepted" for share in current if share.kind != Share.LEAD)


def _clocks(order, shares, clocks):
    going = [clock for clock in clocks if clock.state in ("running", "paused")]
    current = {share.pk for share in shares if share.is_current}
    assert {clock.assignment_id for clock in going} <= current | {None}
    if order.state in CENTRES_CLOCK:
        assert [clock.kind for clock in going] == [CENTRES_CLOCK[order.state]]
    if order.state in ("suspended", "conference"):
        assert {clock.kind for clock in going if clock.state == "running"} <= {"suspension"}
    else:
        assert not [clock for clock in going if clock.state == "paused"]
    if OrderState(order.state) not in _OPEN:
        assert going == []
    for clock in clocks:
        watched = clock.state == "running" and clock.kind != "return" and clock.overdue_at is None
        assert (clock.next_check_at is not None) == watched, clock
        assert (clock.stopped_at is None) == (clock in going), clock
        assert clock.warn_at is None or clock.warn_at <= clock.due_at


_OPEN = frozenset(OrderState(name) for name in LEAD_STATE if name not in ("closed", "archived")) | {
    OrderState.PENDING_DISPATCH
}


def _due(order, shares, clocks):
    running = {
        clock.assignment_id: clock.due_at
        for clock in clocks
        if clock.kind in WORK and clock.state == "running"
    }
    by_id = {share.pk: share for share in shares}
    lead = next((share for share in shares if share.is_current and share.kind == Share.LEAD), None)
    for share in shares:
        assert share.due_at == running.get(share.pk), (share, share.due_at)
        above = by_id.get(share.parent_id) or (lead if share.kind == Share.ASSIST else None)
        if share.is_current and share.due_at and above and above.due_at:
            assert share.due_at <= above.due_at
    if order.state != "pending_dispatch":
        assert order.due_at == (running.get(lead.pk) if lead else None)


def _applications(order):
    pending = Application.objects.filter(order=order, state="pending")
    ended = pending.filter(kind="return").exclude(assignment__state="return_requested")
    assert not ended.exists()
    leads = pending.filter(assignment__kind="lead").values_list("kind", flat=True)
    assert sorted(leads) == sorted(order.pending_applications)


def _rebuilt(order, shares):
    lines = TimelineEvent.objects.filter(order=order).order_by("seq")
    told = rebuild(Line(Verb(line.verb), line.data) for line in lines)
    stored = {
        share.pk: (share.unit_id, share.kind, share.parent_id, share.state)
        for share in shares
        if share.is_current
    }
    parts = {key: (part.unit, part.kind, part.parent, part.state) for key, part in told.shares.items()}
    assert parts == stored
    assert told.state == order.state
    assert told.pending == {ApplicationKind(kind) for kind in order.pending_applications}
    assert (
        told.returns, told.return_forbidden, told.extensions, told.send_backs, told.reworks, told.reopens,
        told.is_excluded,
    ) == (
        order.return_count, order.return_forbidden, order.extension_count, order.send_back_count,
        order.rework_count, order.reopen_count, order.is_excluded,
    )  # fmt: skip
