"""Reading templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from jiesu.core.errors import NotFound
from jiesu.messaging import templates
from jiesu.messaging.models import TemplateVersion
from jiesu.messaging.templates import VariableGroup, Wording


@dataclass(frozen=True, kw_only=True)
class Template:
    """A template as it holds: version 0 is the shipped one."""

    code: str
    name: str
    version: int
    group: VariableGroup
    wording: Wording
    row: TemplateVersion | None = field(default=None, compare=False)


def templates_in_force() -> dict[str, Template]:
    """Every template by code, the shipped ones in their order first."""
    newest = TemplateVersion.objects.order_by("code", "-version").distinct("code")
    own = {row.code: row for row in newest}
    found = {code: _of(code, own.get(code)) for code in templates.presets}
    found.update({code: _of(code, row) for code, row in own.items() if code not in found})
    return found


def template_in_force(code: str) -> Template:
    """The newest version of a template.

    Raises:
        NotFound: there is no such template.
    """
    row = (
        TemplateVersion.objects.filter(code=code).order_by("-version").first() if code.isprintable() else None
    )
    if row is None and code not in templates.presets:
        raise NotFound(what="消息模板 message template")
    return _of(code, row)


def template_versions(code: str) -> list[Template]:
    """All versions of a template, the newest first and the shipped one last.

    Raises:
        NotFound: there is no such template.
    """
    rows = list(TemplateVersion.objects.filter(code=code).order_by("-version"))
    if not rows and code not in templates.presets:
        raise NotFound(what="消息模板 message template")
    shipped = [_of(code, None)] if code in templates.presets else []
    return [_of(code, row) for row in rows] + shipped


def rendered(template: Template, values: Mapping[str, str]) -> Wording:
    """The template with its variables filled.

    Raises:
        MissingValue: a variable has no value.
    """
    parts = {
        name: templates.filled(text, values, field=name) for name, text in template.wording.parts.items()
    }
    return Wording(wechat_template=template.wording.wechat_template, **parts)


def _of(code: str, row: TemplateVersion | None) -> Template:
    if row is not None:
        group = templates.groups.get(row.group) or VariableGroup(
            code=row.group, label=row.group, variables={}
        )
        return Template(
            code=code, name=row.name, version=row.version, group=group, wording=row.wording, row=row
        )
    preset = templates.presets[code]
    group = templates.groups[preset.group]
    return Template(code=code, name=preset.name, version=0, group=group, wording=preset.wording)
