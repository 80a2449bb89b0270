"""Every write of the knowledge base."""

from jiesu.knowledge.actions.asked import note_inquiry, settle_gaps
from jiesu.knowledge.actions.chasing import chase_reviews
from jiesu.knowledge.actions.checking import ask_for_check, check_live_articles, probe_links
from jiesu.knowledge.actions.ending import call_due_reviews, confirm_article, expire_article
from jiesu.knowledge.actions.exporting import export_articles
from jiesu.knowledge.actions.files import attach_to_article, detach_from_article, open_article_file
from jiesu.knowledge.actions.importing import read_import, run_import, take_import
from jiesu.knowledge.actions.passing import approve_article, endorse_article, send_back_article
from jiesu.knowledge.actions.publishing import publish_article
from jiesu.knowledge.actions.suggesting import dismiss_suggestion, suggest_article, take_suggestion
from jiesu.knowledge.actions.talking import answer_message
from jiesu.knowledge.actions.using import cite_article, note_complaint, note_use
from jiesu.knowledge.actions.writing import (
    collect_article,
    discard_article,
    draft_article,
    edit_article,
    revise_article,
    start_article,
    submit_article,
)

__all__ = [
    "answer_message",
    "approve_article",
    "ask_for_check",
    "attach_to_article",
    "call_due_reviews",
    "chase_reviews",
    "check_live_articles",
    "cite_article",
    "collect_article",
    "confirm_article",
    "detach_from_article",
    "discard_article",
    "dismiss_suggestion",
    "draft_article",
    "edit_article",
    "endorse_article",
    "expire_article",
    "export_articles",
    "note_complaint",
    "note_inquiry",
    "note_use",
    "open_article_file",
    "probe_links",
    "publish_article",
    "read_import",
    "revise_article",
    "run_import",
    "send_back_article",
    "settle_gaps",
    "start_article",
    "submit_article",
    "suggest_article",
    "take_import",
    "take_suggestion",
]
