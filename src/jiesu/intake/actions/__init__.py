"""Every write of the intake."""

from jiesu.intake.actions.desk import take_appeal
from jiesu.intake.actions.importing import ImportSummary, import_file, import_table, rehearse_import
from jiesu.intake.actions.receiving import receive_appeal
from jiesu.intake.actions.settling import settle_contacts

__all__ = [
    "ImportSummary",
    "import_file",
    "import_table",
    "receive_appeal",
    "rehearse_import",
    "settle_contacts",
    "take_appeal",
]
