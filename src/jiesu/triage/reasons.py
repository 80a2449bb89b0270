"""Why something is suggested: a code with its values, and the sentence that says it.

The sentences are kept in Chinese; delivery renders them in the reader's language (see :func:`told`), programs
read the codes. What is quoted from a message or from a rule is never translated.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

Value = str | int | tuple[str, ...]
"""A number, a word of the service, or (a tuple) words that are quoted as somebody wrote them."""


class Why(StrEnum):
    """The reasons that there are."""

    LIKE_HISTORY_BY_WORDS = "like_history_by_words"
    LIKE_HISTORY = "like_history"
    BRANCH_IS_SURER = "branch_is_surer"
    UNSURE = "unsure"
    NAMED = "named"
    MANNER = "manner"
    CHOSEN = "chosen"
    DANGER = "danger"
    PLACE_NAMED = "place_named"
    SEVERAL_PLACES = "several_places"
    DUTY = "duty"
    KEPT = "kept"
    BY_DUTY = "by_duty"
    OWN_RULE = "own_rule"
    RULE_FAILS = "rule_fails"
    UNITS_CLOSED = "units_closed"
    TOPIC_GONE = "topic_gone"
    NATURE_UNKNOWN = "nature_unknown"
    WORDS_ALIKE = "words_alike"
    SAME_CITIZEN = "same_citizen"
    SAME_TOPIC = "same_topic"
    TOPIC_BESIDE = "topic_beside"
    NEAR = "near"
    SAME_PLACE = "same_place"
    SAME_TOWNSHIP = "same_township"
    OTHER_AREA = "other_area"
    OTHER_PLACE = "other_place"
    SAME_DAY = "same_day"
    DAYS_APART = "days_apart"


SENTENCES: dict[Why, str] = {
    Why.LIKE_HISTORY_BY_WORDS: "依据用词%(words)s，与历史工单相近",
    Why.LIKE_HISTORY: "与历史工单相近",
    Why.BRANCH_IS_SURER: "细分类把握不足，大类较有把握",
    Why.UNSURE: "把握不足",
    Why.NAMED: "诉求中提到%(words)s，与事项名称相符",
    Why.MANNER: "诉求中有%(manner)s",
    Why.CHOSEN: "已由人员选定",
    Why.DANGER: "%(danger)s：%(words)s",
    Why.PLACE_NAMED: "地址中有%(words)s",
    Why.SEVERAL_PLACES: "几处同名，取其共同上级",
    Why.DUTY: "职责目录规定由其主办",
    Why.KEPT: "同类工单派给它%(given)s件，退回%(returned)s件",
    Why.BY_DUTY: "按职责目录",
    Why.OWN_RULE: "符合本中心规则%(rule)s",
    Why.RULE_FAILS: "规则%(rule)s失效：%(why)s",
    Why.UNITS_CLOSED: "单位已停用：%(units)s",
    Why.TOPIC_GONE: "事项代码%(code)s不在现行分类中",
    Why.NATURE_UNKNOWN: "没有诉求类型%(natures)s",
    Why.WORDS_ALIKE: "文字相近%(percent)s%%",
    Why.SAME_CITIZEN: "同一诉求人",
    Why.SAME_TOPIC: "同一事项",
    Why.TOPIC_BESIDE: "事项同类",
    Why.NEAR: "相距约%(metres)s米",
    Why.SAME_PLACE: "同一地点：%(place)s",
    Why.SAME_TOWNSHIP: "同一街道（乡镇）",
    Why.OTHER_AREA: "区划不同",
    Why.OTHER_PLACE: "地点不同",
    Why.SAME_DAY: "一天之内",
    Why.DAYS_APART: "相隔%(days)s天",
}

BETWEEN_WORDS, BETWEEN_REASONS = "、", "；"


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: its code, and what is filled into its sentence."""

    why: Why
    values: Mapping[str, "Value | Reason"] = field(default_factory=dict)

    def plain(self) -> dict[str, object]:
        """For programs: the code and the values."""
        values = {name: _plain(value) for name, value in self.values.items()}
        return {"code": self.why.value, "values": values}


def told(reasons: Iterable[Reason], *, say: Callable[[str], str] = str) -> str:
    """The reasons as one line.

    Args:
        reasons: the weightiest first.
        say: gives a sentence or a word of the service in the reader's language; as it is when not given.
    """
    return say(BETWEEN_REASONS).join(_told(reason, say) for reason in reasons)


def _told(reason: Reason, say: Callable[[str], str]) -> str:
    return say(SENTENCES[reason.why]) % {name: _said(value, say) for name, value in reason.values.items()}


def _said(value: "Value | Reason", say: Callable[[str], str]) -> object:
    if isinstance(value, Reason):
        return _told(value, say)
    if isinstance(value, tuple):
        return say(BETWEEN_WORDS).join(f"“{word}”" for word in value)
    return say(value) if isinstance(value, str) and value else value


def _plain(value: "Value | Reason") -> object:
    if isinstance(value, Reason):
        return value.plain()
    return list(value) if isinstance(value, tuple) else value
