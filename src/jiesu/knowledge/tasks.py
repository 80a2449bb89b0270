"""Scheduled work on the knowledge base."""

from django.conf import settings
from procrastinate.contrib.django import app

from jiesu.core.tasks import Patience
from jiesu.knowledge.actions import (
    call_due_reviews,
    chase_reviews,
    check_live_articles,
    probe_links,
    run_import,
)
from jiesu.knowledge.links import HttpProbe


@app.periodic(cron="10 0 * * *")
@app.task(queue="knowledge", name="knowledge.call_due_reviews", queueing_lock="knowledge.call_due_reviews")
def call_due(timestamp: int) -> None:
    """Once a night, Shanghai or not: mark reviews that fell due, end what has expired; safe to run twice."""
    del timestamp
    call_due_reviews()


@app.task(queue="knowledge", name="knowledge.run_import", retry=Patience())
def run(import_id: int) -> None:
    """Take the rows of a file that was confirmed; goes on where a worker was killed."""
    run_import(import_id)


@app.periodic(cron="0 1 * * *")
@app.task(queue="knowledge", name="knowledge.chase_reviews", queueing_lock="knowledge.chase_reviews")
def chase(timestamp: int) -> None:
    """Once a day, at nine in Shanghai: tell units of their overdue reviews; safe to run twice."""
    del timestamp
    chase_reviews()


@app.periodic(cron="30 17 * * *")
@app.task(queue="knowledge", name="knowledge.check_articles", queueing_lock="knowledge.check_articles")
def check(timestamp: int) -> None:
    """Once a night, and when asked for: ask the links that may be asked, and look over everything live."""
    del timestamp
    probe_links(HttpProbe(), hosts=settings.JIESU_LINK_HOSTS)
    check_live_articles()
