"""Choosing units: a search box over the offers, the duty catalogue's advice first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

MOST_UNITS = 50


@dataclass(frozen=True)
class Offer:
    """A unit that can be chosen.

    Attributes:
        unit_id, name: which one.
        note: why it is offered, or where it stands.
        advised: whether the duty catalogue names it.
        basis: what that line of the catalogue rests on.
    """

    unit_id: int
    name: str
    note: str = ""
    advised: bool = False
    basis: str = ""


class UnitPicker(forms.Widget):
    """Radio buttons or check boxes of offers, and a box that searches for others."""

    template_name = "console/widgets/units.html"

    def __init__(self, *, many: bool) -> None:
        super().__init__()
        self.many = many
        self.offers: Sequence[Offer] = ()
        self.search = ""
        self.include = "closest .units"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        """What the template needs."""
        context = super().get_context(name, value, attrs)
        chosen = {str(item) for item in (value if isinstance(value, list | tuple) else [value]) if item}
        context["widget"] |= {
            "many": self.many,
            "search": self.search,
            "include": self.include,
            "chosen": chosen,
            "offers": self.offers,
        }
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:  # noqa: ANN401
        """Like any other of our templates, which forms' own renderer does not know."""
        del renderer
        return render_to_string(template_name, context)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:  # noqa: ANN401
        """All that was chosen, or the one."""
        del files
        if not self.many:
            return data.get(name)
        return data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:  # noqa: ANN401
        """Never: nothing chosen is an answer."""
        del data, files, name
        return False

    def use_required_attribute(self, initial: Any) -> bool:  # noqa: ANN401
        """The rule says what is missing, in words."""
        del initial
        return False


class UnitField(forms.IntegerField):
    """One unit, by its key."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(
            widget=UnitPicker(many=False), error_messages={"required": _("请选择一个单位。")}, **kwargs
        )

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """None of a number's."""
        del widget
        return {}


class UnitsField(forms.TypedMultipleChoiceField):
    """Any number of units, by their keys."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(
            widget=UnitPicker(many=True),
            coerce=int,
            error_messages={"required": _("请至少选择一个单位。")},
            **kwargs,
        )

    def valid_value(self, value: Any) -> bool:  # noqa: ANN401
        """Any key: which unit may take a share, the rules say."""
        return str(value).isdecimal() and len(str(value)) <= 18
