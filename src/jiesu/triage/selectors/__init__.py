"""Reads of triage."""

from jiesu.triage.fares import Share
from jiesu.triage.selectors.automatic import TopicOutlook, automatic_outlook
from jiesu.triage.selectors.duplicates import Duplicate, duplicates_of, duplicates_of_text
from jiesu.triage.selectors.issues import (
    IssueFilter,
    hottest_issues,
    issue_lines,
    issue_of_order,
    issue_page,
    issue_story,
    issue_with_orders,
    issues_to_tell,
)
from jiesu.triage.selectors.proposals import Proposals, Together, judged_pairs, proposals_for, together_with
from jiesu.triage.selectors.quality import Field, Quality, quality_of
from jiesu.triage.selectors.readers import current_models, forget_readers
from jiesu.triage.selectors.rules import DryRun, dry_run, failing_rules, rule_written, rules_written
from jiesu.triage.selectors.suggesting import NamedUnit, Suggestions, Told, is_on, suggestions_for, switches
from jiesu.triage.selectors.versions import model_version, model_versions, version_numbered

__all__ = [
    "DryRun",
    "Duplicate",
    "Field",
    "IssueFilter",
    "NamedUnit",
    "Proposals",
    "Quality",
    "Share",
    "Suggestions",
    "Together",
    "Told",
    "TopicOutlook",
    "automatic_outlook",
    "current_models",
    "dry_run",
    "duplicates_of",
    "duplicates_of_text",
    "failing_rules",
    "forget_readers",
    "hottest_issues",
    "is_on",
    "issue_lines",
    "issue_of_order",
    "issue_page",
    "issue_story",
    "issue_with_orders",
    "issues_to_tell",
    "judged_pairs",
    "model_version",
    "model_versions",
    "proposals_for",
    "quality_of",
    "rule_written",
    "rules_written",
    "suggestions_for",
    "switches",
    "together_with",
    "version_numbered",
]
