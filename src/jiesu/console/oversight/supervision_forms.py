"""Forms of supervision: issuing, escalating, answering, entering into a ledger."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.catalogue.calendar import Measure, TimeLimit
from jiesu.oversight.ladders import LEVEL_LABELS, Level
from jiesu.oversight.problems import CAUSE_LABELS, LEDGER_LABELS, Cause, Ledger
from jiesu.oversight.supervision import COLOUR_LABELS, Colour

LONGEST = 5000


class PlainForm(forms.Form):
    """A form whose rules speak, not the browser."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **{"label_suffix": "", **kwargs})

    def given(self) -> dict[str, Any]:
        """What the action is given, by name."""
        return dict(self.cleaned_data)


def words(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:  # noqa: ANN401
    """Some lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def one_of(label: Any, labels: Any, *, required: bool = True, none: Any = "") -> forms.ChoiceField:  # noqa: ANN401
    """One of a vocabulary."""
    empty = [] if required else [("", none or _("无"))]
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=[*empty, *((key.value, _(word)) for key, word in labels.items())],
    )


def day(label: Any, *, required: bool = False) -> forms.DateField:  # noqa: ANN401
    """A day."""
    return forms.DateField(
        label=label,
        required=required,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class IssueForm(PlainForm):
    """A supervision order."""

    title: ClassVar[Any] = _("签发督办单")
    colour = one_of(_("等级"), COLOUR_LABELS)
    level = one_of(_("督办层级"), LEVEL_LABELS)
    reason = words(_("督办原因"), rows=2)
    requirement = words(_("督办要求"), required=False, rows=2, help_text=_("不填用通用要求。"))
    days = forms.DecimalField(
        label=_("反馈期限（工作日）"),
        required=False,
        min_value=Decimal("0.5"),
        max_value=Decimal(60),
        help_text=_("不填按等级：蓝色 3、黄色 2、红色 1 个工作日。"),
    )

    def given(self) -> dict[str, Any]:
        """What the action is given."""
        data = self.cleaned_data
        days = data["days"]
        return {
            "colour": Colour(data["colour"]),
            "level": Level(data["level"]),
            "reason": data["reason"],
            "requirement": data["requirement"],
            "feedback": TimeLimit(days, Measure.WORKING_DAYS) if days else None,
        }


class EscalateForm(PlainForm):
    """A decision to escalate."""

    title: ClassVar[Any] = _("提级督办")
    level = one_of(_("提至"), LEVEL_LABELS)
    colour = one_of(_("同时签发"), COLOUR_LABELS, required=False, none=_("不签发督办单"))
    reason = words(_("提级原因"), rows=2)

    def given(self) -> dict[str, Any]:
        """What the action is given."""
        data = self.cleaned_data
        colour = Colour(data["colour"]) if data["colour"] else None
        return {"level": Level(data["level"]), "colour": colour, "reason": data["reason"]}


class EnterForm(PlainForm):
    """An order into a ledger."""

    title: ClassVar[Any] = _("列入台账")
    ledger = one_of(_("台账"), LEDGER_LABELS)
    reason = words(_("列入原因"), rows=2)

    def given(self) -> dict[str, Any]:
        """What the action is given."""
        return {"ledger": Ledger(self.cleaned_data["ledger"]), "reason": self.cleaned_data["reason"]}


class HandoverForm(PlainForm):
    """An order's file to discipline inspection."""

    title: ClassVar[Any] = _("移送纪检监察")
    recipient = forms.CharField(label=_("接收机关"), max_length=100)
    reason = words(
        _("移送事由"), rows=3, help_text=_("将生成含全部经过、反馈、督办和附件的完整案卷，并写入审计记录。")
    )


class PlanForm(PlainForm):
    """What is known and meant about a problem."""

    cause = one_of(_("原因类别"), CAUSE_LABELS)
    leader = forms.CharField(label=_("责任领导"), max_length=40, required=False)
    plan = words(_("化解方案"), required=False)
    review_on = day(_("复查日期"))

    def cause_given(self) -> Cause:
        """The class of causes."""
        return Cause(self.cleaned_data["cause"])


class ReviewForm(PlainForm):
    """What was found on looking again."""

    note = words(_("复查情况"), rows=2)
    next_on = day(_("下次复查"))


class WordsForm(PlainForm):
    """One text, under the name that the page gives it."""

    note = words(_("说明"), required=False)

    def __init__(self, *args: Any, label: Any = "", required: bool = True, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.fields["note"].label = label or self.fields["note"].label
        self.fields["note"].required = required
