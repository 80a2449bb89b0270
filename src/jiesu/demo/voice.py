"""Turns templates into sentences.

A template may hold ``[this|that|]`` (one is said; nests) and ``{slot}``. ``[1:this|that]`` are numbered:
groups of one number choose alike. Within one voice the same group and the same slot always choose the same,
so that what was found on the spot and what the citizen is told agree. ``{ago:3-12}`` is the date so many days
before the appeal; ``{visited}`` and ``{visited+3}`` stay for :func:`dated` to fill.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

_RANGE = re.compile(r"([A-Z]?)(\d+)-\1(\d+)")
_AGO = re.compile(r"ago:(-?\d+)-(-?\d+)")
_TOKEN = re.compile(r"\[[^\[\]]*\]|\{[^{}]*\}")
_VISITED = re.compile(r"\{visited(?:\+(\d+))?\}")
_STRAY = re.compile(r"[，、](?=[，。！？；])")
_DOUBLED = re.compile(r"([。！？])。")
_TODAY = ("今天", "昨天", "前天")
_LONG_AGO = 100
_DONE_WITHIN = 10  # days
_MONEY = frozenset({"p", "p2", "q"})

Options = str | list[str]


@dataclass
class Voice:
    """One manner of saying things.

    Args:
        chance: the source of chance.
        slots: what each slot may hold: a text, a range such as ``3-12``, or a list of either.
        today: the day of the appeal.
    """

    chance: random.Random
    slots: Mapping[str, Options]
    today: date
    chosen: dict[str, str] = field(default_factory=dict)
    picked: dict[str, float] = field(default_factory=dict)
    strand: str = ""

    def say(self, template: Options, *, strand: str = "") -> str:
        """The template as a sentence.

        Args:
            template: one template, or several to choose from.
            strand: sentences of one strand agree: groups with as many options choose alike in all of them,
                so a cause, its remedy and the answer to the citizen belong together.

        Raises:
            KeyError: a slot has no filling.
        """
        before, self.strand = self.strand, strand or self.strand
        try:
            return _tidy(self._said(template))
        finally:
            self.strand = before

    def _said(self, template: Options) -> str:
        text = template if isinstance(template, str) else self._pick(template, key="|".join(template))
        while match := _open_token(text):
            text = text[: match.start()] + self._filled(match.group()) + text[match.end() :]
        return text

    def _filled(self, token: str) -> str:
        if token.startswith("["):
            number, options = _group(token)
            strand = f"{self.strand}/{len(options)}" if self.strand else ""
            return self._pick(options, key=number or strand or token)
        return self._slot(token[1:-1])

    def _pick(self, options: list[str], *, key: str) -> str:
        share = self.picked.setdefault(key, self.chance.random())
        return options[int(share * len(options))]

    def _slot(self, name: str) -> str:
        if name not in self.chosen:
            self.chosen[name] = self._said(self._value(name))
        return self.chosen[name]

    def _value(self, name: str) -> str:
        if match := _AGO.fullmatch(name):
            return spoken_date(self.today, back=self.chance.randint(int(match[1]), int(match[2])))
        options = self.slots[name]
        value = options if isinstance(options, str) else self.chance.choice(options)
        match = _RANGE.fullmatch(value)
        return self._number(match, money=name in _MONEY) if match else value

    def _number(self, match: re.Match[str], *, money: bool) -> str:
        low, high = int(match[2]), int(match[3])
        number = self.chance.randint(low, high)
        if money and high >= 1000 and self.chance.random() < 0.8:
            step = 100 if high >= 3000 else 10
            number = max(low, number // step * step)
        return f"{match[1]}{number}"


def spoken_date(today: date, *, back: int) -> str:
    """How a date is said: 今天, 昨天, 前天, ``5月12日``, or ``2025年3月`` when it is long ago."""
    if 0 <= back < len(_TODAY):
        return _TODAY[back]
    day = today - timedelta(days=back)
    if back >= _LONG_AGO:
        return f"{day.year}年{day.month}月"
    return f"{day.month}月{day.day}日" if day.year == today.year else f"{day.year}年{day.month}月{day.day}日"


def dated(text: str, visited: date, *, latest: date | None = None) -> str:
    """Fill ``{visited}`` and ``{visited+n}`` with the day of the visit and the n-th day after it.

    Args:
        text: a sentence of a voice.
        visited: the day of the visit.
        latest: the day of the reply; what was done within days of the visit was done by then. A promise
            (a date followed by 前) may lie after it.
    """

    def written(match: re.Match[str]) -> str:
        days = int(match[1] or 0)
        day = visited + timedelta(days=days)
        promised = text[match.end() :].startswith("前") or days > _DONE_WITHIN
        if latest and not promised:
            day = min(day, latest)
        return f"{day.month}月{day.day}日"

    return _VISITED.sub(written, text)


def days_needed(text: str) -> int:
    """How many days after the visit the last thing was done that the text reports as done."""
    found = [
        int(match[1] or 0) for match in _VISITED.finditer(text) if not text[match.end() :].startswith("前")
    ]
    return max((days for days in found if days <= _DONE_WITHIN), default=0)


def _tidy(text: str) -> str:
    """Mend what an empty choice leaves behind: two commas, a comma before a full stop."""
    return _DOUBLED.sub(r"\1", _STRAY.sub("", text))


def _open_token(text: str) -> re.Match[str] | None:
    return next((match for match in _TOKEN.finditer(text) if not _VISITED.fullmatch(match.group())), None)


def _group(token: str) -> tuple[str, list[str]]:
    body = token[1:-1]
    number, colon, rest = body.partition(":")
    if colon and number.isdigit() and len(number) == 1:
        return number, rest.split("|")
    return "", body.split("|")
