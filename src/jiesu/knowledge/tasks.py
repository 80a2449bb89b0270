"""Scheduled work on the knowledge base."""

from procrastinate.contrib.django import app

from jiesu.knowledge.actions import call_due_reviews


@app.periodic(cron="10 0 * * *")
@app.task(queue="knowledge", name="knowledge.call_due_reviews", queueing_lock="knowledge.call_due_reviews")
def call_due(timestamp: int) -> None:
    """Once a night, Shanghai or not: mark reviews that fell due, end what has expired; safe to run twice."""
    del timestamp
    call_due_reviews()
