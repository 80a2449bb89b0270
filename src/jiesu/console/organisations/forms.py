"""Forms of the units."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.fields import UnitText, reason_field
from jiesu.organisations.tables import TEXTS, windows_in, windows_out
from jiesu.organisations.units import UNIT_KIND_LABELS, UnitKind

if TYPE_CHECKING:
    from jiesu.organisations.models import Unit


class UnitForm(Plain):
    """What is known of a unit."""

    code = forms.CharField(label=_("代码"), max_length=40, help_text=_("字母、数字和“_ . -”；以后不能改。"))
    name = forms.CharField(label=_("名称"), max_length=100)
    short_name = forms.CharField(label=_("简称"), required=False, max_length=40)
    kind = forms.ChoiceField(label=_("类型"))
    area_code = forms.CharField(label=_("区划代码"), required=False, max_length=12)
    liaison_name = forms.CharField(label=_("联络员"), required=False, max_length=40)
    liaison_phone = forms.CharField(label=_("联络员电话"), required=False, max_length=40)
    approving_leader = forms.CharField(label=_("分管领导"), required=False, max_length=40)
    duty_phone = forms.CharField(label=_("值班电话"), required=False, max_length=40)
    working_hours = forms.CharField(
        label=_("工作时间"),
        required=False,
        max_length=200,
        help_text=_("如 08:30-12:00、14:00-17:30；不填则按工作日历。"),
    )
    responsibilities = forms.CharField(
        label=_("职责"), required=False, max_length=5000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, *args: Any, unit: "Unit | None" = None, **kwargs: Any) -> None:  # noqa: ANN401
        if unit is not None:
            kwargs["initial"] = {
                **{name: getattr(unit, name) for name in TEXTS},
                "kind": unit.kind,
                "working_hours": windows_out(unit.working_hours),
            }
        super().__init__(*args, **kwargs)
        centre = unit is not None and unit.kind == UnitKind.CENTRE
        kinds = [k for k in UnitKind if (k is UnitKind.CENTRE) == centre]
        offered: Any = self.fields["kind"]
        offered.choices = [(kind.value, _(UNIT_KIND_LABELS[kind])) for kind in kinds]
        if unit is not None:
            del self.fields["code"]

    def details(self) -> dict[str, Any]:
        """What the actions are given."""
        given = self.cleaned_data
        return {
            **{name: given[name] for name in (*TEXTS, "kind")},
            "working_hours": windows_in(given["working_hours"]),
        }


class MoveForm(Plain):
    """Where a unit shall stand."""

    to = UnitText(label=_("移到哪个单位之下"))
    reason = reason_field()


class ReasonForm(Plain):
    """Why something is done."""

    reason = reason_field()
