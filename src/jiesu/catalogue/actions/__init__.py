"""Every write of the catalogue."""

from jiesu.catalogue.actions.duties import change_duty, import_duties
from jiesu.catalogue.actions.installing import install_presets
from jiesu.catalogue.actions.notices import save_notice
from jiesu.catalogue.actions.publishing import publish_calendar, publish_pack, use_pack
from jiesu.catalogue.actions.reasons import save_reason
from jiesu.catalogue.actions.tables import reason_cells, take_calendar, take_duties, take_reasons, take_topics
from jiesu.catalogue.actions.topics import import_topics

__all__ = [
    "change_duty",
    "import_duties",
    "import_topics",
    "install_presets",
    "publish_calendar",
    "publish_pack",
    "reason_cells",
    "save_notice",
    "save_reason",
    "take_calendar",
    "take_duties",
    "take_reasons",
    "take_topics",
    "use_pack",
]
