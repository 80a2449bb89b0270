"""The workflow as people read it: a diagram and a table, made from the workflow table alone.

``python -m jiesu.workorders.diagram > docs/workflow.md`` writes the page; a test sees that it is up to date.
"""

import sys
from collections.abc import Iterable, Iterator

from jiesu.accounts.permissions import PERMISSION_LABELS
from jiesu.accounts.roles import ROLE_LABELS, ROLE_PERMISSIONS
from jiesu.catalogue.packs import CLOCK_LABELS, ClockKind
from jiesu.workorders.states import (
    PARTY_LABELS,
    PARTY_NAMES,
    SETTLED_STATES,
    SHARE_LABELS,
    SHARE_STATE_LABELS,
    STATE_LABELS,
    VERB_LABELS,
    OrderState,
    Share,
    ShareState,
    Verb,
)
from jiesu.workorders.workflow import RULES, RULES_OF, Guard, Landing, Reach, Rule

GUARD_LABELS: dict[Guard, tuple[str, str]] = {
    Guard.RETURN_ALLOWED: ("退单次数和时限未用尽，未禁止退回", "returns left, in time, and not forbidden"),
    Guard.OBJECTION_ALLOWED: (
        "退单曾被驳回，且本地规则听取异议",
        "a return was refused, and objections are heard",
    ),
    Guard.PARTS_COLLECTED: ("协办和下派的份额均已采纳", "all assisting and delegated shares are collected"),
    Guard.HOLDER_AT_WORK: ("所属份额在办理中", "the share above is being handled"),
    Guard.EXTENSION_ALLOWED: ("本地规则允许，次数未用尽，未超期", "allowed, not used up, and in time"),
    Guard.CALLED_BACK: ("已有回访结论，或多日联系不上", "a callback result, or vain attempts on enough days"),
    Guard.CITIZEN_DISSATISFIED: (
        "回访为承办单位原因的不满意或未解决",
        "not settled, by the unit's own fault",
    ),
}
"""The conditions in Chinese and in English."""

REACH_LABELS: dict[Reach, tuple[str, str]] = {
    Reach.BELOW: ("收回其下派的份额", "takes back the shares below"),
    Reach.OTHERS: ("收回其他份额", "takes back the other shares"),
    Reach.ALL: ("收回全部份额", "takes back all shares"),
}

_TITLE = """# 工单流转 Workflow

由 `jiesu.workorders.workflow` 的流转表生成，请勿手工修改。
Generated from the table in `jiesu.workorders.workflow` by `python -m jiesu.workorders.diagram`;
do not edit it by hand.

"""
_SETTLED = "settled"
_COLUMNS = (
    "动作 Verb",
    "由谁 By whom",
    "工单状态 From",
    "到 To",
    "份额 Share",
    "时限 Clocks",
    "条件 Conditions",
)


def document() -> str:
    """The whole page."""
    return _TITLE + f"```mermaid\n{mermaid()}```\n\n" + table() + "\n" + roles()


def mermaid() -> str:
    """A state diagram of the moves of an order; verbs that leave it where it is stand in the table only."""
    lines = ["stateDiagram-v2"]
    lines += [_node(state) for state in OrderState if state not in SETTLED_STATES]
    lines += [f'    state "已了结<br/>settled" as {_SETTLED} {{']
    lines += [f"    {_node(state)}" for state in OrderState if state in SETTLED_STATES]
    lines += ["    }"]
    arrows: dict[tuple[str, str], list[Verb]] = {}
    for rule in RULES:
        for arrow in _arrows(rule):
            verbs = arrows.setdefault(arrow, [])
            verbs += [rule.verb] if rule.verb not in verbs else []
    lines += [
        f"    {start} --> {end}: {'、'.join(VERB_LABELS[verb] for verb in verbs)}"
        for (start, end), verbs in arrows.items()
    ]
    return "\n".join([*lines, f"    {OrderState.ARCHIVED} --> [*]"]) + "\n"


def table() -> str:
    """One line for each row of the workflow table, verb by verb."""
    lines = [_line(_COLUMNS), _line("---" for _ in _COLUMNS)]
    lines += [_line(_cells(rule)) for verb in Verb for rule in RULES_OF[verb]]
    return "## 动作 Verbs\n\n" + "\n".join(lines) + "\n"


def roles() -> str:
    """Who may do what by the roles that ship."""
    lines = [_line(("角色 Role", "动作 Verbs")), _line(("---", "---"))]
    for role, permissions in ROLE_PERMISSIONS.items():
        verbs = [
            VERB_LABELS[verb] for verb in Verb if any(r.permission in permissions for r in RULES_OF[verb])
        ]
        lines.append(_line((f"{ROLE_LABELS[role]}<br/>{_words(role)}", "、".join(verbs) or "—")))
    return "## 角色 Roles\n\n" + "\n".join(lines) + "\n"


def _node(state: OrderState) -> str:
    return f'    state "{STATE_LABELS[state]}<br/>{_words(state)}" as {state}'


def _arrows(rule: Rule) -> Iterator[tuple[str, str]]:
    """From where to where; what may be done in all settled states is one arrow from their frame."""
    if rule.target is Landing.SAME:
        return
    if None in rule.sources:
        yield ("[*]", str(rule.target))
    framed = rule.sources.issuperset(SETTLED_STATES)
    if framed:
        yield (_SETTLED, str(rule.target))
    for source in OrderState:
        if source in rule.sources and not (framed and source in SETTLED_STATES):
            yield from ((source, target) for target in _targets(rule) if target != source)


def _targets(rule: Rule) -> Iterable[str]:
    if rule.target is Landing.PREVIOUS:
        return (OrderState.PENDING_SIGN, OrderState.HANDLING)
    return (str(rule.target),)


def _cells(rule: Rule) -> Iterator[str]:
    yield f"**{VERB_LABELS[rule.verb]}**<br/>{_words(rule.verb)}"
    yield _both(f"{PARTY_LABELS[rule.party]}：{PERMISSION_LABELS[rule.permission]}", PARTY_NAMES[rule.party])
    yield "、".join(_sources(rule))
    yield _landing(rule)
    yield _share(rule)
    yield "<br/>".join(_clocks(rule)) or "—"
    yield "<br/>".join(_both(*GUARD_LABELS[guard]) for guard in rule.guards) or "—"


def _sources(rule: Rule) -> Iterator[str]:
    if None in rule.sources:
        yield "新建 new"
    if rule.sources >= frozenset(OrderState):
        yield "任何状态 any"
        return
    yield from (STATE_LABELS[state] for state in OrderState if state in rule.sources)


def _landing(rule: Rule) -> str:
    if rule.target is Landing.SAME:
        return "不变 same"
    if rule.target is Landing.PREVIOUS:
        return "申请前的状态 where it was"
    return _both(STATE_LABELS[OrderState(rule.target)], _words(str(rule.target)))


def _share(rule: Rule) -> str:
    parts = []
    if rule.share is not None:
        held = "、".join(SHARE_STATE_LABELS[state] for state in ShareState if state in rule.share_sources)
        parts.append(f"{SHARE_LABELS[Share(rule.share)]}（{held}）{_share_landing(rule)}")
    if rule.ends is not None:
        parts.append(_both(*REACH_LABELS[rule.ends]))
    return "<br/>".join(parts) or "—"


def _share_landing(rule: Rule) -> str:
    if rule.share_target is None:
        return ""
    if rule.share_target is Landing.PREVIOUS:
        return " → 申请前的状态"
    return f" → {SHARE_STATE_LABELS[ShareState(rule.share_target)]}"


def _clocks(rule: Rule) -> Iterator[str]:
    for kinds, words in (
        (rule.stops, "停 stops"),
        (rule.cancels, "撤 cancels"),
        (rule.reopens, "续 goes on"),
        (rule.starts, "起 starts"),
    ):
        if kinds:
            yield f"{words}：{'、'.join(CLOCK_LABELS[ClockKind(kind)] for kind in kinds)}"
    if rule.cancels_all:
        yield "撤：其余时限 cancels the rest"
    if rule.pauses:
        yield "全部暂停 all stand still"
    if rule.resumes:
        yield "全部恢复 all go on"


def _both(chinese: str, english: str) -> str:
    return f"{chinese}<br/>{english}"


def _words(code: str) -> str:
    return str(code).replace("_", " ")


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    sys.stdout.write(document())
