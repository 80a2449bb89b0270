"""Asking the language model to say approved text in other words, for staff alone."""

from dataclasses import dataclass

from django.conf import settings

from jiesu.core import audit
from jiesu.knowledge.adapters.openai import OpenAiModel
from jiesu.knowledge.adapters.standin import StandInModel
from jiesu.knowledge.confidence import is_good
from jiesu.knowledge.errors import ModelFailed, ModelOff, NothingToRephrase
from jiesu.knowledge.rephrasing import (
    LONGEST_PASSAGE,
    MOST_PASSAGES,
    LanguageModel,
    Passage,
    fault_of,
    masked,
)
from jiesu.knowledge.selectors.answers import live_texts
from jiesu.knowledge.selectors.searching import find_articles
from jiesu.organisations.actors import Actor

STAND_IN = "stand-in"
"""In place of an address: the stand-in that ships."""


@dataclass(frozen=True)
class Rephrased:
    """What the model said, and the articles that it was given."""

    text: str
    passages: tuple[Passage, ...]


def rephrasing_is_on() -> bool:
    """Whether the installation has a language model."""
    return bool(settings.JIESU_MODEL_URL)


def language_model() -> LanguageModel:
    """The installation's language model.

    Raises:
        ModelOff: it has none.
    """
    if not rephrasing_is_on():
        raise ModelOff
    if settings.JIESU_MODEL_URL == STAND_IN:
        return StandInModel()
    return OpenAiModel(
        settings.JIESU_MODEL_URL, key=settings.JIESU_MODEL_KEY, model=settings.JIESU_MODEL_NAME
    )


def rephrase_articles(
    question: str, *, by: Actor, area_code: str = "", model: LanguageModel | None = None
) -> Rephrased:
    """Say what the best articles answer to a question in other words; no citizen sees it.

    That the model was asked is audited, with the articles, which may have left the house.

    Raises:
        ModelOff: there is no language model.
        NothingToRephrase: no article answers well enough; the model is not asked.
        ModelFailed: it did not answer, or named figures or addresses that no article has.
    """
    asked = model or language_model()
    hits = find_articles(question, area_code=area_code, most=MOST_PASSAGES)
    numbers = [hit.number for hit in hits if is_good(hit.confidence)]
    passages = tuple(
        Passage(number, said, text[:LONGEST_PASSAGE]) for number, said, text in live_texts(numbers)
    )
    if not passages:
        raise NothingToRephrase
    audit.record("rephrase_articles", subject=",".join(each.number for each in passages), by=by)
    said = asked.rephrase(masked(question), passages)
    if fault := fault_of(said, passages):
        raise ModelFailed(why=fault)
    return Rephrased(said, passages)
