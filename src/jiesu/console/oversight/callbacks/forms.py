"""Forms of the callback desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.console.accounts.forms import Plain
from jiesu.console.workorders.forms.base import choice, text, yes_no
from jiesu.core.clock import SHANGHAI
from jiesu.oversight.callback_answers import Heard
from jiesu.oversight.callback_plans import Consent
from jiesu.oversight.callback_states import (
    CALL_OUTCOME_LABELS,
    FAULT_LABELS,
    WHY_NOT_LABELS,
    CallOutcome,
    Fault,
    WhyNot,
)
from jiesu.workorders.states import RESOLUTION_LABELS, SATISFACTION_LABELS, Resolution, Satisfaction

UNFINISHED = {key: label for key, label in CALL_OUTCOME_LABELS.items() if key is not CallOutcome.ANSWERED}


class AnswersForm(Plain):
    """The questions of a callback, in the order in which they are asked."""

    contacted = yes_no(_("承办单位联系过您吗"), yes=_("联系过"), no=_("没有联系"))
    truthful = yes_no(_("单位反馈的情况属实吗"), yes=_("属实"), no=_("不属实"))
    resolution = choice(_("问题解决了吗"), RESOLUTION_LABELS, required=False)
    satisfaction = choice(_("您对办理满意吗"), SATISFACTION_LABELS)
    why_not = forms.MultipleChoiceField(
        label=_("不满意的原因"),
        required=False,
        choices=[(key.value, _(word)) for key, word in WHY_NOT_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    words = text(_("诉求人的原话"), required=False, rows=2)
    fault = choice(_("判定：是谁的原因"), FAULT_LABELS, required=False)
    explanation = text(
        _("已作的解释"), required=False, rows=2, help_text=_("政策原因或不合理诉求须写明，会随工单保存。")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **{"auto_id": "answers-%s", **kwargs})

    def heard(self) -> Heard:
        """What was told."""
        told = self.cleaned_data
        return Heard(
            satisfaction=Satisfaction(told["satisfaction"]),
            contacted=told["contacted"],
            truthful=told["truthful"],
            resolution=Resolution(told["resolution"]) if told["resolution"] else None,
            why_not=tuple(map(WhyNot, told["why_not"])),
            fault=Fault(told["fault"]) if told["fault"] else None,
            words=told["words"],
            explanation=told["explanation"],
        )


class AttemptForm(Plain):
    """What came of a call in which nothing was answered."""

    outcome = choice(_("没有完成，因为"), UNFINISHED)
    appointed_at = forms.DateTimeField(
        label=_("约定时间"),
        required=False,
        help_text=_("另约时间时填写，14 天以内。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    note = forms.CharField(
        label=_("说明"), required=False, max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **{"auto_id": "attempt-%s", **kwargs})

    def arguments(self) -> dict[str, Any]:
        """What the action is given."""
        told = self.cleaned_data
        when = told["appointed_at"]
        return {
            "outcome": CallOutcome(told["outcome"]),
            "note": told["note"],
            "appointed_at": when.astimezone(SHANGHAI) if when else None,
        }


class JudgeForm(Plain):
    """Whose doing a bad answer is that came without a call."""

    fault = choice(_("判定：是谁的原因"), FAULT_LABELS)
    explanation = text(_("已作的解释"), required=False, rows=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **{"auto_id": "judge-%s", **kwargs})


class ConsentForm(Plain):
    """How the citizen wants to be asked from now on."""

    call = forms.BooleanField(label=_("可以打电话"), required=False)
    sms = forms.BooleanField(label=_("可以发短信链接"), required=False)
    wechat = forms.BooleanField(label=_("可以发微信链接"), required=False)
    openid = forms.CharField(
        label=_("微信标识"),
        required=False,
        max_length=100,
        help_text=_("公众号的 openid，选了微信才需要。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **{"auto_id": "consent-%s", **kwargs})

    def consent(self) -> Consent:
        """What was told."""
        return Consent(**{name: self.cleaned_data[name] for name in ("call", "sms", "wechat")})
