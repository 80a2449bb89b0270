"""Every write of the knowledge base."""

from jiesu.knowledge.actions.asked import note_inquiry, settle_gaps
from jiesu.knowledge.actions.ending import call_due_reviews, confirm_article, expire_article
from jiesu.knowledge.actions.importing import Imported, import_articles
from jiesu.knowledge.actions.passing import approve_article, endorse_article, send_back_article
from jiesu.knowledge.actions.publishing import publish_article
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
    "Imported",
    "answer_message",
    "approve_article",
    "call_due_reviews",
    "cite_article",
    "collect_article",
    "confirm_article",
    "discard_article",
    "draft_article",
    "edit_article",
    "endorse_article",
    "expire_article",
    "import_articles",
    "note_complaint",
    "note_inquiry",
    "note_use",
    "publish_article",
    "revise_article",
    "send_back_article",
    "settle_gaps",
    "start_article",
    "submit_article",
]
