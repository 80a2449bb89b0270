"""Articles out as a workbook; a recorded action."""

from typing import BinaryIO

from django.db import transaction

from jiesu.core import audit
from jiesu.core.sheets import write_sheet
from jiesu.knowledge.models import ArticleVersion
from jiesu.knowledge.tables import HEADINGS, written
from jiesu.organisations.actors import Actor


@transaction.atomic
def export_articles(target: BinaryIO, *, by: Actor, owner_path: str = "", topic_code: str = "") -> int:
    """导出知识: the live articles as a workbook that can be imported again; how many.

    Args:
        target: where the workbook goes.
        by: who asks.
        owner_path: only those of the unit with this path and the units below it.
        topic_code: only those of this topic and the topics below it.
    """
    rows = ArticleVersion.objects.live().select_related("article__owner").order_by("pk")
    rows = rows.filter(article__owner__path__startswith=owner_path, topic_code__startswith=topic_code)
    lines = (
        written(row.article.number, row.article.owner.name, row.content)
        for row in rows.iterator(chunk_size=500)
    )
    count = write_sheet(target, title="知识", header=HEADINGS, rows=lines)
    audit.record("export_articles", subject="知识", by=by, rows=count)
    return count
