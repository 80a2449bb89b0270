"""An order's state rebuilt from its timeline.

The fold uses the workflow table and the data of each line, not the stored result: when it disagrees with
the order's row, one of the two is wrong. A test replays random legal histories.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from jiesu.workorders.states import ApplicationKind, OrderState, Share, ShareState, Verb
from jiesu.workorders.workflow import RULES_OF, Landing, Rule, landing


@dataclass(frozen=True)
class Line:
    """What the fold needs of one line of the timeline."""

    verb: Verb
    data: Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One share as rebuilt: who holds what and how far it is."""

    unit: int
    kind: Share
    parent: int | None
    state: ShareState
    previous: ShareState | None = None


@dataclass(frozen=True)
class Snapshot:
    """The order as its timeline tells it; ``shares`` are the current ones by id."""

    state: OrderState | None = None
    shares: Mapping[int, Part] = field(default_factory=dict)
    returns: int = 0
    return_forbidden: bool = False
    extensions: int = 0
    send_backs: int = 0
    reworks: int = 0
    reopens: int = 0
    is_excluded: bool = False
    pending: frozenset[ApplicationKind] = frozenset()


def rebuild(lines: Iterable[Line]) -> Snapshot:
    """Fold a timeline, oldest line first.

    Raises:
        ValueError: a line is not legal where it stands.
    """
    snapshot = Snapshot()
    for line in lines:
        snapshot = _step(snapshot, line)
    return snapshot


def _step(before: Snapshot, line: Line) -> Snapshot:
    share_id = line.data.get("share")
    part = before.shares.get(share_id) if share_id is not None else None
    rule = _rule(line.verb, before.state, part)
    previous = OrderState(part.previous) if part and part.previous else None
    start = before.state or OrderState.DRAFT
    after = replace(before, state=landing(rule, before=start, previous=previous))
    after = _with_shares(after, rule, line)
    after = _with_applications(after, rule, line)
    return _with_counts(after, rule, line)


def _rule(verb: Verb, state: OrderState | None, part: Part | None) -> Rule:
    for rule in RULES_OF[verb]:
        fits = rule.share is None or (
            part is not None and part.kind is rule.share and part.state in rule.share_sources
        )
        if state in rule.sources and fits:
            return rule
    raise ValueError(f"{verb} is not legal from {state}")


def _with_shares(after: Snapshot, rule: Rule, line: Line) -> Snapshot:
    shares = dict(after.shares)
    for gone in line.data.get("ended", ()):
        shares.pop(gone, None)
    share_id = line.data.get("share")
    if share_id in shares and rule.share_target is not None:
        shares[share_id] = _moved(shares[share_id], rule)
        if shares[share_id].state in (ShareState.RETURNED, ShareState.WITHDRAWN):
            del shares[share_id]
    for new in line.data.get("shares", ()):
        shares[new["share"]] = Part(
            new["unit"], Share(new["kind"]), new.get("parent"), ShareState.PENDING_SIGN
        )
    return replace(after, shares=shares)


def _moved(part: Part, rule: Rule) -> Part:
    if rule.share_target is Landing.PREVIOUS:
        return replace(part, state=part.previous or ShareState.HANDLING, previous=None)
    target = ShareState(str(rule.share_target))
    previous = part.state if target is ShareState.RETURN_REQUESTED else None
    return replace(part, state=target, previous=previous)


def _with_applications(after: Snapshot, rule: Rule, line: Line) -> Snapshot:
    pending = set(after.pending)
    lead_level = rule.share in (None, Share.LEAD)
    if rule.applies and lead_level:
        pending.add(rule.applies)
    if rule.decides and lead_level:
        pending.discard(rule.decides)
    pending -= {ApplicationKind(kind) for kind in line.data.get("lapsed", ())}
    return replace(after, pending=frozenset(pending))


def _with_counts(after: Snapshot, rule: Rule, line: Line) -> Snapshot:
    counted = _COUNTED.get((rule.verb, rule.share is Share.LEAD))
    changes: dict[str, Any] = {counted: getattr(after, counted) + 1} if counted else {}
    if rule.verb is Verb.ASSIGN_LEAD or line.data.get("final"):
        changes["return_forbidden"] = True
    if rule.verb is Verb.REOPEN:
        changes["return_forbidden"] = False
    if rule.verb is Verb.APPROVE_EXCLUSION or "lead" in line.data:
        changes["is_excluded"] = rule.verb is Verb.APPROVE_EXCLUSION
    return replace(after, **changes)


_COUNTED: dict[tuple[Verb, bool], str] = {
    (Verb.REQUEST_RETURN, True): "returns",
    (Verb.APPROVE_EXTENSION, False): "extensions",
    (Verb.SEND_BACK, True): "send_backs",
    (Verb.REWORK, True): "reworks",
    (Verb.REOPEN, False): "reopens",
}
"""What a verb adds one to, by whether it acts on the lead's share."""
