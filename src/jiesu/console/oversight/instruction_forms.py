"""Forms of leaders' instructions."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.console.oversight.supervision_forms import PlainForm, day, words
from jiesu.core.errors import InvalidInput
from jiesu.organisations.selectors import units_named
from jiesu.oversight.actions.instructions import InstructionText

_APART = re.compile(r"[\s,，;；、]+")


class InstructionForm(PlainForm):
    """What a leader wrote."""

    leader = forms.CharField(label=_("批示领导"), max_length=60)
    position = forms.CharField(label=_("职务"), max_length=60, required=False)
    signed_on = day(_("批示日期"), required=True)
    source = forms.CharField(
        label=_("来文"), max_length=200, required=False, help_text=_("如信访专报第 12 期。")
    )
    title = forms.CharField(label=_("标题"), max_length=200)
    text = words(_("批示内容"), rows=5)
    numbers = forms.CharField(
        label=_("关联工单"),
        required=False,
        max_length=2000,
        help_text=_("工单编号，多个用空格或逗号隔开；可以不填。"),
    )

    def written(self) -> InstructionText:
        """What the action is given."""
        data = dict(self.cleaned_data)
        data["numbers"] = tuple(filter(None, _APART.split(data["numbers"])))
        return InstructionText(**data)


class AssignForm(PlainForm):
    """Which units, what they are to do, by when."""

    units = forms.CharField(
        label=_("承办单位"), max_length=1000, help_text=_("单位名称、简称或代码，多个用逗号隔开。")
    )
    due_on = day(_("反馈期限"), required=True)
    wanted = words(_("交办要求"), required=False, rows=3)

    def keys(self) -> list[int]:
        """The units' keys.

        Raises:
            InvalidInput: a name is of no unit, or of several.
        """
        keys = []
        for name in filter(None, re.split(r"[,，;；、\n]+", self.cleaned_data["units"])):
            found = units_named(name.strip())
            if len(found) != 1:
                raise InvalidInput(
                    field="units",
                    reason_zh=f"没有或不止一个单位叫“{name.strip()}”。",
                    reason_en=f"There is not exactly one unit called “{name.strip()}”.",
                )
            keys.append(found[0].pk)
        return keys


class AnswerForm(PlainForm):
    """A unit's answer."""

    answer = words(_("反馈"), rows=4)


class NoteForm(PlainForm):
    """Some words."""

    note = words(_("说明"), required=False, rows=2)


class BackForm(PlainForm):
    """Why, and by when anew."""

    note = words(_("说明"), rows=2)
    due_on = day(_("新的期限"), required=True)


class DayForm(PlainForm):
    """A day of looking back."""

    on = day(_("回头看日期"), required=True)


class FindingForm(PlainForm):
    """What was found on looking back."""

    holds = forms.ChoiceField(
        label=_("结果"),
        choices=[("yes", _("问题未反弹")), ("no", _("问题有反弹，需要再办"))],
        widget=forms.RadioSelect,
    )
    finding = words(_("回头看情况"), rows=3)


class CloseForm(PlainForm):
    """How it ended."""

    note = words(_("办结说明"), rows=2)


class PlainWordForm(PlainForm):
    """Nothing but the button."""


class FileForm(PlainForm):
    """A file."""

    file = forms.FileField(label=_("附件"))

    def sent(self) -> Any:  # noqa: ANN401 - Django's upload
        """The file."""
        return self.cleaned_data["file"]
