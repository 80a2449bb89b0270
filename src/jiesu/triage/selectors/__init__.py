"""Reads of triage."""

from jiesu.triage.selectors.duplicates import Duplicate, duplicates_of, duplicates_of_text
from jiesu.triage.selectors.issues import hottest_issues, issue_of_order, issue_with_orders
from jiesu.triage.selectors.quality import Field, Quality, Share, model_versions, quality_of, version_numbered
from jiesu.triage.selectors.readers import current_models, forget_readers
from jiesu.triage.selectors.rules import dry_run, failing_rules, rules_written
from jiesu.triage.selectors.suggesting import NamedUnit, Suggestions, Told, is_on, suggestions_for, switches

__all__ = [
    "Duplicate",
    "Field",
    "NamedUnit",
    "Quality",
    "Share",
    "Suggestions",
    "Told",
    "current_models",
    "dry_run",
    "duplicates_of",
    "duplicates_of_text",
    "failing_rules",
    "forget_readers",
    "hottest_issues",
    "is_on",
    "issue_of_order",
    "issue_with_orders",
    "model_versions",
    "quality_of",
    "rules_written",
    "suggestions_for",
    "switches",
    "version_numbered",
]
