"""What the operator writes down while the caller talks, and what is done with it."""

from typing import Any

from django import forms
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.codes import ReasonKind
from jiesu.catalogue.natures import (
    CHANNEL_LABELS,
    NATURE_LABELS,
    URGENCY_LABELS,
    Channel,
    Nature,
    Urgency,
)
from jiesu.console.registration import lookups
from jiesu.console.registration.lookups import Lookup
from jiesu.console.workorders.forms.base import citations, line, text
from jiesu.console.workorders.forms.pickers import UnitField, UnitsField
from jiesu.core.clock import SHANGHAI
from jiesu.intake.dispositions import Disposition, offered_to
from jiesu.organisations.actors import Actor
from jiesu.workorders.registration import CitizenDetails, Registration
from jiesu.workorders.states import Verb

GENDERS = [("", _("未说明")), ("男", _("男")), ("女", _("女"))]
BY_HAND = (Channel.PHONE, Channel.LETTER, Channel.VISIT, Channel.MAIL, Channel.SMS, Channel.VIDEO)
"""The channels on which somebody at the centre writes an appeal down."""

CHOICES: dict[Verb, Any] = {
    Verb.REGISTER: _("登记，待派单"),
    Verb.DISPATCH: _("登记并派单"),
    Verb.ANSWER_DIRECTLY: _("直接答复"),
    Verb.TRANSFER: _("转接"),
    Verb.GUIDE: _("告知引导"),
    Verb.INVALIDATE: _("标记无效"),
    Verb.SAVE_DRAFT: _("暂存"),
}
NEEDS: dict[Verb, tuple[str, ...]] = {
    Verb.DISPATCH: ("lead", "assists", "instructions"),
    Verb.ANSWER_DIRECTLY: ("answer", "citations"),
    Verb.TRANSFER: ("transfer_reason", "three_way", "transfer_note"),
    Verb.GUIDE: ("guide_reason", "guide_note"),
    Verb.INVALIDATE: ("invalidate_reason",),
}
"""The fields of each disposition, shown when it is chosen."""

PARAMETERS: dict[str, str] = {
    "transfer_reason": "reason_code",
    "guide_reason": "reason_code",
    "invalidate_reason": "reason_code",
    "transfer_note": "note",
    "guide_note": "note",
}
"""The action's parameter that a field is, where the names differ."""

_REASONS = {
    "transfer_reason": ReasonKind.TRANSFER,
    "guide_reason": ReasonKind.GUIDE,
    "invalidate_reason": ReasonKind.INVALID,
}
_CITIZEN = ("name", "phone", "gender")


def _labelled(labels: Any) -> list[tuple[str, Any]]:  # noqa: ANN401
    return [(key.value, _(word)) for key, word in labels.items()]


def _degrees(label: Any, *, most: int) -> forms.FloatField:  # noqa: ANN401
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    return forms.FloatField(label=label, required=False, min_value=-most, max_value=most, widget=widget)


class DeskForm(forms.Form):
    """The whole desk."""

    use_required_attribute = False

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    call = forms.RegexField(r"^[\w.-]{1,64}$", required=False, widget=forms.HiddenInput)
    phone = line(_("来电号码"), required=False, length=30)
    name = line(_("姓名"), required=False, length=60)
    gender = forms.ChoiceField(label=_("性别"), required=False, choices=GENDERS)
    channel = forms.ChoiceField(
        label=_("渠道"),
        choices=[(channel.value, _(CHANNEL_LABELS[channel])) for channel in BY_HAND],
        initial=Channel.PHONE.value,
    )
    content = forms.CharField(
        label=_("诉求内容"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 7})
    )
    title = line(_("标题"), required=False)
    nature = forms.ChoiceField(
        label=_("诉求类型"), choices=_labelled(NATURE_LABELS), initial=Nature.HELP.value
    )
    urgency = forms.ChoiceField(label=_("紧急程度"), choices=_labelled(URGENCY_LABELS))
    topic_code = forms.CharField(
        label=_("事项分类"),
        required=False,
        max_length=12,
        widget=Lookup(search=reverse_lazy("desk-topics")),
    )
    occurred_at = forms.DateTimeField(
        label=_("事发时间"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    address = line(_("事发地址"), required=False, length=300)
    area_code = forms.CharField(
        label=_("区划"),
        required=False,
        max_length=12,
        widget=Lookup(search=reverse_lazy("desk-divisions"), beside="#desk-address"),
    )
    lon = _degrees(_("经度"), most=180)
    lat = _degrees(_("纬度"), most=90)
    is_confidential = forms.BooleanField(label=_("为诉求人保密"), required=False)
    is_public = forms.BooleanField(label=_("答复可公开"), required=False, initial=True)

    disposition = forms.ChoiceField(label=_("处置"), widget=forms.RadioSelect, initial=Verb.REGISTER.value)
    answer = text(_("答复内容"), required=False, rows=3)
    citations = citations()
    transfer_reason = forms.ChoiceField(label=_("转往"), required=False)
    three_way = forms.BooleanField(label=_("三方通话"), required=False)
    transfer_note = line(_("说明"), required=False)
    guide_reason = forms.ChoiceField(label=_("应走的渠道"), required=False)
    guide_note = line(_("说明"), required=False)
    invalidate_reason = forms.ChoiceField(label=_("原因"), required=False)
    lead = UnitField(label=_("主办单位"), required=False)
    assists = UnitsField(label=_("协办单位"), required=False)
    instructions = text(_("交办意见"), required=False, rows=2)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs |= {"label_suffix": "", "auto_id": "desk-%s"}
        super().__init__(*args, **kwargs)
        self.actor = actor
        self.offered = offered_to(actor)
        fields: Any = self.fields
        fields["disposition"].choices = [(verb.value, CHOICES[verb]) for verb in self.offered]
        codes = catalogue.reasons()
        for name, kind in _REASONS.items():
            given = [(item.code, item.title) for item in codes if item.kind is kind]
            fields[name].choices = [("", _("请选择")), *given]
        self._name_chosen()

    def registration(self) -> Registration:
        """What was told, in the words of the work orders."""
        told = self.cleaned_data
        occurred = told["occurred_at"]
        return Registration(
            content=told["content"],
            title=told["title"],
            nature=Nature(told["nature"]),
            urgency=Urgency(told["urgency"]),
            channel=Channel(told["channel"]),
            topic_code=told["topic_code"],
            address=told["address"],
            area_code=told["area_code"],
            lon=told["lon"],
            lat=told["lat"],
            occurred_at=occurred.astimezone(SHANGHAI) if occurred else None,
            citizen=CitizenDetails(**{name: told[name] for name in _CITIZEN}),
            is_confidential=told["is_confidential"],
            is_public=told["is_public"],
        )

    def disposal(self) -> Disposition:
        """What is to be done with it."""
        verb = Verb(self.cleaned_data["disposition"])
        given = {PARAMETERS.get(name, name): self.cleaned_data[name] for name in NEEDS.get(verb, ())}
        return Disposition(verb, {name: value for name, value in given.items() if value not in (None, "")})

    def clean(self) -> dict[str, Any]:
        """What the disposition needs stands in its own fields; a pin has two coordinates."""
        told = super().clean() or {}
        self._need_for_disposition(told)
        if (told.get("lon") is None) != (told.get("lat") is None):
            self.add_error("lat" if told.get("lat") is None else "lon", _("经度和纬度要一起填写。"))
        return told

    def place_of(self, field: str | None) -> str | None:
        """The field of this form in which a refused parameter was given."""
        if field is None or field in self.fields:
            return field
        verb = Verb(self.cleaned_data["disposition"])
        names = [name for name in NEEDS.get(verb, ()) if PARAMETERS.get(name) == field]
        return names[0] if names else None

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields of each disposition that is offered."""
        return [(verb.value, [self[name] for name in NEEDS[verb]]) for verb in self.offered if verb in NEEDS]

    def _need_for_disposition(self, told: dict[str, Any]) -> None:
        needed = {
            Verb.ANSWER_DIRECTLY.value: ("answer", _("请填写答复内容。")),
            Verb.TRANSFER.value: ("transfer_reason", _("请选择转往哪里。")),
            Verb.GUIDE.value: ("guide_reason", _("请选择应走的渠道。")),
            Verb.INVALIDATE.value: ("invalidate_reason", _("请选择无效的原因。")),
            Verb.DISPATCH.value: ("lead", _("请选择主办单位。")),
        }
        name, sentence = needed.get(told.get("disposition", ""), ("", ""))
        if name and not told.get(name) and name not in self.errors:
            self.add_error(name, sentence)

    def _name_chosen(self) -> None:
        """Show what is chosen by its name, not by its code."""
        for name, named in (("topic_code", lookups.topic_named), ("area_code", lookups.division_named)):
            value = str(self[name].value() or "")
            widget: Any = self.fields[name].widget
            widget.chosen_name = named(value)
            if value and widget.chosen_name:
                widget.entries = [lookups.Entry(value, widget.chosen_name)]
