"""Topics: the tree, its versions, a new one from an edited list."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from jiesu.accounts.permissions import Permission
from jiesu.catalogue import actions, configured
from jiesu.catalogue.codes import PATH_MARK, TOPIC_LEVELS
from jiesu.console.accounts.forms import Plain
from jiesu.console.settings.exchange import report
from jiesu.console.settings.gate import allowed, read_or_send
from jiesu.console.staff import page
from jiesu.core.tables import TableRow
from jiesu.organisations.actors import Actor

may = allowed(Permission.CONFIGURE_CATALOGUE)


class TreeForm(Plain):
    """The whole tree, a line a topic."""

    lines = forms.CharField(
        label=gettext_lazy("每行一个事项"),
        max_length=500_000,
        help_text=gettext_lazy("各级名称用“/”隔开，如 市政设施/供水/爆管漏水。改名等于去掉旧的、添上新的。"),
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false"}),
    )

    def clean_lines(self) -> str:
        """Refuse lines with more names than there are levels."""
        text = str(self.cleaned_data["lines"])
        for number, line in enumerate(text.splitlines(), start=1):
            if line.count(PATH_MARK) >= TOPIC_LEVELS:
                raise forms.ValidationError(_("第 %(number)s 行超过三级。"), params={"number": number})
        return text

    def rows(self) -> list[TableRow]:
        """The lines as rows of the table."""
        return [
            _row(number, line)
            for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1)
            if line.strip()
        ]


@require_safe
@may
def topics(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The tree of a version, the one in force unless another is asked for; or what a search finds."""
    words = request.GET.get("q", "").strip()
    asked = request.GET.get("version", "")
    versions = list(configured.topic_versions()[:50])
    shown = next((version for version in versions if str(version.pk) == asked), None)
    shown = shown or next((version for version in versions if version.is_current), None)
    context: dict[str, object] = {
        "tree": configured.topic_tree(shown.pk, words=words) if shown else [],
        "version": shown,
        "versions": versions,
        "words": words,
    }
    return page(request, actor, "console/catalogue/topics.html", context=context)


@read_or_send
@may
def edit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """A new version from an edited list; what it would change is looked at first."""
    if request.method == "POST":
        form = TreeForm(request.POST)
        if form.is_valid():
            rows = form.rows()
            taken = actions.take_topics(rows, by=actor, keep=False)
            return report(request, actor, "topics", taken=taken, rows=rows)
    else:
        lines = "\n".join(PATH_MARK.join(path) for _code, path in configured.topic_paths())
        form = TreeForm(initial={"lines": lines})
    status = 422 if form.errors else 200
    context: dict[str, object] = {"form": form}
    return page(request, actor, "console/catalogue/topics_form.html", context=context, status=status)


def _row(number: int, line: str) -> TableRow:
    names = [name.strip() for name in line.split(PATH_MARK)]
    padded = [*names, "", ""][:TOPIC_LEVELS]
    return TableRow(number, dict(zip(("level1", "level2", "level3"), padded, strict=True)))
