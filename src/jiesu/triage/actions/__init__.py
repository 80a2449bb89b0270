"""Every write of triage."""

from jiesu.triage.actions.beginning import begin_from_history, take_up
from jiesu.triage.actions.counting import recount_history
from jiesu.triage.actions.deciding import RuleText, move_rule, remove_rule, save_rule, set_automatic, switch
from jiesu.triage.actions.issuing import cool_issues, update_issues
from jiesu.triage.actions.judging import forget_merge, keep_apart, merge_many, note_merge
from jiesu.triage.actions.learning import (
    begin_learning,
    learn_now,
    run_learning,
    use_names_only,
    use_version,
)
from jiesu.triage.actions.noting import Noted, note_new_orders, settle

__all__ = [
    "Noted",
    "RuleText",
    "begin_from_history",
    "begin_learning",
    "cool_issues",
    "forget_merge",
    "keep_apart",
    "learn_now",
    "merge_many",
    "move_rule",
    "note_merge",
    "note_new_orders",
    "recount_history",
    "remove_rule",
    "run_learning",
    "save_rule",
    "set_automatic",
    "settle",
    "switch",
    "take_up",
    "update_issues",
    "use_names_only",
    "use_version",
]
