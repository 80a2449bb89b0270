"""What triage says for people, in the reader's language: reasons, conditions of rules, progress."""

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.catalogue.natures import NATURE_LABELS, Nature
from jiesu.triage.reasons import BETWEEN_WORDS, Reason, told
from jiesu.triage.selectors.rules import WrittenRule

_PROGRESS = (
    (re.compile(r"reading (?P<n>\d+) texts"), gettext_lazy("切词，共 %(n)s 件")),
    (
        re.compile(r"(?P<view>\w+): fold (?P<n>\d+) of (?P<of>\d+)"),
        gettext_lazy("学习，第 %(n)s 轮，共 %(of)s 轮"),
    ),
    (re.compile(r"(?P<view>\w+): all rows.*"), gettext_lazy("学习全部样本")),
    (re.compile(r"calibrating"), gettext_lazy("校准把握")),
)
"""What the training says of itself, and how a page says it."""


def said(reasons: Iterable[Reason]) -> str:
    """Reasons as one line in the reader's language."""
    return told(reasons, say=_)


def progress_said(progress: str) -> str:
    """How far a training is, in the reader's language; as it stands where nothing better is known."""
    for pattern, sentence in _PROGRESS:
        if found := pattern.fullmatch(progress):
            return str(sentence) % found.groupdict()
    return _(progress) if progress else ""


def conditions(rule: WrittenRule) -> list[str]:
    """The conditions of a rule, each as a phrase; all of them must hold."""
    row = rule.row
    phrases = (
        (
            row.any_of,
            _("提到%(what)s之一") if len(row.any_of) > 1 else _("提到%(what)s"),
            _quoted(row.any_of),
        ),
        (row.none_of, _("不提%(what)s"), _quoted(row.none_of)),
        (row.natures, _("类型为%(what)s"), _listed(_nature(value) for value in row.natures)),
        (rule.topic, _("事项属于%(what)s"), rule.topic),
        (rule.area, _("地点在%(what)s"), rule.area),
    )
    return [sentence % {"what": what} for given, sentence, what in phrases if given]


def percent(value: float | None) -> str:
    """A share for people; a dash for none."""
    return "—" if value is None else f"{100 * value:.1f}%"


def _quoted(words: Iterable[str]) -> str:
    return _listed(f"“{word}”" for word in words)


def _listed(words: Iterable[str]) -> str:
    return _(BETWEEN_WORDS).join(words)


def _nature(value: str) -> str:
    return _(NATURE_LABELS[Nature(value)]) if value in NATURE_LABELS else value
