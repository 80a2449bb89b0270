"""Refusals: what an action says when a rule forbids it.

One class per refusal, each with a stable ``code`` and a sentence for people in Chinese and English.
Delivery turns a refusal into a page fragment or an RFC 9457 problem document. A refusal is part of the
service, not a fault of the program.
"""

import re
from collections.abc import Callable
from typing import ClassVar

_english: Callable[[str], str] = str
LABELS = frozenset({"permission", "what", "kind", "one", "other"})
"""Parameters whose values are words of the service rather than what somebody has written."""

_IN_BOTH = re.compile(r"([^\x00-\x7f]+) ([a-z][a-z -]*)")


def read_labels_with(english: Callable[[str], str]) -> None:
    """Say how a Chinese label, such as a permission's name, reads in an English sentence."""
    global _english  # noqa: PLW0603 - set once, by whoever knows the languages
    _english = english


class Refusal(Exception):
    """A rule of the service forbids what was asked; nothing was changed.

    Subclasses set ``code``, ``zh`` and ``en``; the sentences may name parameters in braces.
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    zh: ClassVar[str] = "不能这样办理。"
    en: ClassVar[str] = "This cannot be done."

    def __init__(self, *, field: str | None = None, **params: object) -> None:
        self.field = field
        self.params = params
        super().__init__(self.message("en"))

    def message(self, language: str = "zh") -> str:
        """The sentence for people, in ``zh`` or ``en``; labels in it are in the same language."""
        if not language.startswith("en"):
            return self.zh.format(**self.params)
        return self.en.format(
            **{name: _english(str(value)) if name in LABELS else value for name, value in self.params.items()}
        )


class NotFound(Refusal):
    """There is no such thing, or this person may not know of it.

    ``what`` names it in both languages, ``工单 order``; each sentence takes its own half.
    """

    code = "not_found"
    status = 404
    zh = "没有找到{what}。"
    en = "{what} was not found."

    def message(self, language: str = "zh") -> str:
        """The sentence for people, in ``zh`` or ``en``."""
        what = str(self.params.get("what", ""))
        if halves := _IN_BOTH.fullmatch(what):
            zh, en = halves.groups()
            what = f"The {en}" if language.startswith("en") else zh
        template = self.en if language.startswith("en") else self.zh
        return template.format(what=what)


class NotAllowed(Refusal):
    """The person lacks the right."""

    code = "not_allowed"
    status = 403
    zh = "您没有“{permission}”的权限。"
    en = "You lack the permission “{permission}”."


class InvalidInput(Refusal):
    """What was given cannot be used; ``field`` names the culprit."""

    code = "invalid_input"
    status = 422
    zh = "{reason_zh}"
    en = "{reason_en}"


class Conflict(Refusal):
    """Somebody else was faster."""

    code = "conflict"
    status = 409
    zh = "他人已先行办理：{what}"
    en = "Somebody else acted first: {what}"
