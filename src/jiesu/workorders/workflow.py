"""The workflow as one table: for each verb, whence, whither, by whom, with which clocks and conditions.

Everything reads :data:`RULES`: the actions check against it, the API and the pages offer what it allows,
the diagram of the documentation is generated from it, and the tests walk every (state, verb, role).
A verb may have several rows, one for each kind of share it is done with (a lead unit's reply moves the
order, an assisting unit's does not).
"""

from dataclasses import dataclass
from enum import StrEnum

from jiesu.accounts.permissions import Permission as P
from jiesu.catalogue.packs import ClockKind as C
from jiesu.workorders.states import ApplicationKind as A
from jiesu.workorders.states import OrderState as S
from jiesu.workorders.states import Party, Share, ShareState, Verb, Visibility


class Landing(StrEnum):
    """Targets that depend on where the order was."""

    SAME = "same"
    PREVIOUS = "previous"


class Guard(StrEnum):
    """Conditions beyond the state; each is a pure function in ``guards``."""

    RETURN_ALLOWED = "return_allowed"
    RETURN_WAS_REFUSED = "return_was_refused"
    PARTS_COLLECTED = "parts_collected"
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
        stops: clocks that end here, met or missed.
        starts: clocks that begin here.
        reopens: clocks that run on with their old due time.
        cancels: clocks that end without a verdict; all the running ones when ``cancels_all``.
        pauses, resumes: whether all running clocks stand still, or go on.
        applies, decides: the kind of application that the verb files or decides.
        guards: further conditions.
        needs: names of what must be given.
        visibility: who may read its line of the timeline.
    """

    verb: Verb
    permission: P
    party: Party
    sources: frozenset[S | None]
    target: S | Landing = Landing.SAME
    share: Share | None = None
    share_sources: frozenset[ShareState] = frozenset()
    share_target: ShareState | Landing | None = None
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


_OPEN = frozenset({S.PENDING_SIGN, S.RETURN_REQUESTED, S.HANDLING, S.PENDING_APPROVAL})
_DISPATCHED = _OPEN | {S.CONFERENCE, S.SUSPENDED, S.PENDING_REVIEW, S.PENDING_CALLBACK}
_SETTLED = frozenset({S.CLOSED, S.DIRECT_ANSWERED, S.TRANSFERRED, S.GUIDED, S.INVALID, S.MERGED})
_UNDISPATCHED = frozenset({S.DRAFT, S.PENDING_DISPATCH})
_SHARE_CLOCKS = (C.SIGN, C.RETURN_REQUEST, C.FIRST_CONTACT, C.HANDLE)
_WORK_CLOCKS = (C.FIRST_CONTACT, C.HANDLE, C.REWORK)


def _at(*states: S | None) -> frozenset[S | None]:
    return frozenset(states)


def _centre(verb: Verb, permission: P, sources: frozenset[S | None], **rest: object) -> Rule:
    return Rule(verb=verb, permission=permission, party=Party.CENTRE, sources=sources, **rest)  # type: ignore[arg-type]


def _unit(verb: Verb, permission: P, sources: frozenset[S | None], **rest: object) -> Rule:
    given: dict[str, object] = {"party": Party.HOLDER, "share": Share.LEAD, **rest}
    return Rule(verb=verb, permission=permission, sources=sources, **given)  # type: ignore[arg-type]


_PENDING, _WORKING = frozenset({ShareState.PENDING_SIGN}), frozenset({ShareState.HANDLING})
_TAKEN = _PENDING | _WORKING
_ASKED, _ANSWERED = frozenset({ShareState.RETURN_REQUESTED}), frozenset({ShareState.REPLIED})
_DONE = frozenset({ShareState.ACCEPTED})


INTAKE = (
    _centre(Verb.SAVE_DRAFT, P.REGISTER_ORDER, _at(None), target=S.DRAFT, visibility=Visibility.INTERNAL),
    _centre(Verb.REGISTER, P.REGISTER_ORDER, _at(None, S.DRAFT), target=S.PENDING_DISPATCH,
            starts=(C.DISPATCH,), visibility=Visibility.PUBLIC),
    _centre(Verb.AMEND, P.AMEND_ORDER, _UNDISPATCHED | _DISPATCHED, needs=("changes",)),
    Rule(verb=Verb.ANNOTATE, permission=P.ANNOTATE_ORDER, party=Party.INVOLVED, sources=frozenset(S), needs=("note",)),
    Rule(verb=Verb.ATTACH, permission=P.ANNOTATE_ORDER, party=Party.INVOLVED,
         sources=frozenset(S) - {S.ARCHIVED}, needs=("file",)),
    _centre(Verb.ANSWER_DIRECTLY, P.ANSWER_DIRECTLY, _UNDISPATCHED, target=S.DIRECT_ANSWERED, stops=(C.DISPATCH,),
            needs=("answer",), visibility=Visibility.PUBLIC),
    _centre(Verb.TRANSFER, P.TRANSFER_ORDER, _UNDISPATCHED, target=S.TRANSFERRED, stops=(C.DISPATCH,),
            needs=("reason_code",), visibility=Visibility.PUBLIC),
    _centre(Verb.GUIDE, P.GUIDE_ORDER, _UNDISPATCHED, target=S.GUIDED, stops=(C.DISPATCH,),
            needs=("reason_code",), visibility=Visibility.PUBLIC),
    _centre(Verb.INVALIDATE, P.INVALIDATE_ORDER, _UNDISPATCHED, target=S.INVALID, cancels=(C.DISPATCH,),
            needs=("reason_code",), visibility=Visibility.INTERNAL),
    _centre(Verb.MERGE, P.MERGE_ORDER, _UNDISPATCHED, target=S.MERGED, stops=(C.DISPATCH,),
            needs=("into",), visibility=Visibility.PUBLIC),
)

DISPATCH = (
    _centre(Verb.DISPATCH, P.DISPATCH_ORDER, _at(S.PENDING_DISPATCH), target=S.PENDING_SIGN, stops=(C.DISPATCH,),
            starts=_SHARE_CLOCKS, needs=("lead",), visibility=Visibility.PUBLIC),
    _centre(Verb.REDISPATCH, P.DISPATCH_ORDER, _at(S.PENDING_SIGN, S.HANDLING), target=S.PENDING_SIGN,
            starts=_SHARE_CLOCKS, needs=("lead", "reason"), visibility=Visibility.PUBLIC),
    _unit(Verb.SIGN, P.SIGN_ASSIGNMENT, _at(S.PENDING_SIGN), target=S.HANDLING, share_sources=_PENDING,
          share_target=ShareState.HANDLING, stops=(C.SIGN,), visibility=Visibility.PUBLIC),
    *(_unit(Verb.SIGN, P.SIGN_ASSIGNMENT, _OPEN, share=share, share_sources=_PENDING,
            share_target=ShareState.HANDLING, stops=(C.SIGN,)) for share in (Share.ASSIST, Share.CHILD)),
    _centre(Verb.CONVENE, P.CONFER_ORDER, _at(S.PENDING_DISPATCH, S.RETURN_REQUESTED), target=S.CONFERENCE,
            needs=("reason",)),
    _centre(Verb.ASSIGN_LEAD, P.CONFER_ORDER, _at(S.CONFERENCE), target=S.PENDING_SIGN, stops=(C.DISPATCH,),
            starts=(C.SIGN, C.FIRST_CONTACT, C.HANDLE), needs=("lead", "minutes"), visibility=Visibility.PUBLIC),
    *(_unit(Verb.DELEGATE, P.DELEGATE_ASSIGNMENT, _at(S.HANDLING), share=share, share_sources=_WORKING,
            needs=("units",)) for share in Share),
    _centre(Verb.WITHDRAW_SHARE, P.DISPATCH_ORDER, _OPEN, share=Share.ASSIST,
            share_sources=_TAKEN | _ANSWERED, share_target=ShareState.WITHDRAWN, cancels_all=True, needs=("reason",)),
    _unit(Verb.WITHDRAW_SHARE, P.DELEGATE_ASSIGNMENT, _OPEN, party=Party.PARENT, share=Share.CHILD,
          share_sources=_TAKEN | _ANSWERED, share_target=ShareState.WITHDRAWN, cancels_all=True, needs=("reason",)),
)

RETURNS = (
    _unit(Verb.REQUEST_RETURN, P.REQUEST_RETURN, _at(S.PENDING_SIGN, S.HANDLING), target=S.RETURN_REQUESTED,
          share_sources=_TAKEN, share_target=ShareState.RETURN_REQUESTED, stops=(C.RETURN_REQUEST,), applies=A.RETURN,
          guards=(Guard.RETURN_ALLOWED,), needs=("reason_code", "reason")),
    *(_unit(Verb.REQUEST_RETURN, P.REQUEST_RETURN, _OPEN, share=share, share_sources=_TAKEN,
            share_target=ShareState.RETURN_REQUESTED, applies=A.RETURN, needs=("reason_code", "reason"))
      for share in (Share.ASSIST, Share.CHILD)),
    _centre(Verb.APPROVE_RETURN, P.DECIDE_RETURN, _at(S.RETURN_REQUESTED), target=S.PENDING_DISPATCH, share=Share.LEAD,
            share_sources=_ASKED, share_target=ShareState.RETURNED, starts=(C.DISPATCH,), cancels=_SHARE_CLOCKS,
            decides=A.RETURN),
    _centre(Verb.APPROVE_RETURN, P.DECIDE_RETURN, _OPEN, share=Share.ASSIST, share_sources=_ASKED,
            share_target=ShareState.RETURNED, cancels_all=True, decides=A.RETURN),
    _unit(Verb.APPROVE_RETURN, P.DELEGATE_ASSIGNMENT, _OPEN, party=Party.PARENT, share=Share.CHILD,
          share_sources=_ASKED, share_target=ShareState.RETURNED, cancels_all=True, decides=A.RETURN),
    _centre(Verb.REFUSE_RETURN, P.DECIDE_RETURN, _at(S.RETURN_REQUESTED), target=Landing.PREVIOUS, share=Share.LEAD,
            share_sources=_ASKED, share_target=Landing.PREVIOUS, decides=A.RETURN, needs=("reason",)),
    _centre(Verb.REFUSE_RETURN, P.DECIDE_RETURN, _OPEN, share=Share.ASSIST, share_sources=_ASKED,
            share_target=Landing.PREVIOUS, decides=A.RETURN, needs=("reason",)),
    _unit(Verb.REFUSE_RETURN, P.DELEGATE_ASSIGNMENT, _OPEN, party=Party.PARENT, share=Share.CHILD,
          share_sources=_ASKED, share_target=Landing.PREVIOUS, decides=A.RETURN, needs=("reason",)),
    _unit(Verb.OBJECT, P.OBJECT_DISPATCH, _at(S.PENDING_SIGN, S.HANDLING), target=S.CONFERENCE, share_sources=_TAKEN,
          guards=(Guard.RETURN_WAS_REFUSED,), needs=("reason",)),
)

HANDLING = (
    _unit(Verb.CONTACT, P.RECORD_CONTACT, _at(S.HANDLING), share_sources=_WORKING, stops=(C.FIRST_CONTACT,)),
    _unit(Verb.REPLY, P.REPLY_ASSIGNMENT, _at(S.HANDLING), target=S.PENDING_APPROVAL, share_sources=_WORKING,
          share_target=ShareState.REPLIED, guards=(Guard.PARTS_COLLECTED,), needs=("handling", "public_answer")),
    *(_unit(Verb.REPLY, P.REPLY_ASSIGNMENT, _OPEN, share=share, share_sources=_WORKING,
            share_target=ShareState.REPLIED, stops=(C.HANDLE,), guards=(Guard.PARTS_COLLECTED,), needs=("handling",))
      for share in (Share.ASSIST, Share.CHILD)),
    _unit(Verb.COLLECT, P.REPLY_ASSIGNMENT, _OPEN, party=Party.LEAD, share=Share.ASSIST, share_sources=_ANSWERED,
          share_target=ShareState.ACCEPTED),
    _unit(Verb.COLLECT, P.REPLY_ASSIGNMENT, _OPEN, party=Party.PARENT, share=Share.CHILD, share_sources=_ANSWERED,
          share_target=ShareState.ACCEPTED),
    _unit(Verb.SEND_BACK, P.REPLY_ASSIGNMENT, _OPEN, party=Party.LEAD, share=Share.ASSIST, share_sources=_ANSWERED,
          share_target=ShareState.HANDLING, reopens=(C.HANDLE,), needs=("reason",)),
    _unit(Verb.SEND_BACK, P.REPLY_ASSIGNMENT, _OPEN, party=Party.PARENT, share=Share.CHILD, share_sources=_ANSWERED,
          share_target=ShareState.HANDLING, reopens=(C.HANDLE,), needs=("reason",)),
    _unit(Verb.APPROVE_REPLY, P.APPROVE_REPLY, _at(S.PENDING_APPROVAL), target=S.PENDING_REVIEW,
          share_sources=_ANSWERED, stops=_WORK_CLOCKS, starts=(C.REVIEW,)),
    _unit(Verb.REJECT_REPLY, P.APPROVE_REPLY, _at(S.PENDING_APPROVAL), target=S.HANDLING, share_sources=_ANSWERED,
          share_target=ShareState.HANDLING, needs=("reason",)),
    _centre(Verb.REVIEW, P.REVIEW_ORDER, _at(S.PENDING_REVIEW), target=S.PENDING_CALLBACK, share=Share.LEAD,
            share_sources=_ANSWERED, share_target=ShareState.ACCEPTED, stops=(C.REVIEW,), starts=(C.CALLBACK,),
            visibility=Visibility.PUBLIC),
    _centre(Verb.SEND_BACK, P.REVIEW_ORDER, _at(S.PENDING_REVIEW), target=S.HANDLING, share=Share.LEAD,
            share_sources=_ANSWERED, share_target=ShareState.HANDLING, stops=(C.REVIEW,),
            reopens=(C.HANDLE, C.REWORK), needs=("reason",)),
)

APPLICATIONS = (
    _unit(Verb.APPLY_EXTENSION, P.APPLY_EXTENSION, _at(S.HANDLING), share_sources=_WORKING, applies=A.EXTENSION,
          guards=(Guard.EXTENSION_ALLOWED,), needs=("reason", "amount")),
    _centre(Verb.APPROVE_EXTENSION, P.DECIDE_EXTENSION, _at(S.HANDLING), decides=A.EXTENSION,
            visibility=Visibility.PUBLIC),
    _centre(Verb.REFUSE_EXTENSION, P.DECIDE_EXTENSION, _at(S.HANDLING), decides=A.EXTENSION, needs=("reason",)),
    _unit(Verb.APPLY_SUSPENSION, P.APPLY_SUSPENSION, _at(S.HANDLING), share_sources=_WORKING, applies=A.SUSPENSION,
          needs=("reason_code", "reason", "review_on")),
    _centre(Verb.APPROVE_SUSPENSION, P.DECIDE_SUSPENSION, _at(S.HANDLING), target=S.SUSPENDED, pauses=True,
            starts=(C.SUSPENSION,), decides=A.SUSPENSION, visibility=Visibility.PUBLIC),
    _centre(Verb.REFUSE_SUSPENSION, P.DECIDE_SUSPENSION, _at(S.HANDLING), decides=A.SUSPENSION, needs=("reason",)),
    _centre(Verb.REVIEW_SUSPENSION, P.DECIDE_SUSPENSION, _at(S.SUSPENDED), stops=(C.SUSPENSION,),
            starts=(C.SUSPENSION,), needs=("review_on",)),
    _centre(Verb.RESUME, P.DECIDE_SUSPENSION, _at(S.SUSPENDED), target=S.HANDLING, stops=(C.SUSPENSION,),
            resumes=True, visibility=Visibility.PUBLIC),
    _unit(Verb.RESUME, P.APPLY_SUSPENSION, _at(S.SUSPENDED), share_sources=_WORKING, target=S.HANDLING,
          stops=(C.SUSPENSION,), resumes=True, visibility=Visibility.PUBLIC),
    _unit(Verb.APPLY_FINAL_ANSWER, P.APPLY_FINAL_ANSWER, _at(S.HANDLING, S.PENDING_CALLBACK),
          share_sources=_WORKING | _DONE, applies=A.FINAL_ANSWER, needs=("reason",)),
    _centre(Verb.APPROVE_FINAL_ANSWER, P.DECIDE_FINAL_ANSWER, _at(S.HANDLING, S.PENDING_CALLBACK), target=S.CLOSED,
            stops=(C.FIRST_CONTACT, C.HANDLE, C.REWORK, C.CALLBACK), cancels_all=True, decides=A.FINAL_ANSWER,
            visibility=Visibility.PUBLIC),
    _centre(Verb.REFUSE_FINAL_ANSWER, P.DECIDE_FINAL_ANSWER, _at(S.HANDLING, S.PENDING_CALLBACK),
            decides=A.FINAL_ANSWER, needs=("reason",)),
    _unit(Verb.APPLY_EXCLUSION, P.APPLY_EXCLUSION, _DISPATCHED | {S.CLOSED}, applies=A.EXCLUSION,
          share_sources=_TAKEN | _ANSWERED | _DONE, needs=("reason",)),
    _centre(Verb.APPROVE_EXCLUSION, P.DECIDE_EXCLUSION, _DISPATCHED | {S.CLOSED}, decides=A.EXCLUSION,
            visibility=Visibility.UNIT),
    _centre(Verb.REFUSE_EXCLUSION, P.DECIDE_EXCLUSION, _DISPATCHED | {S.CLOSED}, decides=A.EXCLUSION,
            needs=("reason",)),
)

ENDING = (
    _centre(Verb.RECORD_CALLBACK, P.RECORD_CALLBACK, _at(S.PENDING_CALLBACK, S.DIRECT_ANSWERED), needs=("reached",)),
    _centre(Verb.REWORK, P.REWORK_ORDER, _at(S.PENDING_CALLBACK), target=S.HANDLING, share=Share.LEAD,
            share_sources=_DONE, share_target=ShareState.HANDLING, stops=(C.CALLBACK,), starts=(C.REWORK,),
            guards=(Guard.CITIZEN_DISSATISFIED,), needs=("reason",), visibility=Visibility.PUBLIC),
    _centre(Verb.CLOSE, P.CLOSE_ORDER, _at(S.PENDING_CALLBACK), target=S.CLOSED, stops=(C.CALLBACK,),
            guards=(Guard.CALLED_BACK,), visibility=Visibility.PUBLIC),
    _centre(Verb.ARCHIVE, P.ARCHIVE_ORDER, _SETTLED, target=S.ARCHIVED, visibility=Visibility.INTERNAL),
    _centre(Verb.REOPEN, P.REOPEN_ORDER, _SETTLED | {S.ARCHIVED}, target=S.PENDING_DISPATCH, starts=(C.DISPATCH,),
            needs=("reason",), visibility=Visibility.PUBLIC),
)

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
