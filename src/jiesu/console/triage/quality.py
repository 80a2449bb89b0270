"""How good suggestions were: over time, by topic, what is confused, and where people change them."""

from collections.abc import Callable, Iterable

from django.http import FileResponse, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from jiesu.console.staff import staff
from jiesu.console.triage.charts import belief_plot, week_plot
from jiesu.console.triage.frame import triage_page
from jiesu.console.triage.sheets import told_as_file
from jiesu.core.errors import NotFound
from jiesu.organisations.actors import Actor
from jiesu.triage import selectors
from jiesu.triage.fares import Line
from jiesu.triage.selectors import Field, Quality
from jiesu.triage.selectors.quality import FIELD_LABELS

DAYS = (30, 90, 365)
LEVELS = ((1, gettext_lazy("一级")), (2, gettext_lazy("二级")), (3, gettext_lazy("三级")))
Rows = list[list[object]]


@require_safe
@staff
def quality(request: HttpRequest, actor: Actor) -> HttpResponse:
    """One field in a span of time."""
    asked, found = _asked(request, actor)
    name = _namer(found)
    context: dict[str, object] = {
        **asked,
        "found": found,
        "fields": [(one.value, label) for one, label in FIELD_LABELS.items()],
        "all_days": DAYS,
        "levels": LEVELS,
        "weeks": week_plot(found.by_week) if found.by_week else None,
        "belief": belief_plot(found.bins) if found.bins else None,
        "topics": [(line, name(line.name)) for line in found.by_topic],
        "topic_name": name(str(asked["topic"])) if asked["topic"] else "",
        "units": [(line, name(f"unit:{line.name}")) for line in found.by_unit],
        "operators": [(line, name(f"operator:{line.name}")) for line in found.by_operator],
        "confused": [(name(one.suggested), name(one.chosen), one.count) for one in found.confused],
        "matrix": _matrix(found),
        "query": request.GET.urlencode(),
    }
    return triage_page(request, actor, "console/triage/quality.html", tab="triage-quality", context=context)


@require_safe
@staff
def export(request: HttpRequest, actor: Actor) -> FileResponse:
    """One of the tables as xlsx."""
    part = request.GET.get("part", "")
    if part not in _TABLES:
        raise NotFound(what=_("表格"))
    _given, found = _asked(request, actor)
    title, header, rows = _TABLES[part](found)
    whole = f"{_(FIELD_LABELS[found.field])} {title}"
    return told_as_file(actor, f"quality:{part}", title=whole, header=header, rows=rows)


def _asked(request: HttpRequest, actor: Actor) -> tuple[dict[str, object], Quality]:
    field = request.GET.get("field", "")
    days, level = request.GET.get("days", ""), request.GET.get("level", "")
    topic = request.GET.get("topic", "")
    one = Field(field) if field in list(Field) else Field.TOPIC
    span = int(days) if days in {str(each) for each in DAYS} else 90
    depth = int(level) if level in {"1", "2", "3"} else 1
    code = topic if topic.isdecimal() and topic.isascii() and len(topic) <= 6 else ""
    found = selectors.quality_of(one, for_user=actor, days=span, level=depth, topic=code)
    return {"field": one, "days": span, "level": depth, "topic": code}, found


def _namer(found: Quality) -> Callable[[str], str]:
    """Names of values; natures in the reader's language."""
    translate = found.field is Field.NATURE

    def name(key: str) -> str:
        known = found.names.get(key, key.rpartition(":")[2])
        return _(known) if translate and known else known

    return name


def _matrix(found: Quality) -> dict[str, object]:
    """The table of confusion with its names; the diagonal is what people left as it was."""
    name, table = _namer(found), found.confusion
    names = [name(value) for value in table.values] + ([_("其他")] if table.is_cut else [])
    rows = [
        (label, [(count, at == place) for place, count in enumerate(line)], sum(line))
        for at, (label, line) in enumerate(zip(names, table.rows, strict=True))
    ]
    return {"names": names, "rows": rows}


def _line_rows(lines: Iterable[Line], name: Callable[[str], str]) -> Rows:
    return [
        [
            name(line.name),
            line.taken.whole,
            line.taken.part,
            line.taken.rest.part,
            round(line.taken.value or 0, 4),
        ]
        for line in lines
    ]


def _lines_table(title: str, first: str, rows: Rows) -> tuple[str, list[str], Rows]:
    return title, [first, _("建议件数"), _("采纳"), _("改动"), _("采纳率")], rows


def _week_table(found: Quality) -> tuple[str, list[str], Rows]:
    return _lines_table(_("按周"), _("周一"), _line_rows(found.by_week, str))


def _topic_table(found: Quality) -> tuple[str, list[str], Rows]:
    return _lines_table(_("按事项"), _("事项"), _line_rows(found.by_topic, _namer(found)))


def _unit_table(found: Quality) -> tuple[str, list[str], Rows]:
    name = _namer(found)
    return _lines_table(_("按单位"), _("单位"), _line_rows(found.by_unit, lambda key: name(f"unit:{key}")))


def _operator_table(found: Quality) -> tuple[str, list[str], Rows]:
    name = _namer(found)
    return _lines_table(
        _("按登记人"), _("登记人"), _line_rows(found.by_operator, lambda key: name(f"operator:{key}"))
    )


def _belief_table(found: Quality) -> tuple[str, list[str], Rows]:
    rows: Rows = [
        [
            f"{100 * one.low:.0f}%",
            round(one.mean_chance, 4),
            one.right.whole,
            one.right.part,
            round(one.right.value or 0, 4),
        ]
        for one in found.bins
    ]
    return _("把握与实际"), [_("把握自"), _("平均把握"), _("件数"), _("正确"), _("正确率")], rows


def _confusion_table(found: Quality) -> tuple[str, list[str], Rows]:
    name = _namer(found)
    table = found.confusion
    names = [name(value) for value in table.values] + ([_("其他")] if table.is_cut else [])
    rows: Rows = [[label, *line] for label, line in zip(names, table.rows, strict=True)]
    return _("混淆"), [_("建议＼选定"), *names], rows


_TABLES: dict[str, Callable[[Quality], tuple[str, list[str], Rows]]] = {
    "week": _week_table,
    "topic": _topic_table,
    "unit": _unit_table,
    "operator": _operator_table,
    "belief": _belief_table,
    "confusion": _confusion_table,
}
