"""What was looked for and asked: noted, and settled when an article is published that answers it."""

import re
from datetime import datetime

from django.db import transaction

from jiesu.core import clock
from jiesu.knowledge.asking import query_of
from jiesu.knowledge.confidence import is_good
from jiesu.knowledge.cutting import unpacked
from jiesu.knowledge.models import ArticleTerms, Inquiry
from jiesu.knowledge.selectors.searching import Hit, compare_with_index
from jiesu.knowledge.states import Source
from jiesu.knowledge.synonyms import SynonymTable

_FIGURES = re.compile(r"\d{7,}")
_GAPS_LOOKED_AT = 2000


@transaction.atomic
def note_inquiry(
    text: str,
    *,
    hits: "list[Hit]",
    source: Source,
    area_code: str = "",
    topic_code: str = "",
    actor_id: int | None = None,
    at: datetime | None = None,
    helped: bool | None = None,
) -> Inquiry | None:
    """Note what was looked for; None when there is nothing to note.

    Args:
        text: what was asked; long figures, which may be somebody's number, are masked.
        hits: what was found, the best first.
        source: where it was asked.
        area_code: the division, if known.
        topic_code: the topic that the person chose, else that of the best hit.
        actor_id: who looked; None for a citizen.
        at: when.
        helped: what the person said of the results; judged by confidence when they said nothing.
    """
    clean = _FIGURES.sub("……", " ".join(text.split()))[:200]
    if not clean:
        return None
    best = hits[0] if hits else None
    good = is_good(best.confidence) if best else False
    return Inquiry.objects.create(
        text=clean,
        source=source.value,
        area_code=area_code[:12],
        topic_code=(topic_code or (best.topic_code if best else ""))[:12],
        confidence=best.confidence if best else 0.0,
        is_good=good if helped is None else helped,
        article_id=best.article_id if best else None,
        at=at or clock.now(),
        actor_id=actor_id,
    )


def settle_gaps(article_id: int) -> int:
    """Settle the newest open gaps that an article, just published, answers; how many."""
    row = ArticleTerms.objects.filter(article_id=article_id, version__isnull=False).first()
    if row is None:
        return 0
    measure = compare_with_index(unpacked(bytes(row.counted)))
    table = SynonymTable.shipped()
    open_gaps = Inquiry.objects.filter(is_good=False, settled_by__isnull=True).order_by("-at")
    settled = [
        gap_id
        for gap_id, text in open_gaps.values_list("pk", "text")[:_GAPS_LOOKED_AT]
        if is_good(measure(query_of(text, synonyms=table.others(text))))
    ]
    return Inquiry.objects.filter(pk__in=settled).update(settled_by_id=article_id)
