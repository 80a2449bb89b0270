"""The citizens' forms: what is asked, in which words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.catalogue.natures import Channel, Nature
from jiesu.core.clock import SHANGHAI
from jiesu.workorders.registration import CitizenDetails, Registration

LONGEST_CONTENT = 5000


class PlainForm(forms.Form):
    """A form whose fields are marked for those who cannot see the colour of a mistake."""

    use_required_attribute = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class ReportForm(PlainForm):
    """The five elements of an appeal: who, when, where, why and what happened."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    content = forms.CharField(
        label=_("什么事"),
        help_text=_("起因和经过：谁、怎么了、希望怎么解决。"),
        max_length=LONGEST_CONTENT,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    address = forms.CharField(
        label=_("在哪里（选填）"),
        help_text=_("越具体越好，例如“朝阳路 18 号门前”。"),
        max_length=300,
        required=False,
    )
    occurred_at = forms.DateTimeField(
        label=_("什么时候（选填）"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    nature = forms.ChoiceField(
        label=_("您想"),
        choices=[
            (Nature.HELP, _("求助")),
            (Nature.COMPLAINT, _("投诉")),
            (Nature.REPORT, _("举报")),
            (Nature.CONSULTATION, _("咨询")),
            (Nature.SUGGESTION, _("建议")),
            (Nature.PRAISE, _("表扬")),
            (Nature.OTHER, _("其他")),
        ],
    )
    name = forms.CharField(label=_("怎么称呼您（选填）"), max_length=60, required=False)
    phone = forms.CharField(
        label=_("电话（选填）"),
        help_text=_("留下电话，承办单位才能联系您，办完后我们才能回访。"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    is_confidential = forms.BooleanField(label=_("请为我保密"), required=False)
    is_public = forms.BooleanField(label=_("答复可以公开（不含个人信息）"), required=False)

    def renew(self, key: str) -> None:
        """Keep all that was filled in, under another key."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "key": key}

    def registration(self) -> Registration:
        """What was told, in the words of the work orders."""
        told = self.cleaned_data
        occurred = told["occurred_at"]
        return Registration(
            content=told["content"],
            nature=Nature(told["nature"]),
            channel=Channel.WEB,
            address=told["address"],
            occurred_at=occurred.astimezone(SHANGHAI) if occurred else None,
            citizen=CitizenDetails(name=told["name"], phone=told["phone"]),
            is_confidential=told["is_confidential"],
            is_public=told["is_public"],
        )


class TrackForm(PlainForm):
    """The number and the code of a receipt."""

    number = forms.RegexField(
        r"^[0-9]{1,24}$",
        label=_("编号"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("编号只有数字。")},
    )
    code = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("查询码"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"invalid": _("查询码是六位数字。")},
    )
