"""Supervision orders 督办单: their colours, how long a unit has to answer, what may be done with one when.

Source of the three colours: 督查单 蓝→橙→红 (三明); here blue, yellow and red as the service asked for. How
long each gives for its answer is ours and can be set at each issue and in each rung of a ladder.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.calendar import Measure, TimeLimit


class Colour(StrEnum):
    """How grave a supervision order is."""

    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"


COLOUR_LABELS: dict[Colour, str] = {
    Colour.BLUE: "蓝色督办",
    Colour.YELLOW: "黄色督办",
    Colour.RED: "红色督办",
}

FEEDBACK: dict[Colour, TimeLimit] = {
    Colour.BLUE: TimeLimit(Decimal(3), Measure.WORKING_DAYS),
    Colour.YELLOW: TimeLimit(Decimal(2), Measure.WORKING_DAYS),
    Colour.RED: TimeLimit(Decimal(1), Measure.WORKING_DAYS),
}
"""How long the unit has to answer unless it is said otherwise; these figures are ours."""


class SupervisionState(StrEnum):
    """How a supervision order stands."""

    ISSUED = "issued"
    ANSWERED = "answered"
    SENT_BACK = "sent_back"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


SUPERVISION_STATE_LABELS: dict[SupervisionState, str] = {
    SupervisionState.ISSUED: "待反馈",
    SupervisionState.ANSWERED: "待销号",
    SupervisionState.SENT_BACK: "退回补充",
    SupervisionState.CLOSED: "已销号",
    SupervisionState.WITHDRAWN: "已撤销",
}

WITH_UNIT = frozenset({SupervisionState.ISSUED, SupervisionState.SENT_BACK})
"""The unit's answer is outstanding."""

OPEN_SUPERVISION = WITH_UNIT | {SupervisionState.ANSWERED}
"""Not at its end."""


class SupervisionVerb(StrEnum):
    """What is done with a supervision order."""

    ISSUE = "issue"
    ANSWER = "answer"
    ACCEPT = "accept"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"


SUPERVISION_VERB_LABELS: dict[SupervisionVerb, str] = {
    SupervisionVerb.ISSUE: "签发督办",
    SupervisionVerb.ANSWER: "反馈督办",
    SupervisionVerb.ACCEPT: "同意销号",
    SupervisionVerb.SEND_BACK: "退回补充",
    SupervisionVerb.WITHDRAW: "撤销督办",
}


@dataclass(frozen=True)
class SupervisionRule:
    """One row: from which states, to which, by whom, and whether words must be given."""

    sources: frozenset[SupervisionState]
    target: SupervisionState
    permission: Permission
    needs_words: bool = True


_S = SupervisionState
SUPERVISION_RULES: dict[SupervisionVerb, SupervisionRule] = {
    SupervisionVerb.ANSWER: SupervisionRule(WITH_UNIT, _S.ANSWERED, Permission.ANSWER_SUPERVISION),
    SupervisionVerb.ACCEPT: SupervisionRule(
        frozenset({_S.ANSWERED}), _S.CLOSED, Permission.SUPERVISE_ORDER, needs_words=False
    ),
    SupervisionVerb.SEND_BACK: SupervisionRule(
        frozenset({_S.ANSWERED}), _S.SENT_BACK, Permission.SUPERVISE_ORDER
    ),
    SupervisionVerb.WITHDRAW: SupervisionRule(OPEN_SUPERVISION, _S.WITHDRAWN, Permission.SUPERVISE_ORDER),
}
"""What may be done with one that is there."""


def verbs_from(state: SupervisionState) -> tuple[SupervisionVerb, ...]:
    """What may be done from a state, by whoever holds the permission."""
    return tuple(verb for verb, rule in SUPERVISION_RULES.items() if state in rule.sources)
