"""Forms of the check in the field."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.console.accounts.forms import Plain
from jiesu.console.workorders.forms.base import text
from jiesu.core import clock
from jiesu.core.clock import SHANGHAI
from jiesu.organisations.selectors import centre, units_named
from jiesu.oversight.actions.field_checks import FieldResult
from jiesu.oversight.field_rules import MOST_BYTES, MOST_PHOTOS
from jiesu.oversight.field_states import FIELD_VERDICT_LABELS, FieldVerdict
from jiesu.oversight.selectors.field_checks import centre_checkers

_MOMENT = "%Y-%m-%dT%H:%M"
USUAL = timedelta(days=2)


def _moment(**options: Any) -> forms.DateTimeField:  # noqa: ANN401 - as the field's
    return forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_MOMENT), **options
    )


class OrderForm(Plain):
    """Who is to look at what, by when."""

    task = text(gettext_lazy("核查要点"), rows=3, help_text=gettext_lazy("到现场看什么、拍什么。"))
    who = forms.ChoiceField(label=gettext_lazy("派给监督员"), required=False)
    unit = forms.CharField(
        label=gettext_lazy("或派给单位"),
        required=False,
        max_length=100,
        help_text=gettext_lazy("单位名称；承办本单的单位不能核查自己。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    due_at = _moment(label=gettext_lazy("期限"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Django's signature
        initial = {"due_at": timezone.localtime(clock.now() + USUAL), **kwargs.pop("initial", {})}
        super().__init__(*args, **{"auto_id": "field-%s", "initial": initial, **kwargs})
        offered: Any = self.fields["who"]
        people = [(str(user.pk), user.name) for user in centre_checkers()]
        offered.choices = [("", _("任一监督员")), *people]

    def clean_unit(self) -> int | None:
        """The key of the unit that is named.

        Raises:
            ValidationError: there is no such unit.
        """
        if not self.cleaned_data["unit"]:
            return None
        found = units_named(self.cleaned_data["unit"], limit=1)
        if not found:
            raise forms.ValidationError(_("没有找到这个单位。"))
        return found[0].pk

    def arguments(self) -> dict[str, Any]:
        """What the action is given."""
        told = self.cleaned_data
        unit = told["unit"]
        return {
            "task": told["task"],
            "due_at": told["due_at"].astimezone(SHANGHAI),
            "unit_id": unit or centre().pk,
            "checker_id": int(told["who"]) if told["who"] and not unit else None,
        }


class _Photos(forms.ClearableFileInput):
    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class PhotosField(forms.FileField):
    """Some photos; a telephone opens its camera."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - as the field's
        attributes = {"accept": "image/*", "capture": "environment", "multiple": True}
        super().__init__(required=False, allow_empty_file=True, widget=_Photos(attrs=attributes), **options)

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401, ARG002 - Django's signature
        """The photos' content; one more than may be taken, so that too many are told."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [file.read(MOST_BYTES + 1) for file in given[: MOST_PHOTOS + 1]]


class CheckForm(Plain):
    """What was found at the place."""

    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput)
    verdict = forms.ChoiceField(label=gettext_lazy("结论"), widget=forms.RadioSelect)
    note = text(gettext_lazy("现场情况"), rows=4)
    photos = PhotosField(
        label=gettext_lazy("现场照片"),
        help_text=gettext_lazy("最多 9 张，每张不超过 15 MB。请用手机直接拍，保留拍摄时间和位置。"),
    )
    seen_at = _moment(
        label=gettext_lazy("到场时间"), required=False, help_text=gettext_lazy("不填就是现在。")
    )
    lon = forms.FloatField(
        label=gettext_lazy("经度"), required=False, min_value=-180, max_value=180,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )  # fmt: skip
    lat = forms.FloatField(
        label=gettext_lazy("纬度"), required=False, min_value=-90, max_value=90,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )  # fmt: skip
    accuracy = forms.IntegerField(required=False, min_value=0, max_value=100_000, widget=forms.HiddenInput)

    def __init__(self, *args: Any, verdicts: Sequence[FieldVerdict], **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **{"auto_id": "check-%s", **kwargs})
        offered: Any = self.fields["verdict"]
        offered.choices = [(verdict.value, _(FIELD_VERDICT_LABELS[verdict])) for verdict in verdicts]

    def result(self) -> FieldResult:
        """What was told."""
        told = self.cleaned_data
        placed = told["lon"] is not None and told["lat"] is not None
        return FieldResult(
            verdict=FieldVerdict(told["verdict"]),
            note=told["note"],
            seen_at=told["seen_at"].astimezone(SHANGHAI) if told["seen_at"] else None,
            lon=told["lon"] if placed else None,
            lat=told["lat"] if placed else None,
            accuracy=told["accuracy"] if placed else None,
            key=told["key"],
        )
