"""Two versions side by side: which fields differ, and within a text what was taken out and put in."""

import difflib
from dataclasses import dataclass, replace
from enum import StrEnum

import rjieba

from jiesu.knowledge.contents import CONTENT_FIELDS, CONTENT_LABELS, Content


class Change(StrEnum):
    """What happened to a stretch of text."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Stretch:
    """A stretch of text and what happened to it."""

    text: str
    change: Change


@dataclass(frozen=True)
class FieldDifference:
    """A field that differs, with its label and its stretches in reading order."""

    field: str
    label: str
    stretches: tuple[Stretch, ...]


def compare(old: Content, new: Content) -> tuple[FieldDifference, ...]:
    """The fields that differ between two versions, in the order of the form."""
    return tuple(
        FieldDifference(name, CONTENT_LABELS[name], differing(_shown(old, name), _shown(new, name)))
        for name in CONTENT_FIELDS
        if getattr(old, name) != getattr(new, name)
    )


def differing(old: str, new: str) -> tuple[Stretch, ...]:
    """The stretches of two texts, compared word by word; neighbours of one kind are joined."""
    before, after = rjieba.cut(old), rjieba.cut(new)
    found: list[Stretch] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            _add(found, "".join(before[i:j]), Change.KEPT)
            continue
        _add(found, "".join(before[i:j]), Change.REMOVED)
        _add(found, "".join(after[k:m]), Change.ADDED)
    return tuple(found)


def _add(found: list[Stretch], text: str, change: Change) -> None:
    if not text:
        return
    if found and found[-1].change is change:
        found[-1] = replace(found[-1], text=found[-1].text + text)
    else:
        found.append(Stretch(text, change))


def _shown(content: Content, name: str) -> str:
    value = getattr(content, name)
    if isinstance(value, tuple):
        return "\n".join(str(item) for item in value)
    return "" if value is None else str(value)
