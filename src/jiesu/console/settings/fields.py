"""Fields of the configuration's forms."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.organisations.selectors import units_named

if TYPE_CHECKING:
    from jiesu.organisations.models import Unit


class UnitText(forms.CharField):
    """A unit by its code, name or short name."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        kwargs.setdefault("help_text", _("填写单位代码、名称或简称。"))
        super().__init__(max_length=100, **kwargs)

    def clean(self, value: Any) -> Any:  # noqa: ANN401 - Django's signature
        """The unit, or an error that names those that could be meant."""
        text = super().clean(value)
        return unit_named(text) if text else None


def unit_named(text: str) -> "Unit":
    """The one active unit of this code or name.

    Raises:
        ValidationError: there is none, or several.
    """
    found = units_named(text)
    if len(found) == 1:
        return found[0]
    if not found:
        raise forms.ValidationError(_("没有启用的单位叫“%(name)s”。"), params={"name": text})
    names = "、".join(f"{unit.name}（{unit.code}）" for unit in found[:5])
    raise forms.ValidationError(_("不止一个单位：%(names)s。请填写代码。"), params={"names": names})


def reason_field(*, required: bool = True) -> forms.CharField:
    """Why something is done, for the record."""
    return forms.CharField(
        label=_("原因"), required=required, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )


def day_field(label: Any, *, required: bool = False) -> forms.DateField:  # noqa: ANN401 - lazy
    """A day."""
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
