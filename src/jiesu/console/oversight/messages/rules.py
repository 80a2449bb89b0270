"""Rules of notices and quiet hours."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from itertools import groupby
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue.packs import CLOCK_LABELS
from jiesu.console.oversight.supervision_forms import PlainForm
from jiesu.console.settings.gate import allowed, carry_out, done, form_page, read_or_send
from jiesu.console.staff import page
from jiesu.messaging import actions as messaging
from jiesu.messaging import selectors
from jiesu.messaging.channels import (
    MESSAGE_CHANNEL_LABELS,
    MESSAGE_URGENCY_LABELS,
    MessageChannel,
    MessageUrgency,
)
from jiesu.organisations.actors import Actor
from jiesu.oversight.actions.noticing import reset_notice_rule, save_notice_rule
from jiesu.oversight.noticing import LONGEST_DELAY, RECIPIENT_LABELS, NoticeRule, Recipient
from jiesu.oversight.selectors.noticing import announced, changed_rules, rule_in_force, rules_in_force
from jiesu.oversight.urging import URGING_KIND_LABELS
from jiesu.workorders.states import VERB_LABELS

_OWN_WORDS = {"centre": "热线中心", "annotate.citizen": "诉求人补充"}
may = allowed(Permission.CONFIGURE_MESSAGES)
QUIET_CHANNELS = (MessageChannel.SMS, MessageChannel.WECHAT, MessageChannel.EMAIL, MessageChannel.PUSH)
EVENTS = {
    "OrderChanged": gettext_lazy("工单有变动"),
    "OrderRegistered": gettext_lazy("工单登记"),
    "OrderDispatched": gettext_lazy("派单"),
    "ReturnRequested": gettext_lazy("申请退单"),
    "ApplicationFiled": gettext_lazy("提出申请"),
    "ApplicationDecided": gettext_lazy("申请已决定"),
    "OrderReplied": gettext_lazy("反馈待审核"),
    "CalledBack": gettext_lazy("回访"),
    "ReplyAccepted": gettext_lazy("反馈审核通过"),
    "OrderSentBack": gettext_lazy("反馈被退回"),
    "OrderReworked": gettext_lazy("发回重办"),
    "OrderBecameProblem": gettext_lazy("成为问题工单"),
    "OrderResumed": gettext_lazy("恢复办理"),
    "OrderClosed": gettext_lazy("工单到了终点"),
    "OrderReopened": gettext_lazy("重新打开"),
    "DeadlineWarned": gettext_lazy("时限临期"),
    "DeadlineMissed": gettext_lazy("时限超期"),
    "OrderUrged": gettext_lazy("催办"),
    "UrgingAcknowledged": gettext_lazy("催办已确认"),
    "OrderEscalated": gettext_lazy("提级"),
    "SupervisionIssued": gettext_lazy("签发督办单"),
    "SupervisionAnswered": gettext_lazy("督办单已反馈"),
    "SupervisionSentBack": gettext_lazy("督办反馈被退回"),
    "SupervisionEnded": gettext_lazy("督办单结束"),
    "OrderEnteredLedger": gettext_lazy("列入问题台账"),
    "LedgerReviewDue": gettext_lazy("台账到期复核"),
    "BulletinIssued": gettext_lazy("发布通报"),
    "HandedToInspection": gettext_lazy("移送纪检监察"),
    "PerfunctoryReplyFound": gettext_lazy("疑似敷衍答复"),
    "InspectionScored": gettext_lazy("质检评分"),
    "ScoreAppealed": gettext_lazy("质检评分被申诉"),
    "ScoreAppealDecided": gettext_lazy("质检申诉已裁定"),
    "CallbackDiffered": gettext_lazy("两次回访结果不一致"),
    "UnreasonableDemandNamed": gettext_lazy("认定不合理诉求"),
    "FieldCheckOrdered": gettext_lazy("派发现场核查"),
    "FieldCheckMade": gettext_lazy("现场核查完成"),
    "FalseCompletionFound": gettext_lazy("虚假办结"),
    "InstructionAssigned": gettext_lazy("批示件交办"),
    "InstructionAnswered": gettext_lazy("批示件已反馈"),
    "InstructionSentBack": gettext_lazy("批示件退回补充"),
    "InstructionDue": gettext_lazy("批示件将到期"),
    "InstructionOverdue": gettext_lazy("批示件已超期"),
    "LookBackDue": gettext_lazy("应当回头看"),
    "InstructionClosed": gettext_lazy("批示办结"),
}


class RuleForm(PlainForm):
    """A rule: who is told, with which words, how and when."""

    to = forms.ChoiceField(label=gettext_lazy("收件人"))
    template = forms.ChoiceField(label=gettext_lazy("模板"))
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("渠道"), required=False, widget=forms.CheckboxSelectMultiple
    )
    delay_minutes = forms.IntegerField(
        label=gettext_lazy("延迟（分钟）"), min_value=0, max_value=LONGEST_DELAY, initial=0
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("紧急程度"), help_text=gettext_lazy("工单更紧急时按工单的；免打扰时段按它决定。")
    )
    is_active = forms.BooleanField(label=gettext_lazy("启用"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        found = selectors.templates_in_force()
        offered: dict[str, list[tuple[str, str]]] = {
            "to": [(key.value, _(label)) for key, label in RECIPIENT_LABELS.items()],
            "template": [(code, _(each.name)) for code, each in found.items()],
            "channels": [(key.value, _(label)) for key, label in MESSAGE_CHANNEL_LABELS.items()],
            "urgency": [(key.value, _(label)) for key, label in MESSAGE_URGENCY_LABELS.items()],
        }
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def applied(self, rule: NoticeRule) -> NoticeRule:
        """The rule as it was filled in."""
        given = self.cleaned_data
        changes = {name: given[name] for name in ("template", "delay_minutes", "urgency", "is_active")}
        return replace(rule, to=Recipient(given["to"]), channels=tuple(given["channels"]), **changes)


class NewRuleForm(RuleForm):
    """A rule of the centre's own, of an event."""

    code = forms.CharField(label=gettext_lazy("代码"), max_length=60)
    event = forms.ChoiceField(label=gettext_lazy("事件"))
    field_order = ("code", "event")

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        names = [kind.name for kind in announced() if kind.__name__ in EVENTS]
        known = sorted(names, key=lambda name: list(EVENTS).index(name.rpartition(".")[2]))
        self.fields["event"].choices = [(name, event_label(name)) for name in known]  # type: ignore[attr-defined]


@require_safe
@may
def rules(request: HttpRequest, actor: Actor) -> HttpResponse:
    """All rules by event."""
    changed = changed_rules()
    names = {code: each.name for code, each in selectors.templates_in_force().items()}
    labels = {channel.value: _(label) for channel, label in MESSAGE_CHANNEL_LABELS.items()}
    rows = [
        {
            "rule": rule,
            "to": RECIPIENT_LABELS[rule.to],
            "template": names.get(rule.template, rule.template),
            "channels": "、".join(labels[channel] for channel in rule.channels),
            "urgency": MESSAGE_URGENCY_LABELS[MessageUrgency(rule.urgency)],
            "only": "、".join(_narrowing(word) for word in rule.only),
            "is_changed": rule.code in changed,
            "event": event_label(rule.event),
        }
        for rule in rules_in_force().values()
    ]
    places = {name: place for place, name in enumerate(EVENTS)}
    grouped = sorted(rows, key=lambda row: places.get(row["rule"].event.rpartition(".")[2], len(places)))  # type: ignore[attr-defined]
    groups = [(label, list(group)) for label, group in groupby(grouped, key=lambda row: row["event"])]
    return page(request, actor, "console/oversight/messages/rules.html", context={"groups": groups})


@read_or_send
@may
def rule(request: HttpRequest, actor: Actor, *, code: str) -> HttpResponse:
    """Change one rule."""
    now = rule_in_force(code)
    initial = {name: getattr(now, name) for name in RuleForm.base_fields}
    form, status = RuleForm(request.POST or None, initial=initial), 200
    if request.method == "POST":
        status = carry_out(form, lambda: save_notice_rule(form.applied(now), by=actor))
        if not status:
            return done(request, _("规则已保存。"), to="notice-rules")
    title, back = f"{event_label(now.event)} · {code}", reverse("notice-rules")
    return form_page(request, actor, form, title=title, back=back, status=status)


@read_or_send
@may
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Add a rule."""
    form, status = NewRuleForm(request.POST or None, initial={"is_active": True, "code": "own."}), 200

    def act() -> None:
        given = form.cleaned_data
        blank = NoticeRule(
            code=given["code"], event=given["event"], to=Recipient.LEAD_CLERKS, template="", channels=()
        )
        save_notice_rule(form.applied(blank), by=actor)

    if request.method == "POST":
        status = carry_out(form, act)
        if not status:
            return done(request, _("规则已保存。"), to="notice-rules")
    return form_page(request, actor, form, title=_("新建规则"), back=reverse("notice-rules"), status=status)


@require_POST
@may
def reset(request: HttpRequest, actor: Actor, *, code: str) -> HttpResponse:
    """The shipped rule holds again."""
    reset_notice_rule(code, by=actor)
    return done(request, _("已恢复预设。"), to="notice-rules")


class QuietForm(PlainForm):
    """From when to when a channel is left alone, for each urgency."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        table = selectors.quiet_table()
        for channel in QUIET_CHANNELS:
            for urgency in MessageUrgency:
                hours = table.get((channel, urgency))
                for end, value in (("starts", hours and hours.starts), ("ends", hours and hours.ends)):
                    label = f"{_(MESSAGE_CHANNEL_LABELS[channel])} {_(MESSAGE_URGENCY_LABELS[urgency])} "
                    self.fields[f"{channel}-{urgency}-{end}"] = forms.TimeField(
                        label=label + (_("开始") if end == "starts" else _("结束")),
                        required=False,
                        initial=value,
                        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
                    )

    def table(self) -> dict[tuple[MessageChannel, MessageUrgency], tuple[time | None, time | None]]:
        """What was filled in."""
        given = self.cleaned_data
        return {
            (channel, urgency): (given[f"{channel}-{urgency}-starts"], given[f"{channel}-{urgency}-ends"])
            for channel in QUIET_CHANNELS
            for urgency in MessageUrgency
        }

    @property
    def rows(self) -> list[tuple[str, list[tuple[Any, Any]]]]:
        """The fields as a table: a row a channel, a pair an urgency."""
        return [
            (
                _(MESSAGE_CHANNEL_LABELS[channel]),
                [
                    (self[f"{channel}-{each}-starts"], self[f"{channel}-{each}-ends"])
                    for each in MessageUrgency
                ],
            )
            for channel in QUIET_CHANNELS
        ]


@read_or_send
@may
def quiet(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Quiet hours by channel and urgency."""
    form, status = QuietForm(request.POST or None), 200
    if request.method == "POST":
        status = carry_out(form, lambda: messaging.set_quiet_hours(form.table(), by=actor))
        if not status:
            return done(request, _("免打扰时段已保存。"), to="quiet-hours")
    context: dict[str, object] = {
        "form": form,
        "urgencies": [_(label) for label in MESSAGE_URGENCY_LABELS.values()],
    }
    return page(request, actor, "console/oversight/messages/quiet.html", context=context, status=status)


def _narrowing(word: str) -> str:
    """What a rule is narrowed to, in words."""
    tables: tuple[Mapping[Any, str], ...] = (VERB_LABELS, CLOCK_LABELS, URGING_KIND_LABELS, _OWN_WORDS)
    labels = {str(key): label for table in tables for key, label in table.items()}
    return _(labels.get(word, word))


def event_label(name: str) -> str:
    """What an event is called."""
    short = name.rpartition(".")[2]
    return str(EVENTS.get(short, short))
