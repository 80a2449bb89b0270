"""What a list is narrowed by: from the address of its page to the work orders' own filter, and back to words.

A citizen's phone number is not among it: addresses of pages are kept in too many places.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from jiesu.catalogue.natures import CHANNEL_LABELS, NATURE_LABELS, URGENCY_LABELS
from jiesu.console.lists.presets import Preset, kinds_decided_by
from jiesu.core import clock
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import units_named
from jiesu.workorders.filters import SORTING_LABELS, OrderFilter, Sorting
from jiesu.workorders.states import APPLICATION_LABELS, STATE_LABELS
from jiesu.workorders.wording import LONGEST_QUERY

_MANY = ("state", "application")
_TEXTS = ("words", "nature", "urgency", "channel", "topic", "area", "number")


@dataclass(frozen=True)
class Chip:
    """One thing that the list is narrowed by, and the list without it."""

    label: str
    value: str
    query: str


def _choices(labels: Mapping[Any, str]) -> list[tuple[str, Any]]:
    return [(str(value.value), _(label)) for value, label in labels.items()]


def _one(labels: Mapping[Any, str]) -> list[tuple[str, Any]]:
    return [("", _("不限")), *_choices(labels)]


class ListForm(forms.Form):
    """Every field may be left out; what is wrong is told beside its field and narrows nothing."""

    use_required_attribute = False

    words = forms.CharField(
        label=_("关键词"),
        required=False,
        max_length=LONGEST_QUERY,
        widget=forms.HiddenInput,
    )
    state = forms.MultipleChoiceField(
        label=_("状态"),
        required=False,
        choices=_choices(STATE_LABELS),
        widget=forms.CheckboxSelectMultiple,
    )
    application = forms.MultipleChoiceField(
        label=_("申请"),
        required=False,
        choices=_choices(APPLICATION_LABELS),
        widget=forms.CheckboxSelectMultiple,
    )
    nature = forms.ChoiceField(label=_("类型"), required=False, choices=_one(NATURE_LABELS))
    urgency = forms.ChoiceField(label=_("紧急程度"), required=False, choices=_one(URGENCY_LABELS))
    channel = forms.ChoiceField(label=_("受理渠道"), required=False, choices=_one(CHANNEL_LABELS))
    topic = forms.RegexField(r"^[0-9A-Za-z]{1,12}$", label=_("事项代码"), required=False)
    area = forms.RegexField(r"^[0-9]{1,12}$", label=_("区划代码"), required=False)
    unit = forms.CharField(label=_("承办单位"), required=False, max_length=100)
    registered_from = forms.DateField(
        label=_("登记自"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    registered_until = forms.DateField(
        label=_("登记至"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    number = forms.RegexField(r"^[0-9]{1,24}$", label=_("工单编号"), required=False)
    sort = forms.ChoiceField(
        label=_("排序"),
        required=False,
        choices=[("" if s is Sorting.NEWEST else s.value, _(x)) for s, x in SORTING_LABELS.items()],
    )
    overdue = forms.BooleanField(label=_("办理已超期"), required=False)
    problem = forms.BooleanField(label=_("问题工单"), required=False)

    def __init__(self, data: QueryDict, *, preset: Preset, actor: Actor) -> None:
        super().__init__(data, label_suffix="", auto_id="filter-%s")
        self.preset = preset
        self.actor = actor
        if len(preset.states) == 1 or preset.by_applications:
            del self.fields["state"]
        elif preset.states:
            self._field("state").choices = [
                choice for choice in _choices(STATE_LABELS) if choice[0] in preset.states
            ]
        if preset.by_applications:
            kinds = kinds_decided_by(actor)
            self._field("application").choices = [
                choice for choice in _choices(APPLICATION_LABELS) if choice[0] in kinds
            ]
        else:
            del self.fields["application"]
        self.is_valid()

    def clean_unit(self) -> Any:  # noqa: ANN401 - a unit, or nothing
        """The unit of this name or code; one that several could be is asked for more exactly."""
        text = self.cleaned_data["unit"].strip()
        if not text:
            return None
        found = units_named(text, limit=2)
        if not found:
            raise forms.ValidationError(_("没有这个单位，请写全称、简称或代码。"))
        if len(found) > 1:
            raise forms.ValidationError(_("有多个单位叫这个名字，请写全称或代码。"))
        return found[0]

    def narrowing(self) -> OrderFilter:
        """The list in the work orders' own words; a list never shows more than it is of."""
        given = self.cleaned_data
        states = given.get("state") or self.preset.states
        asked = given.get("application") or (
            kinds_decided_by(self.actor) if self.preset.by_applications else ()
        )
        until = given.get("registered_until")
        return OrderFilter(
            states=tuple(states),
            applications=tuple(asked),
            **{name: given.get(name) or "" for name in _TEXTS},
            unit=given["unit"].pk if given.get("unit") else None,
            registered_from=_midnight(given.get("registered_from")),
            registered_until=_midnight(until + timedelta(days=1)) if until else None,
            overdue_at=clock.now() if given.get("overdue") else None,
            is_problem=True if given.get("problem") else None,
        )

    @property
    def sorting(self) -> Sorting:
        """The order of the list."""
        return Sorting(self.cleaned_data.get("sort") or Sorting.NEWEST)

    @cached_property
    def pairs(self) -> list[tuple[str, str]]:
        """What the list is narrowed and sorted by, as its address says it, in the order of the fields."""
        data: Any = self.data
        return [
            (name, value)
            for name in self.fields
            if name in self.cleaned_data
            for value in (data.getlist(name) if name in _MANY else [data.get(name, "")])
            if value
        ]

    @property
    def query(self) -> str:
        """The same in one line."""
        return urlencode(self.pairs)

    def chips(self) -> Iterator[Chip]:
        """What the list is narrowed by, one by one; the order of the list is none of it."""
        for name, value in self.pairs:
            if name != "sort":
                rest = [pair for pair in self.pairs if pair != (name, value)]
                yield Chip(str(self.fields[name].label), self._told(name, value), urlencode(rest))

    def _told(self, name: str, value: str) -> str:
        """A value in words; of what is only ticked, the label says enough."""
        field = self.fields[name]
        if isinstance(field, forms.BooleanField):
            return ""
        choices = dict(getattr(field, "choices", ()))
        return str(choices.get(value, value))

    def _field(self, name: str) -> Any:  # noqa: ANN401 - fields of choices have no common type
        return self.fields[name]


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), clock.SHANGHAI) if day else None
