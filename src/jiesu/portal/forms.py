"""The citizens' forms: what is asked, in which words."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from jiesu.catalogue.natures import Channel, Nature
from jiesu.core.clock import SHANGHAI
from jiesu.places.choices import townships_by_county
from jiesu.portal.uploads import EnclosuresField
from jiesu.workorders.actions.hearing import Rating
from jiesu.workorders.registration import CitizenDetails, Registration
from jiesu.workorders.states import (
    RESOLUTION_LABELS,
    SATISFACTION_LABELS,
    Resolution,
    Satisfaction,
)
from jiesu.workorders.voices import COMMENT_LENGTH

LONGEST_CONTENT, LONGEST_TALK = 5000, 12_000
TALK_BELOW = "\n\n在线问答记录：\n"
_NUMERIC = {"inputmode": "numeric", "autocomplete": "off"}


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
    talk = forms.CharField(
        label=_("刚才的问答"),
        help_text=_("会一并交给工作人员，您不必再说一遍；不想交的可以删去。"),
        max_length=LONGEST_TALK,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
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
    area_code = forms.ChoiceField(label=_("在哪个区、街道（选填）"), required=False)
    address = forms.CharField(
        label=_("具体位置（选填）"),
        help_text=_("越具体越好，例如“朝阳路 18 号门前”。"),
        max_length=300,
        required=False,
    )
    lon = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    occurred_at = forms.DateTimeField(
        label=_("什么时候（选填）"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    photos = EnclosuresField(
        label=_("照片（选填）"),
        help_text=_("最多 6 个，每个不超过 10 MB；照片、PDF 或短视频。"),
    )
    keep_place = forms.BooleanField(label=_("保留照片里的拍摄位置"), required=False)
    name = forms.CharField(
        label=_("怎么称呼您（选填）"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=_("电话（选填）"),
        help_text=_("留下电话，承办单位才能联系您，办完后我们才能回访。"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )
    is_confidential = forms.BooleanField(label=_("请为我保密"), required=False)
    is_public = forms.BooleanField(label=_("答复可以公开（不含个人信息）"), required=False)
    website = forms.CharField(required=False, widget=forms.TextInput(attrs={"tabindex": "-1"}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        groups = [
            (group.name, [(group.code, _("%s（不确定街道）") % group.name), *group.parts])
            for group in townships_by_county(settings.JIESU_REGION)
        ]
        self.fields["area_code"].choices = [("", _("不确定")), *groups]  # type: ignore[attr-defined]

    @property
    def has_talk(self) -> bool:
        """Whether a conversation goes along."""
        return bool(self["talk"].value())

    def renew(self, key: str) -> None:
        """Keep all that was filled in, under another key."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "key": key}

    @property
    def is_a_robot(self) -> bool:
        """Whether the field was filled in that no person sees."""
        return bool(self.cleaned_data.get("website"))

    def registration(self) -> Registration:
        """What was told, in the words of the work orders."""
        told = self.cleaned_data
        occurred = told["occurred_at"]
        placed = told["lon"] is not None and told["lat"] is not None
        return Registration(
            content=told["content"] + (TALK_BELOW + told["talk"] if told["talk"] else ""),
            nature=Nature(told["nature"]),
            channel=Channel.WEB,
            address=told["address"],
            area_code=told["area_code"],
            lon=told["lon"] if placed else None,
            lat=told["lat"] if placed else None,
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
        widget=forms.TextInput(attrs=_NUMERIC),
        error_messages={"invalid": _("编号只有数字。")},
    )
    code = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("查询码"),
        widget=forms.TextInput(attrs=_NUMERIC),
        error_messages={"invalid": _("查询码是六位数字。")},
    )


class PhoneForm(PlainForm):
    """A telephone to which a one-time code is sent."""

    phone = forms.CharField(
        label=_("反映诉求时留下的电话"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
    )


class CodeForm(PlainForm):
    """The one-time code."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    code = forms.RegexField(
        r"^[0-9]{6}$",
        label=_("短信验证码"),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
        error_messages={"invalid": _("验证码是六位数字。")},
    )


class RateForm(PlainForm):
    """What the citizen makes of the answer."""

    satisfaction = forms.ChoiceField(
        label=_("您对答复满意吗"),
        choices=[(level.value, _(label)) for level, label in SATISFACTION_LABELS.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项。")},
    )
    resolution = forms.ChoiceField(
        label=_("问题解决了吗（选填）"),
        choices=[(level.value, _(label)) for level, label in RESOLUTION_LABELS.items()],
        widget=forms.RadioSelect,
        required=False,
    )
    comment = forms.CharField(
        label=_("想说的话（选填）"),
        max_length=COMMENT_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def rating(self) -> Rating:
        """What was chosen, in the words of the work orders."""
        told = self.cleaned_data
        return Rating(
            satisfaction=Satisfaction(told["satisfaction"]),
            resolution=Resolution(told["resolution"]) if told["resolution"] else None,
            comment=told["comment"],
        )


class WordsForm(PlainForm):
    """Something more about what is being handled."""

    words = forms.CharField(
        label=_("补充什么"), max_length=COMMENT_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class AgainForm(WordsForm):
    """Why it is asked once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("哪里没有解决，有什么新情况")


class UrgeForm(WordsForm):
    """A reminder, with something to say or without."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        super().__init__(*args, **kwargs)
        self.fields["words"].label = _("想说的话")
        self.fields["words"].required = False


class SearchForm(PlainForm):
    """Words to look for in what is published."""

    q = forms.CharField(
        label=_("找一找别人问过的"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"type": "search", "enterkeyhint": "search"}),
    )
