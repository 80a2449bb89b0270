"""Notices 消息规则: of which event who is told, with which words, how and when. Pure rules.

The shipped rules are in :mod:`jiesu.oversight.notice_presets`; a centre changes them and adds its own.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from jiesu.core.errors import InvalidInput
from jiesu.messaging.channels import MessageChannel, MessageUrgency


class Recipient(StrEnum):
    """Who is told, by where they stand towards what happened."""

    LEAD_CLERKS = "lead_clerks"
    LEAD_LEADERS = "lead_leaders"
    SHARE_CLERKS = "share_clerks"
    SHARE_LEADERS = "share_leaders"
    ENDED_CLERKS = "ended_clerks"
    UNIT_CLERKS = "unit_clerks"
    UNIT_LEADERS = "unit_leaders"
    PERSON = "person"
    OPERATOR = "operator"
    DISPATCHERS = "dispatchers"
    REVIEWERS = "reviewers"
    CALLBACK_STAFF = "callback_staff"
    SUPERVISORS = "supervisors"
    DUTY_CHIEFS = "duty_chiefs"
    KEEPERS = "keepers"
    APPEAL_JUDGES = "judges"
    CITIZEN = "citizen"


RECIPIENT_LABELS: dict[Recipient, str] = {
    Recipient.LEAD_CLERKS: "主办单位经办员",
    Recipient.LEAD_LEADERS: "主办单位负责人",
    Recipient.SHARE_CLERKS: "相关承办单位经办员",
    Recipient.SHARE_LEADERS: "相关承办单位负责人",
    Recipient.ENDED_CLERKS: "不再承办的单位",
    Recipient.UNIT_CLERKS: "事件所涉单位经办员",
    Recipient.UNIT_LEADERS: "事件所涉单位负责人",
    Recipient.PERSON: "事件所涉人员",
    Recipient.OPERATOR: "受理话务员",
    Recipient.DISPATCHERS: "派单员",
    Recipient.REVIEWERS: "审核员",
    Recipient.CALLBACK_STAFF: "回访员",
    Recipient.SUPERVISORS: "督办员",
    Recipient.DUTY_CHIEFS: "值班长",
    Recipient.KEEPERS: "批示件管理员",
    Recipient.APPEAL_JUDGES: "质检申诉裁定人",
    Recipient.CITIZEN: "诉求人",
}

FOR_CITIZENS = frozenset({MessageChannel.SMS, MessageChannel.WECHAT, MessageChannel.EMAIL})
STALE_AFTER = timedelta(days=3)
"""Nobody is told of what happened longer ago, such as what is imported or was waiting for a worker."""

LONGEST_DELAY = 7 * 24 * 60
_TELLING = (
    *("seq", "deadline_id", "due_at", "step_id", "supervision_id", "urging_id", "task_id"),
    *("entry_id", "bulletin_id", "inspection_id", "check_id"),
)


@dataclass(frozen=True, kw_only=True)
class NoticeRule:
    """One row.

    Attributes:
        code: its key.
        event: the event's name, ``package.ClassName``.
        only: the verbs, clocks or kinds to which it is narrowed; empty for all.
        to: who is told.
        template: the words.
        channels: how, all of them.
        delay_minutes: how long after the event.
        urgency: how pressing at least; an urgent order makes its messages urgent.
        is_active: whether it holds.
    """

    code: str
    event: str
    to: Recipient
    template: str
    channels: tuple[str, ...]
    only: tuple[str, ...] = ()
    delay_minutes: int = 0
    urgency: str = MessageUrgency.NORMAL.value
    is_active: bool = True

    def holds_for(self, name: str, narrowing: str) -> bool:
        """Whether the rule speaks of such an event."""
        return self.is_active and self.event == name and (not self.only or narrowing in self.only)


def narrowing_of(event: object) -> str:
    """What narrows an event: the verb, the clock or the kind that it names."""
    return str(next((word for name in ("verb", "kind") if (word := getattr(event, name, ""))), ""))


def key_of(event: object) -> str:
    """The same for the same event, however often it is told: its name, and what tells it from others.

    An event of an order's timeline is known by the line's number, one of a clock by the clock and its due
    moment, others by their own keys and the moment.
    """
    about = [type(event).__name__, str(getattr(event, "subject", ""))]
    values = ((name, getattr(event, name, None)) for name in _TELLING)
    about += [
        value.isoformat() if isinstance(value, datetime) else f"{name}{value}"
        for name, value in values
        if value is not None
    ]
    moment = getattr(event, "occurred_at", None)
    if isinstance(moment, datetime) and not hasattr(event, "seq"):
        about.append(f"{moment.timestamp():.6f}")
    return ":".join(about)


def is_stale(occurred_at: datetime, *, at: datetime) -> bool:
    """Whether it is too late to tell anybody."""
    return at - occurred_at > STALE_AFTER


def check_rule(rule: NoticeRule, *, group: str) -> None:
    """Go on only when the rule can be carried out.

    Args:
        rule: the rule.
        group: whose variables the template uses.

    Raises:
        InvalidInput: a channel is not for citizens, the delay too long, or the template for others.
    """
    known = {channel.value for channel in MessageChannel}
    for_citizen = rule.to is Recipient.CITIZEN
    allowed = {channel.value for channel in FOR_CITIZENS} if for_citizen else known
    if not set(rule.channels) <= allowed or (rule.is_active and not rule.channels):
        raise InvalidInput(
            field="channels",
            reason_zh="请至少选一个渠道；诉求人只能用短信、微信、邮件。",
            reason_en="Choose a channel; citizens are reached by SMS, WeChat and mail only.",
        )
    if rule.delay_minutes > LONGEST_DELAY:
        raise InvalidInput(
            field="delay_minutes", reason_zh="延迟不超过 7 天。", reason_en="At most seven days of delay."
        )
    if group != group_for(rule):
        raise InvalidInput(
            field="template",
            reason_zh="模板的变量与这个事件、收件人不符，请选同一类的模板。",
            reason_en="The template's variables do not fit this event and recipient; choose another.",
        )


def group_for(rule: NoticeRule) -> str:
    """Whose variables the template of a rule must use: citizens have their own, and so have instructions."""
    if rule.to is Recipient.CITIZEN:
        return "citizen"
    name = rule.event.rpartition(".")[2]
    return "instruction" if name.startswith(("Instruction", "LookBack")) else "order"
