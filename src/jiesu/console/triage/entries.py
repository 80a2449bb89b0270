"""The ways to the pages of triage, by what a person may do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import Actor

_SIGHT = (Permission.VIEW_ALL_ORDERS, Permission.CONFIGURE_TRIAGE)
TABS = (
    ("triage", gettext_lazy("热点问题"), _SIGHT[:1]),
    ("triage-rules", gettext_lazy("派单规则"), _SIGHT),
    ("triage-models", gettext_lazy("模型"), _SIGHT),
    ("triage-automatic", gettext_lazy("自动派单"), _SIGHT),
    ("triage-quality", gettext_lazy("质量"), _SIGHT[:1]),
)


@dataclass(frozen=True)
class Tab:
    """One tab."""

    label: str
    url: str
    is_current: bool


def tabs_for(actor: Actor, current: str = "") -> list[Tab]:
    """The pages of triage that the person may open; none for those who may open none."""
    return [
        Tab(str(label), reverse(name), name == current)
        for name, label, needed in TABS
        if any(actor.may(permission) for permission in needed)
    ]
