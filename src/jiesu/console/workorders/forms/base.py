"""What the verbs' forms have in common."""

import inspect
import re
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.codes import ReasonKind
from jiesu.console.clocks import ClockFace
from jiesu.console.workorders.forms.pickers import MOST_UNITS, Offer, UnitPicker
from jiesu.core.filetypes import TAKEN_TYPES
from jiesu.organisations.actors import Actor
from jiesu.workorders.actions import ACTION_OF
from jiesu.workorders.states import VERB_LABELS, Verb

if TYPE_CHECKING:
    from jiesu.workorders.models import WorkOrder

LONGEST_TEXT = 5000
TAKEN = ",".join(("image/*", *(f".{kind}" for kind in TAKEN_TYPES)))
"""What a file box offers; what is taken is decided by the content."""


class VerbForm(forms.Form):
    """The form of one verb: its fields are the action's parameters, by name.

    Attributes:
        verb: what it does.
        consequence: what will happen, said before it does.
        reason_kind: whose reason codes the field ``reason_code`` offers.
        unit_fields: the fields that choose units.
    """

    verb: ClassVar[Verb]
    consequence: ClassVar[Any] = ""
    reason_kind: ClassVar[ReasonKind | None] = None
    unit_fields: ClassVar[tuple[str, ...]] = ()
    use_required_attribute = False

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    share = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, order: "WorkOrder", actor: Actor, **kwargs: Any) -> None:  # noqa: ANN401
        self.order = order
        self.actor = actor
        kwargs.setdefault("label_suffix", "")
        kwargs.setdefault("auto_id", f"{self.verb}-%s")
        super().__init__(*args, **kwargs)
        if self.reason_kind is not None:
            codes = catalogue.reasons(kind=self.reason_kind)
            offered: Any = self.fields["reason_code"]
            offered.choices = [("", _("请选择")), *((item.code, item.title) for item in codes)]
        self.prepare()

    def prepare(self) -> None:
        """Set what depends on the order; for subclasses."""

    def arguments(self) -> dict[str, Any]:
        """What the action is given: every field that it has a parameter for."""
        given = {name: value for name, value in self.cleaned_data.items() if name not in ("version", "share")}
        return {name: value for name, value in given.items() if value not in (None, "")}

    def act(self) -> None:
        """Carry the verb out.

        Raises:
            Refusal: a rule forbids it; nothing was changed.
        """
        action = ACTION_OF[self.verb]
        takes = inspect.signature(action).parameters
        about = {name: self.cleaned_data[name] for name in ("version", "share") if name in takes}
        action(self.order.number, by=self.actor, **about, **self.arguments())

    def offers(self, name: str, *, asked: str) -> list[Offer]:
        """Units for the field ``name`` that the search box asks for; for subclasses."""
        del name, asked
        return []

    def offer(self, name: str, offers: list[Offer], *, search: str) -> None:
        """Give the field its offers, the ones already chosen among them."""
        widget = self.fields[name].widget
        if isinstance(widget, UnitPicker):
            widget.offers, widget.search = offers[:MOST_UNITS], search

    def chosen_units(self, name: str) -> list[int]:
        """What is chosen so far in a field, whether valid or not."""
        value = self[name].value() or []
        items = value if isinstance(value, list | tuple) else [value]
        return [int(item) for item in items if str(item).isdecimal() and len(str(item)) <= 18]

    @property
    def label(self) -> str:
        """The verb's name."""
        return VERB_LABELS[self.verb]

    @property
    def previews(self) -> list[ClockFace]:
        """The clocks that would begin now; for subclasses."""
        return []

    @property
    def plain_fields(self) -> list[forms.BoundField]:
        """The fields that people see."""
        return list(self.visible_fields())


class _Files(forms.ClearableFileInput):
    """A box that takes several files."""

    allow_multiple_selected = True
    template_name = "django/forms/widgets/input.html"


class FilesField(forms.FileField):
    """Any number of files; a phone offers its camera."""

    def __init__(self, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("widget", _Files(attrs={"accept": TAKEN}))
        super().__init__(required=False, allow_empty_file=True, **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:  # noqa: ANN401
        """The files, each as one."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(FilesField, self).clean(item, initial) for item in given]


def text(label: Any, *, required: bool = True, rows: int = 3, help_text: Any = "") -> forms.CharField:  # noqa: ANN401
    """Some lines of text."""
    return forms.CharField(
        label=label,
        required=required,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def line(label: Any, *, required: bool = True, length: int = 200, help_text: Any = "") -> forms.CharField:  # noqa: ANN401
    """One line of text."""
    return forms.CharField(label=label, required=required, max_length=length, help_text=help_text)


class CitationsField(forms.CharField):
    """Numbers of articles of the knowledge base, however they are set apart."""

    def clean(self, value: Any) -> Any:  # noqa: ANN401
        """The numbers, each once."""
        return tuple(dict.fromkeys(re.findall(r"[0-9A-Z]+", str(super().clean(value)).upper())))


def citations() -> CitationsField:
    """The articles that an answer rests on."""
    return CitationsField(
        label=_("引用知识"),
        required=False,
        max_length=100,
        help_text=_("知识编号；从相关知识里采用时自动填写。"),
    )


def reason_code(label: Any) -> forms.ChoiceField:  # noqa: ANN401
    """A reason code; the form says of which kind."""
    return forms.ChoiceField(label=label, choices=())


def choice(label: Any, labels: Any, *, required: bool = True) -> forms.ChoiceField:  # noqa: ANN401
    """One of a few, all of them in sight."""
    return forms.ChoiceField(
        label=label,
        required=required,
        choices=[(key.value, _(word)) for key, word in labels.items()],
        widget=forms.RadioSelect,
    )


def yes_no(label: Any, *, yes: Any, no: Any, required: bool = False) -> forms.TypedChoiceField:  # noqa: ANN401
    """Yes, no, or (unless required) not said."""
    choices = [("yes", yes), ("no", no)]
    return forms.TypedChoiceField(
        label=label,
        required=required,
        choices=choices if required else [*choices, ("", _("未说明"))],
        coerce=lambda value: value == "yes",
        empty_value=None,
        widget=forms.RadioSelect,
    )


def day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:  # noqa: ANN401
    """A day."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
