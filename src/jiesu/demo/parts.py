"""Parts of an order: what the lead gives to a unit below it, and what assisting units do."""

from collections.abc import Callable
from datetime import datetime

from jiesu.demo.lives import Life
from jiesu.demo.stage import Case, Steps
from jiesu.demo.traits import Trait
from jiesu.workorders import actions
from jiesu.workorders.selectors import shares_of

_Step = tuple[datetime, Callable[[datetime], object]]


def parts_done(case: Case, life: Life, at: datetime, *, due: datetime) -> Steps:
    """Delegate, let the others work, collect their replies; the steps of all parts in the order of time."""
    at = yield from _delegated(case, life, at)
    steps = sorted(
        [*_delegate_steps(case, life, at, due=due), *_assist_steps(case, life, at, due=due)], key=_moment
    )
    for moment, step in steps:
        at = max(at, moment)
        yield at
        step(at)
    return at


def _moment(step: _Step) -> datetime:
    return step[0]


def _delegated(case: Case, life: Life, at: datetime) -> Steps:
    if life.delegate and not case.is_over(at):
        at = case.tempo.office(at, 8, 120)
        yield at
        case.act(
            actions.delegate_assignment,
            by=case.clerk(life.lead),
            at=at,
            units=[case.key_of(life.delegate)],
            instructions=life.detours["child_instructions"],
        )
    return at


def _delegate_steps(case: Case, life: Life, at: datetime, *, due: datetime) -> list[_Step]:
    if not life.delegate:
        return []
    spoken = life.rounds[0]

    def told(now: datetime) -> str:
        visit = case.visit_of(spoken, since=at, at=now)
        return spoken.handling.on(visit.on, latest=visit.done)

    return _part_steps(case, life, at, due=due, unit=life.delegate, told=told, share=0.75)


def _assist_steps(case: Case, life: Life, at: datetime, *, due: datetime) -> list[_Step]:
    done = life.detours["assist_done"]
    return [
        step
        for unit in life.assists
        for step in _part_steps(case, life, at, due=due, unit=unit, told=lambda _: done, share=0.6)
    ]


def _part_steps(
    case: Case,
    life: Life,
    at: datetime,
    *,
    due: datetime,
    unit: str,
    told: Callable[[datetime], str],
    share: float,
) -> list[_Step]:
    """Sign, reply, collect; a delegated part may be sent back once."""
    sign = case.tempo.office(at, 10, 260)
    reply = max(sign, case.tempo.share_of(at, due, share=life.pace * share))
    part = _Part(case, life, unit)
    collect = case.tempo.office(reply, 10, 150)
    steps = [(sign, part.sign), (reply, lambda now: part.reply(now, told(now)))]
    if life.has(Trait.PART_SENT_BACK) and unit == life.delegate:
        again = case.tempo.office(collect, 20, 120)
        steps += [(collect, part.send_back), (again, lambda now: part.reply(now, told(now)))]
        collect = case.tempo.office(again, 10, 60)
    return [*steps, (collect, part.collect)]


class _Part:
    """The share of one unit besides the lead's."""

    def __init__(self, case: Case, life: Life, unit: str) -> None:
        self.case, self.life, self.unit = case, life, unit

    def sign(self, at: datetime) -> None:
        """The unit takes its part."""
        self._as_holder(actions.sign_assignment, at=at)

    def reply(self, at: datetime, handling: str) -> None:
        """The unit says what it did."""
        self._as_holder(actions.reply_assignment, at=at, content=actions.ReplyContent(handling=handling))

    def send_back(self, at: datetime) -> None:
        """The lead is not content with it."""
        self._as_lead(actions.send_back, at=at, reason=self.life.detours["child_back"])

    def collect(self, at: datetime) -> None:
        """The lead takes it over."""
        self._as_lead(actions.collect_reply, at=at)

    def _as_holder(self, action: Callable[..., object], *, at: datetime, **given: object) -> None:
        if share := self._share():
            self.case.act(action, by=self.case.clerk(self.unit), at=at, share=share, **given)

    def _as_lead(self, action: Callable[..., object], *, at: datetime, **given: object) -> None:
        if share := self._share():
            self.case.act(action, by=self.case.clerk(self.life.lead), at=at, share=share, **given)

    def _share(self) -> int | None:
        order = self.case.order
        key = self.case.key_of(self.unit)
        return next((share.pk for share in shares_of(order) if share.unit_id == key), None) if order else None
