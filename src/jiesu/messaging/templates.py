"""What messages say: wordings with variables in braces, and those that the product ships. Pure rules.

Which variables there are, and the shipped wordings, are offered by whoever sends (:func:`offer`,
:func:`offer_variables`); a centre writes versions of its own over them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from jiesu.messaging.errors import MissingValue, UnclearWording, UnknownVariable

_VARIABLE = re.compile(r"\{([^{}\n]{1,40})\}")
LONGEST_TITLE, LONGEST_TEXT, LONGEST_SHORT = 100, 2000, 300


@dataclass(frozen=True, kw_only=True)
class Wording:
    """What a template says on the channels.

    Attributes:
        title: subject of a mail, heading in the inbox and of a pushed message.
        text: the words of mails and of the inbox.
        short: the words of short messages and pushed ones; where empty, ``text``.
        wechat_template: the key that WeChat gave to the place's template; where empty, no WeChat is sent.
        wechat_fields: a line for each of its fields, ``keyword1=…``.
    """

    title: str
    text: str
    short: str = ""
    wechat_template: str = ""
    wechat_fields: str = ""

    @property
    def parts(self) -> dict[str, str]:
        """Everything that may hold variables, by the field's name."""
        return {
            "title": self.title,
            "text": self.text,
            "short": self.short,
            "wechat_fields": self.wechat_fields,
        }


@dataclass(frozen=True, kw_only=True)
class Preset:
    """A template that the product ships: its code, what people call it, whose variables it may use."""

    code: str
    name: str
    group: str
    wording: Wording


@dataclass(frozen=True, kw_only=True)
class VariableGroup:
    """Variables that go together: what each means, and what stands in its place in a preview."""

    code: str
    label: str
    variables: Mapping[str, str]
    samples: Mapping[str, str] = field(default_factory=dict)


presets: dict[str, Preset] = {}
groups: dict[str, VariableGroup] = {}


def offer(shipped: Iterable[Preset]) -> None:
    """Make templates known, each under its code."""
    presets.update({preset.code: preset for preset in shipped})


def offer_variables(group: VariableGroup) -> None:
    """Make a group of variables known under its code."""
    groups[group.code] = group


def variables_in(text: str) -> list[str]:
    """The variables that a text names, in their order."""
    return list(dict.fromkeys(_VARIABLE.findall(text)))


def check(wording: Wording, *, known: Iterable[str]) -> None:
    """Go on only when the wording can be sent.

    Raises:
        UnclearWording: a part is empty or too long, braces do not match, or a WeChat line has no name.
        UnknownVariable: a part names a variable that nobody fills.
    """
    names = frozenset(known)
    limits = {"title": LONGEST_TITLE, "text": LONGEST_TEXT, "short": LONGEST_SHORT, "wechat_fields": 1000}
    for name, text in wording.parts.items():
        _check_form(name, text, longest=limits[name], needed=name in ("title", "text"))
        unknown = [variable for variable in variables_in(text) if variable not in names]
        if unknown:
            raise UnknownVariable(field=name, variable=unknown[0])
    wechat_pairs(wording.wechat_fields)


def filled(text: str, values: Mapping[str, str], *, field: str = "text") -> str:
    """The text with every variable replaced by its value.

    Raises:
        MissingValue: a variable has no value, not even an empty one.
    """

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name not in values:
            raise MissingValue(field=field, variable=name)
        return values[name]

    return _VARIABLE.sub(value, text)


def wechat_pairs(lines: str) -> dict[str, str]:
    """The fields of a WeChat template and their words.

    Raises:
        UnclearWording: a line is not ``name=words``.
    """
    pairs: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in lines.splitlines())):
        name, sign, words = line.partition("=")
        if not sign or not name.strip().isidentifier():
            raise UnclearWording(
                field="wechat_fields",
                why_zh=f"“{line}”应写成：keyword1=内容。",
                why_en=f"“{line}” should be: keyword1=words.",
            )
        pairs[name.strip()] = words.strip()
    return pairs


def _check_form(name: str, text: str, *, longest: int, needed: bool) -> None:
    if needed and not text.strip():
        raise UnclearWording(field=name, why_zh="不能为空。", why_en="it is empty.")
    if len(text) > longest:
        raise UnclearWording(
            field=name, why_zh=f"不超过 {longest} 字。", why_en=f"at most {longest} characters."
        )
    rest = _VARIABLE.sub("", text)
    if "{" in rest or "}" in rest:
        raise UnclearWording(
            field=name, why_zh="花括号不成对，变量写成 {工单编号} 这样。", why_en="the braces do not match."
        )
