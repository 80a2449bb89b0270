"""Writing an article: a new one, a draft, or a new version beside what is published."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.console.settings.gate import carry_out, done, form_page, read_or_send
from jiesu.console.staff import staff
from jiesu.core.errors import InvalidInput
from jiesu.knowledge import actions, selectors
from jiesu.knowledge.contents import CONTENT_LABELS, Content
from jiesu.knowledge.states import LIVE
from jiesu.knowledge.tables import cells_of, content_in
from jiesu.organisations import selectors as organisations
from jiesu.organisations.actors import Actor

_LINES = {"askings": 4, "spoken": 3, "answer": 8, "materials": 3, "place": 2, "basis": 2, "links": 2}
_DAYS = ("valid_from", "valid_until", "review_by")
_HELP = {
    "askings": gettext_lazy("一行一种问法。"),
    "areas": gettext_lazy("区划代码，用分号隔开；不填表示全市适用。"),
    "spoken": gettext_lazy("电话里说的话，不超过 200 字。"),
    "basis": gettext_lazy("一行一条，如：《城市供水条例》第二十二条（至 2027-12-31）"),
}


class ArticleForm(forms.Form):
    """What an article says."""

    use_required_attribute = False

    def __init__(self, *args: Any, owner: str | None = None, **kwargs: Any) -> None:  # noqa: ANN401
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        if owner is not None:
            self.fields["owner"] = forms.CharField(label=_("维护单位"), max_length=100, initial=owner)
        for name, label in CONTENT_LABELS.items():
            self.fields[name] = forms.CharField(
                label=_(label),
                required=name == "question",
                max_length=20_000,
                widget=_widget(name),
                help_text=_HELP.get(name, ""),
            )

    def content(self) -> Content:
        """What was written.

        Raises:
            InvalidInput: a day or a legal basis cannot be read.
        """
        given = {name: self.cleaned_data[name] for name in CONTENT_LABELS if self.cleaned_data[name]}
        try:
            return content_in(given)
        except ValueError as error:
            field, value = error.args
            raise InvalidInput(
                field=field, reason_zh=f"不能识别“{value}”。", reason_en=f"“{value}” is not understood."
            ) from error


def _widget(name: str) -> forms.Widget:
    if name in _DAYS:
        return forms.DateInput(attrs={"type": "date"})
    return forms.Textarea(attrs={"rows": _LINES[name]}) if name in _LINES else forms.TextInput()


@read_or_send
@staff
def new(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new article; a question that nobody could answer comes filled in."""
    own = organisations.units_by_id(actor.unit_ids)
    first = next(iter(own.values())).name if own else ""
    question = {"question": request.GET.get("question", "")[:200]}
    form = ArticleForm(request.POST or None, owner=first, initial=question)
    made: list[str] = []

    def act() -> None:
        units = organisations.units_named(form.cleaned_data["owner"])
        if len(units) != 1:
            raise InvalidInput(
                field="owner",
                reason_zh="没有或不止一个这样的单位。",
                reason_en="There is not exactly one such unit.",
            )
        version = actions.start_article(form.content(), owner_id=units[0].pk, by=actor)
        made.append(version.article.number)

    status = carry_out(form, act) if request.method == "POST" else 200
    if made:
        return done(request, _("草稿已保存。"), to="article", key=made[0])
    return form_page(request, actor, form, title=_("新建知识"), back=reverse("knowledge"), status=status)


@read_or_send
@staff
def edit(request: HttpRequest, actor: Actor, *, number: str) -> HttpResponse:
    """Other words for a draft; of what is published, a new version beside it."""
    version = selectors.get_article(number, for_user=actor)
    form = ArticleForm(request.POST or None, initial=cells_of(version.content))
    change = actions.revise_article if version.state in LIVE else actions.edit_article
    status = (
        carry_out(form, lambda: change(number, form.content(), by=actor)) if request.method == "POST" else 200
    )
    if not status:
        return done(request, _("草稿已保存。"), to="article", key=number)
    back = reverse("article", args=[number])
    return form_page(request, actor, form, title=version.question, back=back, status=status)
