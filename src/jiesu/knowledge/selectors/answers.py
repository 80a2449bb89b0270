"""Candidates for an answer to a citizen: found as everywhere, then judged by how near their questions are."""

from collections.abc import Mapping, Sequence

from jiesu.knowledge.answering import Candidate
from jiesu.knowledge.closeness import closeness
from jiesu.knowledge.contents import CONTENT_LABELS
from jiesu.knowledge.models import ArticleVersion
from jiesu.knowledge.selectors.searching import find_articles, rarity_of
from jiesu.knowledge.synonyms import SynonymTable


def candidates_for(question: str, area_code: str = "", *, most: int = 8) -> list[Candidate]:
    """Live articles that may answer a question, each with how near its question is; the nearest first.

    An order's registration can offer these too: they are what a robot would say.
    """
    hits = find_articles(question, area_code=area_code, most=most)
    askings: Mapping[int, list[str]] = dict(
        ArticleVersion.objects.filter(pk__in=[hit.version_id for hit in hits]).values_list("pk", "askings")
    )
    table = SynonymTable.shipped()
    found = [
        Candidate(
            number=hit.number,
            question=hit.question,
            spoken=hit.spoken,
            areas=hit.areas,
            closeness=closeness(
                question, [hit.question, *askings.get(hit.version_id, [])], rarity=rarity_of, table=table
            ),
        )
        for hit in hits
    ]
    return sorted(found, key=lambda candidate: -candidate.closeness)


def still_said(offered: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """Those of some candidates whose article still says the same; the others are not offered any more."""
    if not offered:
        return ()
    live = ArticleVersion.objects.live().filter(article__number__in=[each.number for each in offered])
    said = set(live.values_list("article__number", "question", "spoken"))
    return tuple(each for each in offered if (each.number, each.question, each.spoken) in said)


def live_texts(numbers: Sequence[str]) -> list[tuple[str, str, str]]:
    """Number, question and whole text of live articles, in the order of their numbers as given."""
    rows = {
        row.article.number: row
        for row in ArticleVersion.objects.live().select_related("article").filter(article__number__in=numbers)
    }
    found = (rows[number] for number in numbers if number in rows)
    return [(row.article.number, row.question, _whole(row)) for row in found]


def _whole(row: ArticleVersion) -> str:
    facts = ("materials", "place", "duration", "fees")
    told = (f"{CONTENT_LABELS[name]}：{getattr(row, name)}" for name in facts if getattr(row, name))
    return "\n".join([row.spoken, row.answer, *told])
