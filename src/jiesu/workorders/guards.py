"""Conditions of the workflow beyond the state: pure functions of what is known about an order.

Each answers with the refusal that forbids the verb, or None.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from jiesu.catalogue.packs import Pack
from jiesu.core.errors import Refusal
from jiesu.workorders import errors
from jiesu.workorders.callbacks import WAIVED
from jiesu.workorders.workflow import Guard


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the guards ask about an order and the share acted on.

    Attributes:
        at: the moment of the verb.
        return_forbidden: whether no further return was decided.
        returns: how often this order was sent back by units so far (refused requests count).
        return_due: when the unit's right to return ends; None when the pack sets no limit.
        return_was_refused: whether a request of the present lead unit was refused.
        parts_outstanding: shares below (or beside, for the lead) that are not collected yet.
        holder_at_work: whether the share above the one acted on is being worked on.
        extensions: how often the order was extended.
        handle_due: when the handling clock ends; None when none runs.
        callback_result: conclusion of the present round: "", "good", "bad" (the unit's fault), "other",
            or "waived" when the centre's rules ask for no call.
        failed_attempts: attempts of the present round in which nobody was reached, far enough apart to count.
        can_be_called: whether there is a citizen with a phone at all.
    """

    at: datetime
    return_forbidden: bool = False
    returns: int = 0
    return_due: datetime | None = None
    return_was_refused: bool = False
    parts_outstanding: int = 0
    holder_at_work: bool = True
    extensions: int = 0
    handle_due: datetime | None = None
    callback_result: str = ""
    failed_attempts: int = 0
    can_be_called: bool = True


def check(guard: Guard, facts: Facts, pack: Pack) -> Refusal | None:
    """The refusal of ``guard``, or None when it lets the verb pass."""
    return _GUARDS[guard](facts, pack)


def _return_allowed(facts: Facts, pack: Pack) -> Refusal | None:
    if facts.return_forbidden:
        return errors.ReturnNotAllowed(why_zh="该工单已禁止退回。", why_en="no further return was decided.")
    if facts.returns >= pack.returns.max_times:
        times = pack.returns.max_times
        return errors.ReturnNotAllowed(
            why_zh=f"退单次数已达{times}次。", why_en=f"the limit of {times} returns is used up."
        )
    if facts.return_due is not None and facts.at > facts.return_due:
        return errors.ReturnNotAllowed(
            why_zh="退单时限已过，视为首办责任单位。", why_en="the time for returning is over."
        )
    return None


def _objection_allowed(facts: Facts, pack: Pack) -> Refusal | None:
    if not pack.returns.heard:
        return errors.NotHeard()
    return None if facts.return_was_refused else errors.NothingRefused()


def _parts_collected(facts: Facts, pack: Pack) -> Refusal | None:
    del pack
    return errors.PartsOutstanding(count=facts.parts_outstanding) if facts.parts_outstanding else None


def _holder_at_work(facts: Facts, pack: Pack) -> Refusal | None:
    del pack
    return None if facts.holder_at_work else errors.HolderNotAtWork()


def _extension_allowed(facts: Facts, pack: Pack) -> Refusal | None:
    rule = pack.extension
    if not rule.allowed:
        return errors.ExtensionNotAllowed(
            why_zh="本地时限规定原则上不得延期。", why_en="the pack allows none."
        )
    if facts.extensions >= rule.max_times:
        times = rule.max_times
        return errors.ExtensionNotAllowed(
            why_zh=f"已延期{times}次，达到上限。", why_en=f"{times} extensions are used up."
        )
    if rule.before_expiry and facts.handle_due is not None and facts.at > facts.handle_due:
        return errors.ExtensionNotAllowed(
            why_zh="须在办理期限届满前申请。", why_en="it must be asked before the due time."
        )
    return None


def _called_back(facts: Facts, pack: Pack) -> Refusal | None:
    given_up = facts.failed_attempts >= pack.callback.attempts or not facts.can_be_called
    if facts.callback_result in ("good", "other", WAIVED) or (facts.callback_result == "" and given_up):
        return None
    if facts.callback_result == "bad":
        return errors.ReworkDue()
    return errors.NotCalledBack(attempts=pack.callback.attempts)


def _citizen_dissatisfied(facts: Facts, pack: Pack) -> Refusal | None:
    del pack
    return None if facts.callback_result == "bad" else errors.CitizenNotDissatisfied()


_GUARDS: dict[Guard, Callable[[Facts, Pack], Refusal | None]] = {
    Guard.RETURN_ALLOWED: _return_allowed,
    Guard.OBJECTION_ALLOWED: _objection_allowed,
    Guard.PARTS_COLLECTED: _parts_collected,
    Guard.HOLDER_AT_WORK: _holder_at_work,
    Guard.EXTENSION_ALLOWED: _extension_allowed,
    Guard.CALLED_BACK: _called_back,
    Guard.CITIZEN_DISSATISFIED: _citizen_dissatisfied,
}
