"""The workflow as one table: for each verb, whence, whither, by whom, with which clocks and conditions.

Everything reads :data:`RULES`: the actions check against it, the API and the pages offer what it allows,
the diagram of the documentation is generated from it, and the tests walk every (state, verb, role).
A verb may have several rows, one for each kind of share it is done with (a lead unit's reply moves the
order, an assisting unit's does not).
"""

from dataclasses import dataclass
from enum import StrEnum

from jiesu.accounts.permissions import Permission as May
from jiesu.catalogue.packs import ClockKind as C
from jiesu.workorders.states import SETTLED_STATES, Party, Share, ShareState, Verb, Visibility
from jiesu.workorders.states import ApplicationKind as A
from jiesu.workorders.states import OrderState as S


class Landing(StrEnum):
    """Targets that depend on where the order was."""

    SAME = "same"
    PREVIOUS = "previous"


class Reach(StrEnum):
    """Which shares end with a verb, besides the one that it moves."""

    BELOW = "below"
    OTHERS = "others"
    ALL = "all"


class Guard(StrEnum):
    """Conditions beyond the state; each is a pure function in ``guards``."""

    RETURN_ALLOWED = "return_allowed"
    OBJECTION_ALLOWED = "objection_allowed"
    PARTS_COLLECTED = "parts_collected"
    HOLDER_AT_WORK = "holder_at_work"
    EXTENSION_ALLOWED = "extension_allowed"
    CALLED_BACK = "called_back"
    CITIZEN_DISSATISFIED = "citizen_dissatisfied"


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One row of the table.

    Attributes:
        verb: what is done.
        permission: codename the person must hold.
        party: where the person's unit must stand towards the order.
        sources: states of the order from which it may be done; None among them means "no order yet".
        target: state of the order afterwards, or a :class:`Landing`.
        share: kind of share acted on; None when the verb is about the order as a whole.
        share_sources: states of that share from which it may be done.
        share_target: its state afterwards; None leaves it, ``Landing.PREVIOUS`` puts it back.
        ends: which other shares are taken back with it: those below, all others, or all.
        stops: clocks of the order or of the share that end here, met or missed.
        starts: clocks that begin here.
        reopens: clocks that run on with their old due time.
        cancels: clocks that end here because they are not needed any more; all of the share (or of the order)
            when ``cancels_all``. One whose time is over already counts as missed all the same.
        pauses, resumes: whether all running clocks stand still, or go on.
        applies, decides: the kind of application that the verb files or decides.
        guards: further conditions.
        needs: names of what must be given.
        visibility: who may read its line of the timeline.
    """

    verb: Verb
    permission: May
    party: Party
    sources: frozenset[S | None]
    target: S | Landing = Landing.SAME
    share: Share | None = None
    share_sources: frozenset[ShareState] = frozenset()
    share_target: ShareState | Landing | None = None
    ends: Reach | None = None
    stops: tuple[C, ...] = ()
    starts: tuple[C, ...] = ()
    reopens: tuple[C, ...] = ()
    cancels: tuple[C, ...] = ()
    cancels_all: bool = False
    pauses: bool = False
    resumes: bool = False
    applies: A | None = None
    decides: A | None = None
    guards: tuple[Guard, ...] = ()
    needs: tuple[str, ...] = ()
    visibility: Visibility = Visibility.UNIT


_PARTS = frozenset({S.PENDING_SIGN, S.RETURN_REQUESTED, S.HANDLING})
"""Where assisting and delegated shares are worked on; when the lead has replied, all are collected."""

_WITH_UNITS = _PARTS | {S.CONFERENCE, S.SUSPENDED, S.PENDING_APPROVAL}
_DISPATCHED = _WITH_UNITS | {S.PENDING_REVIEW, S.PENDING_CALLBACK}
_UNDISPATCHED = frozenset({S.DRAFT, S.PENDING_DISPATCH})
_SHARE_CLOCKS = (C.SIGN, C.RETURN_REQUEST, C.FIRST_CONTACT, C.HANDLE)
_ANSWER_CLOCKS = (C.HANDLE, C.REWORK)
_IDLE_CLOCKS = (C.RETURN_REQUEST, C.FIRST_CONTACT)


def _at(*states: S | None) -> frozenset[S | None]:
    return frozenset(states)


def _centre(verb: Verb, permission: May, sources: frozenset[S | None], **rest: object) -> Rule:
    return Rule(verb=verb, permission=permission, party=Party.CENTRE, sources=sources, **rest)  # type: ignore[arg-type]


def _unit(verb: Verb, permission: May, sources: frozenset[S | None], **rest: object) -> Rule:
    given: dict[str, object] = {"party": Party.HOLDER, "share": Share.LEAD, **rest}
    return Rule(verb=verb, permission=permission, sources=sources, **given)  # type: ignore[arg-type]


def _parts(verb: Verb, permission: May, sources: frozenset[S | None], **rest: object) -> tuple[Rule, Rule]:
    """Two rows, alike: what an assisting unit may do with its share, and a unit with a delegated one."""
    return (
        _unit(verb, permission, sources, share=Share.ASSIST, **rest),
        _unit(verb, permission, sources, share=Share.CHILD, **rest),
    )


def _above(verb: Verb, permission: May, sources: frozenset[S | None], **rest: object) -> tuple[Rule, Rule]:
    """Two rows, alike: what the lead may do with an assisting share, a unit with one that it delegated."""
    return (
        _unit(verb, permission, sources, party=Party.LEAD, share=Share.ASSIST, **rest),
        _unit(verb, permission, sources, party=Party.PARENT, share=Share.CHILD, **rest),
    )


_PENDING, _WORKING = frozenset({ShareState.PENDING_SIGN}), frozenset({ShareState.HANDLING})
_TAKEN = _PENDING | _WORKING
_ASKED, _ANSWERED = frozenset({ShareState.RETURN_REQUESTED}), frozenset({ShareState.REPLIED})
_DONE = frozenset({ShareState.ACCEPTED})


# fmt: off
INTAKE = (
    _centre(Verb.SAVE_DRAFT, May.REGISTER_ORDER, _at(None), target=S.DRAFT, visibility=Visibility.INTERNAL),
    _centre(Verb.REGISTER, May.REGISTER_ORDER, _at(None, S.DRAFT), target=S.PENDING_DISPATCH,
            starts=(C.DISPATCH,), visibility=Visibility.PUBLIC),
    _centre(Verb.AMEND, May.AMEND_ORDER, _UNDISPATCHED | _DISPATCHED, needs=("changes",)),
    Rule(verb=Verb.ANNOTATE, permission=May.ANNOTATE_ORDER, party=Party.INVOLVED, sources=frozenset(S),
         needs=("note",)),
    Rule(verb=Verb.ATTACH, permission=May.ANNOTATE_ORDER, party=Party.INVOLVED,
         sources=frozenset(S) - {S.ARCHIVED}, needs=("name", "file")),
    _centre(Verb.ANSWER_DIRECTLY, May.ANSWER_DIRECTLY, _UNDISPATCHED, target=S.DIRECT_ANSWERED,
            stops=(C.DISPATCH,), needs=("answer",), visibility=Visibility.PUBLIC),
    _centre(Verb.TRANSFER, May.TRANSFER_ORDER, _UNDISPATCHED, target=S.TRANSFERRED, stops=(C.DISPATCH,),
            needs=("reason_code",), visibility=Visibility.PUBLIC),
    _centre(Verb.GUIDE, May.GUIDE_ORDER, _UNDISPATCHED, target=S.GUIDED, stops=(C.DISPATCH,),
            needs=("reason_code",), visibility=Visibility.PUBLIC),
    _centre(Verb.GUIDE, May.CONFER_ORDER, _at(S.CONFERENCE), target=S.GUIDED, ends=Reach.ALL,
            stops=(C.DISPATCH,), needs=("reason_code",), visibility=Visibility.PUBLIC),
    _centre(Verb.INVALIDATE, May.INVALIDATE_ORDER, _UNDISPATCHED, target=S.INVALID, cancels=(C.DISPATCH,),
            needs=("reason_code",), visibility=Visibility.INTERNAL),
    _centre(Verb.MERGE, May.MERGE_ORDER, _UNDISPATCHED, target=S.MERGED, stops=(C.DISPATCH,),
            needs=("into",), visibility=Visibility.PUBLIC),
    _centre(Verb.WITHDRAW, May.INVALIDATE_ORDER, _at(S.PENDING_DISPATCH) | _WITH_UNITS, target=S.WITHDRAWN,
            ends=Reach.ALL, cancels_all=True, needs=("reason",), visibility=Visibility.PUBLIC),
)

DISPATCH = (
    _centre(Verb.DISPATCH, May.DISPATCH_ORDER, _at(S.PENDING_DISPATCH), target=S.PENDING_SIGN,
            stops=(C.DISPATCH,), starts=_SHARE_CLOCKS, needs=("lead",), visibility=Visibility.PUBLIC),
    _centre(Verb.REDISPATCH, May.DISPATCH_ORDER, _at(S.PENDING_SIGN, S.HANDLING, S.PENDING_APPROVAL),
            target=S.PENDING_SIGN, ends=Reach.ALL, starts=_SHARE_CLOCKS, needs=("lead", "reason"),
            visibility=Visibility.PUBLIC),
    _unit(Verb.SIGN, May.SIGN_ASSIGNMENT, _at(S.PENDING_SIGN), target=S.HANDLING, share_sources=_PENDING,
          share_target=ShareState.HANDLING, stops=(C.SIGN,), visibility=Visibility.PUBLIC),
    *_parts(Verb.SIGN, May.SIGN_ASSIGNMENT, _PARTS, share_sources=_PENDING,
            share_target=ShareState.HANDLING, stops=(C.SIGN,)),
    _centre(Verb.CONVENE, May.CONFER_ORDER, _at(S.PENDING_DISPATCH, S.RETURN_REQUESTED),
            target=S.CONFERENCE, pauses=True, needs=("reason",)),
    _centre(Verb.ASSIGN_LEAD, May.CONFER_ORDER, _at(S.CONFERENCE), target=S.PENDING_SIGN, ends=Reach.ALL,
            stops=(C.DISPATCH,), starts=(C.SIGN, C.FIRST_CONTACT, C.HANDLE), needs=("lead", "minutes"),
            visibility=Visibility.PUBLIC),
    *(_unit(Verb.DELEGATE, May.DELEGATE_ASSIGNMENT, _at(S.HANDLING), share=share, share_sources=_WORKING,
            needs=("units",)) for share in Share),
    _centre(Verb.WITHDRAW_SHARE, May.DISPATCH_ORDER, _PARTS, share=Share.ASSIST,
            share_sources=_TAKEN | _ANSWERED, share_target=ShareState.WITHDRAWN, ends=Reach.BELOW,
            cancels_all=True, needs=("share", "reason")),
    _unit(Verb.WITHDRAW_SHARE, May.DELEGATE_ASSIGNMENT, _PARTS, party=Party.PARENT, share=Share.CHILD,
          share_sources=_TAKEN | _ANSWERED, share_target=ShareState.WITHDRAWN, ends=Reach.BELOW,
          cancels_all=True, needs=("share", "reason")),
)

RETURNS = (
    _unit(Verb.REQUEST_RETURN, May.REQUEST_RETURN, _at(S.PENDING_SIGN, S.HANDLING),
          target=S.RETURN_REQUESTED, share_sources=_TAKEN, share_target=ShareState.RETURN_REQUESTED,
          stops=(C.RETURN_REQUEST,), applies=A.RETURN, guards=(Guard.RETURN_ALLOWED,), needs=("reason_code",
          "reason")),
    *_parts(Verb.REQUEST_RETURN, May.REQUEST_RETURN, _PARTS, share_sources=_TAKEN,
            share_target=ShareState.RETURN_REQUESTED, applies=A.RETURN, needs=("reason_code", "reason")),
    _centre(Verb.APPROVE_RETURN, May.DECIDE_RETURN, _at(S.RETURN_REQUESTED), target=S.PENDING_DISPATCH,
            share=Share.LEAD, share_sources=_ASKED, share_target=ShareState.RETURNED, ends=Reach.OTHERS,
            starts=(C.DISPATCH,), cancels_all=True, decides=A.RETURN),
    _centre(Verb.APPROVE_RETURN, May.DECIDE_RETURN, _PARTS, share=Share.ASSIST, share_sources=_ASKED,
            share_target=ShareState.RETURNED, ends=Reach.BELOW, cancels_all=True, decides=A.RETURN),
    _unit(Verb.APPROVE_RETURN, May.DELEGATE_ASSIGNMENT, _PARTS, party=Party.PARENT, share=Share.CHILD,
          share_sources=_ASKED, share_target=ShareState.RETURNED, ends=Reach.BELOW, cancels_all=True,
          decides=A.RETURN),
    _centre(Verb.REFUSE_RETURN, May.DECIDE_RETURN, _at(S.RETURN_REQUESTED), target=Landing.PREVIOUS,
            share=Share.LEAD, share_sources=_ASKED, share_target=Landing.PREVIOUS, decides=A.RETURN,
            needs=("reason",)),
    _centre(Verb.REFUSE_RETURN, May.DECIDE_RETURN, _PARTS, share=Share.ASSIST, share_sources=_ASKED,
            share_target=Landing.PREVIOUS, decides=A.RETURN, needs=("reason",)),
    _unit(Verb.REFUSE_RETURN, May.DELEGATE_ASSIGNMENT, _PARTS, party=Party.PARENT, share=Share.CHILD,
          share_sources=_ASKED, share_target=Landing.PREVIOUS, decides=A.RETURN, needs=("reason",)),
    _unit(Verb.OBJECT, May.OBJECT_DISPATCH, _at(S.PENDING_SIGN, S.HANDLING), target=S.CONFERENCE,
          share_sources=_TAKEN, pauses=True, guards=(Guard.OBJECTION_ALLOWED,), needs=("reason",)),
)

HANDLING = (
    _unit(Verb.CONTACT, May.RECORD_CONTACT, _at(S.HANDLING), share_sources=_WORKING,
          stops=(C.FIRST_CONTACT,)),
    *_parts(Verb.CONTACT, May.RECORD_CONTACT, _PARTS, share_sources=_WORKING, stops=(C.FIRST_CONTACT,)),
    _unit(Verb.REPLY, May.REPLY_ASSIGNMENT, _at(S.HANDLING), target=S.PENDING_APPROVAL,
          share_sources=_WORKING, share_target=ShareState.REPLIED, guards=(Guard.PARTS_COLLECTED,),
          needs=("handling", "public_answer")),
    *_parts(Verb.REPLY, May.REPLY_ASSIGNMENT, _PARTS, share_sources=_WORKING,
            share_target=ShareState.REPLIED, stops=_ANSWER_CLOCKS, guards=(Guard.PARTS_COLLECTED,),
            needs=("handling",)),
    *_above(Verb.COLLECT, May.REPLY_ASSIGNMENT, _PARTS, share_sources=_ANSWERED,
            share_target=ShareState.ACCEPTED),
    *_above(Verb.SEND_BACK, May.REPLY_ASSIGNMENT, _PARTS, share_sources=_ANSWERED,
            share_target=ShareState.HANDLING, reopens=_ANSWER_CLOCKS, needs=("reason",)),
    *_above(Verb.SEND_BACK, May.REPLY_ASSIGNMENT, _at(S.HANDLING), share_sources=_DONE,
            share_target=ShareState.HANDLING, starts=(C.REWORK,), guards=(Guard.HOLDER_AT_WORK,),
            needs=("reason",)),
    _unit(Verb.APPROVE_REPLY, May.APPROVE_REPLY, _at(S.PENDING_APPROVAL), target=S.PENDING_REVIEW,
          share_sources=_ANSWERED, stops=_ANSWER_CLOCKS, cancels=_IDLE_CLOCKS, starts=(C.REVIEW,)),
    _unit(Verb.REJECT_REPLY, May.APPROVE_REPLY, _at(S.PENDING_APPROVAL), target=S.HANDLING,
          share_sources=_ANSWERED, share_target=ShareState.HANDLING, needs=("reason",)),
    _centre(Verb.REVIEW, May.REVIEW_ORDER, _at(S.PENDING_REVIEW), target=S.PENDING_CALLBACK,
            share=Share.LEAD, share_sources=_ANSWERED, share_target=ShareState.ACCEPTED, stops=(C.REVIEW,),
            starts=(C.CALLBACK,), visibility=Visibility.PUBLIC),
    _centre(Verb.SEND_BACK, May.REVIEW_ORDER, _at(S.PENDING_REVIEW), target=S.HANDLING, share=Share.LEAD,
            share_sources=_ANSWERED, share_target=ShareState.HANDLING, stops=(C.REVIEW,),
            reopens=_ANSWER_CLOCKS, needs=("reason",)),
)

APPLICATIONS = (
    _unit(Verb.APPLY_EXTENSION, May.APPLY_EXTENSION, _at(S.HANDLING), share_sources=_WORKING,
          applies=A.EXTENSION, guards=(Guard.EXTENSION_ALLOWED,), needs=("reason", "amount")),
    _centre(Verb.APPROVE_EXTENSION, May.DECIDE_EXTENSION, _at(S.HANDLING), decides=A.EXTENSION,
            visibility=Visibility.PUBLIC),
    _centre(Verb.REFUSE_EXTENSION, May.DECIDE_EXTENSION, _at(S.HANDLING), decides=A.EXTENSION,
            needs=("reason",)),
    _unit(Verb.APPLY_SUSPENSION, May.APPLY_SUSPENSION, _at(S.HANDLING), share_sources=_WORKING,
          applies=A.SUSPENSION, needs=("reason_code", "reason", "review_on")),
    _centre(Verb.APPROVE_SUSPENSION, May.DECIDE_SUSPENSION, _at(S.HANDLING), target=S.SUSPENDED,
            pauses=True, starts=(C.SUSPENSION,), decides=A.SUSPENSION, visibility=Visibility.PUBLIC),
    _centre(Verb.REFUSE_SUSPENSION, May.DECIDE_SUSPENSION, _at(S.HANDLING), decides=A.SUSPENSION,
            needs=("reason",)),
    _centre(Verb.REVIEW_SUSPENSION, May.DECIDE_SUSPENSION, _at(S.SUSPENDED), stops=(C.SUSPENSION,),
            starts=(C.SUSPENSION,), needs=("review_on",)),
    _centre(Verb.RESUME, May.DECIDE_SUSPENSION, _at(S.SUSPENDED), target=S.HANDLING, stops=(C.SUSPENSION,),
            resumes=True, visibility=Visibility.PUBLIC),
    _unit(Verb.RESUME, May.APPLY_SUSPENSION, _at(S.SUSPENDED), share_sources=_WORKING, target=S.HANDLING,
          stops=(C.SUSPENSION,), resumes=True, visibility=Visibility.PUBLIC),
    _unit(Verb.APPLY_FINAL_ANSWER, May.APPLY_FINAL_ANSWER, _at(S.HANDLING, S.PENDING_CALLBACK),
          share_sources=_WORKING | _DONE, applies=A.FINAL_ANSWER, needs=("reason",)),
    _centre(Verb.APPROVE_FINAL_ANSWER, May.DECIDE_FINAL_ANSWER, _at(S.HANDLING, S.PENDING_CALLBACK),
            target=S.CLOSED, share=Share.LEAD, share_sources=_WORKING | _DONE,
            share_target=ShareState.ACCEPTED, ends=Reach.OTHERS, stops=(*_ANSWER_CLOCKS, C.CALLBACK),
            cancels_all=True, decides=A.FINAL_ANSWER, visibility=Visibility.PUBLIC),
    _centre(Verb.REFUSE_FINAL_ANSWER, May.DECIDE_FINAL_ANSWER, _at(S.HANDLING, S.PENDING_CALLBACK),
            decides=A.FINAL_ANSWER, needs=("reason",)),
    _unit(Verb.APPLY_EXCLUSION, May.APPLY_EXCLUSION, _DISPATCHED | {S.CLOSED}, applies=A.EXCLUSION,
          share_sources=_TAKEN | _ASKED | _ANSWERED | _DONE, needs=("reason",)),
    _centre(Verb.APPROVE_EXCLUSION, May.DECIDE_EXCLUSION, _DISPATCHED | {S.CLOSED}, decides=A.EXCLUSION),
    _centre(Verb.REFUSE_EXCLUSION, May.DECIDE_EXCLUSION, _DISPATCHED | {S.CLOSED}, decides=A.EXCLUSION,
            needs=("reason",)),
)

ENDING = (
    _centre(Verb.RECORD_CALLBACK, May.RECORD_CALLBACK, _at(S.PENDING_CALLBACK, S.DIRECT_ANSWERED),
            needs=("reached",)),
    _centre(Verb.REWORK, May.REWORK_ORDER, _at(S.PENDING_CALLBACK), target=S.HANDLING, share=Share.LEAD,
            share_sources=_DONE, share_target=ShareState.HANDLING, stops=(C.CALLBACK,), starts=(C.REWORK,),
            guards=(Guard.CITIZEN_DISSATISFIED,), needs=("reason",), visibility=Visibility.PUBLIC),
    _centre(Verb.CLOSE, May.CLOSE_ORDER, _at(S.PENDING_CALLBACK), target=S.CLOSED, stops=(C.CALLBACK,),
            guards=(Guard.CALLED_BACK,), visibility=Visibility.PUBLIC),
    _centre(Verb.ARCHIVE, May.ARCHIVE_ORDER, SETTLED_STATES, target=S.ARCHIVED,
            visibility=Visibility.INTERNAL),
    _centre(Verb.REOPEN, May.REOPEN_ORDER, SETTLED_STATES | {S.ARCHIVED}, target=S.PENDING_DISPATCH,
            ends=Reach.ALL, starts=(C.DISPATCH,), needs=("reason",), visibility=Visibility.PUBLIC),
)
# fmt: on

RULES: tuple[Rule, ...] = (*INTAKE, *DISPATCH, *RETURNS, *HANDLING, *APPLICATIONS, *ENDING)

ASSIST_CLOCKS = CHILD_CLOCKS = (C.SIGN, C.HANDLE)
"""Clocks that begin with an assisting or a delegated share."""

RULES_OF: dict[Verb, tuple[Rule, ...]] = {
    verb: tuple(rule for rule in RULES if rule.verb is verb) for verb in Verb
}


def candidates(verb: Verb, state: S | None) -> tuple[Rule, ...]:
    """The rows of ``verb`` that may start from ``state``."""
    return tuple(rule for rule in RULES_OF[verb] if state in rule.sources)


def landing(rule: Rule, *, before: S, previous: S | None) -> S:
    """The order's state after ``rule``.

    Args:
        rule: a row of the table.
        before: the state it starts from.
        previous: the state to which :attr:`Landing.PREVIOUS` goes back.
    """
    if rule.target is Landing.SAME:
        return before
    if rule.target is Landing.PREVIOUS:
        return previous or before
    return S(rule.target)
