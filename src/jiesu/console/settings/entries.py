"""The ways to the configuration in the navigation, by what a person may do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor

ENTRIES = (
    (Permission.CONFIGURE_ORGANISATIONS, "units", gettext_lazy("单位")),
    (Permission.MANAGE_ACCOUNTS, "people", gettext_lazy("人员与岗位")),
    (Permission.MANAGE_ACCOUNTS, "roles", gettext_lazy("角色")),
    (Permission.CONFIGURE_CATALOGUE, "duties", gettext_lazy("派单目录")),
    (Permission.CONFIGURE_CATALOGUE, "topics", gettext_lazy("事项分类")),
    (Permission.CONFIGURE_CATALOGUE, "packs", gettext_lazy("时限方案")),
    (Permission.CONFIGURE_CATALOGUE, "calendar", gettext_lazy("工作日历")),
    (Permission.CONFIGURE_CATALOGUE, "reasons", gettext_lazy("原因代码")),
    (Permission.CONFIGURE_OVERSIGHT, "score-forms", gettext_lazy("质检评分表")),
    (Permission.CONFIGURE_MESSAGES, "message-templates", gettext_lazy("消息模板")),
    (Permission.CONFIGURE_MESSAGES, "notice-rules", gettext_lazy("消息规则")),
    (Permission.CONFIGURE_MESSAGES, "quiet-hours", gettext_lazy("免打扰时段")),
    (Permission.VIEW_AUDIT, "audit", gettext_lazy("审计记录")),
)


@dataclass(frozen=True)
class Entry:
    """One page in the navigation."""

    label: str
    url: str


def entries_for(actor: Actor) -> list[Entry]:
    """The pages that the person may open."""
    return [Entry(str(label), reverse(name)) for permission, name, label in ENTRIES if actor.may(permission)]


def label_of(name: str) -> str:
    """What a page of the configuration is called."""
    return next((str(label) for _permission, entry, label in ENTRIES if entry == name), _("配置"))
