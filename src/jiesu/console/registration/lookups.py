"""Choosing a topic or a division by typing a few characters of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from jiesu.catalogue import selectors as catalogue
from jiesu.catalogue.codes import area_stem, topic_level
from jiesu.catalogue.topic_search import matching_topics
from jiesu.places import selectors as places
from jiesu.places.levels import LEVEL_LABELS, DivisionLevel


@dataclass(frozen=True)
class Entry:
    """Something that can be chosen.

    Attributes:
        code, name: what.
        note: where it stands.
    """

    code: str
    name: str
    note: str = ""


class Lookup(forms.Widget):
    """A box to type in, and below it what was found."""

    template_name = "console/registration/lookup.html"

    def __init__(self, *, search: Any, beside: str = "") -> None:  # noqa: ANN401 - an address made later
        super().__init__()
        self.search = search
        self.beside = beside
        self.entries: Sequence[Entry] = ()
        self.chosen_name = ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:  # noqa: ANN401
        """What the template needs."""
        context = super().get_context(name, value, attrs)
        context["widget"] |= {
            "search": self.search,
            "beside": self.beside,
            "entries": self.entries,
            "chosen": value or "",
            "chosen_name": self.chosen_name,
            "is_wrong": "aria-invalid" in (attrs or {}),
        }
        return context

    def _render(self, template_name: str, context: dict[str, Any], renderer: Any = None) -> SafeString:  # noqa: ANN401
        """Like any other of our templates, which forms' own renderer does not know."""
        del renderer
        return render_to_string(template_name, context)


def topics_for(asked: str) -> list[Entry]:
    """Topics that what was typed may mean; the first level when nothing was."""
    topics = catalogue.topics_of().values()
    found = matching_topics(topics, asked) if asked else [t for t in topics if topic_level(t.code) == 1]
    return [
        Entry(topic.code, topic.name, topic.full_name if topic.full_name != topic.name else "")
        for topic in found
    ]


def divisions_for(asked: str, *, address: str = "") -> list[Entry]:
    """Divisions that what was typed may mean; when nothing was, those that the address names, or counties."""
    inside = area_stem(settings.JIESU_REGION)[:4]
    if asked:
        found = places.divisions_matching(asked, inside=inside)
    else:
        found = places.divisions_told_in(address, inside=inside) or places.divisions_at(
            DivisionLevel.COUNTY, inside=inside
        )
    names = places.full_names(found)
    return [
        Entry(row.code, row.name, f"{names[row.code]} · {LEVEL_LABELS[DivisionLevel(row.level)]}")
        for row in found
    ]


def topic_named(code: str) -> str:
    """The full name of a chosen topic; empty for none."""
    topic = catalogue.topic_by_code(code) if code else None
    return topic.full_name if topic else ""


def division_named(code: str) -> str:
    """The full name of a chosen division; empty for none."""
    rows = places.divisions_matching(code, limit=1) if code.isdecimal() else []
    return places.full_names(rows)[rows[0].code] if rows and rows[0].code == code else ""
