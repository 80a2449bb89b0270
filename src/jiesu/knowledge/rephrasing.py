"""What a language model may do: say in other words, for staff alone, what approved articles say.

The model is given the question, with long figures masked, and the text of the articles that were found; it is
told to say nothing else. What it says is taken only when it is short, is in words, and names no figure and no
address that is not in those articles: a wrong telephone number or day is what would do most harm.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from jiesu.knowledge.cutting import plain

LONGEST, MOST_PASSAGES, LONGEST_PASSAGE = 800, 3, 1500
"""Characters of what is taken from a model; articles that it is given, and characters of each."""

TOLD = (
    "你是政务服务热线话务员的助手。只根据下面给出的知识条文，用通俗、简短的中文回答问题，供话务员参考。"
    "条文里没有的，不要补充、不要推测；条文不足以回答时，只说“条文中没有”。电话、天数、金额、地址必须与条文一致。"
)

_FIGURES = re.compile(r"\d+(?:\.\d+)?")
_ADDRESSES = re.compile(r"https?://\S+|www\.\S+")
_LONG_FIGURES = re.compile(r"\d{7,}")
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_BREAK = re.compile(r"(?<=[。！？\n])")


@dataclass(frozen=True)
class Passage:
    """A published article as the model is given it."""

    number: str
    question: str
    text: str


class LanguageModel(Protocol):
    """Whatever says approved text in other words; the real one and the stand-in are in ``adapters``."""

    def rephrase(self, question: str, passages: Sequence[Passage]) -> str:
        """The answer to a question from these passages, in other words.

        Raises:
            ModelFailed: it cannot be reached, does not answer in time, or answers nonsense.
        """


def masked(question: str) -> str:
    """The question as it may leave the house: without figures that may be somebody's."""
    return _LONG_FIGURES.sub("……", " ".join(question.split()))[:200]


def written_out(question: str, passages: Sequence[Passage]) -> str:
    """The question and the passages as one message to a model."""
    told = "\n\n".join(f"【{each.number} {each.question}】\n{each.text}" for each in passages)
    return f"问题：{question}\n\n知识条文：\n\n{told}"


def fault_of(said: str, passages: Sequence[Passage]) -> str:
    """Why what a model said is not taken, in a word; empty when it is."""
    given = plain(" ".join(f"{each.question} {each.text}" for each in passages))
    if not _WORDS.search(said):
        return "empty"
    if len(said) > LONGEST:
        return "long"
    if set(_FIGURES.findall(plain(said))) - set(_FIGURES.findall(given)):
        return "figures"
    known = " ".join(each.text for each in passages)
    return "addresses" if any(found not in known for found in _ADDRESSES.findall(said)) else ""


def first_sentences(text: str, most: int) -> str:
    """The first whole sentences of a text, as many as fit."""
    kept = ""
    for sentence in _BREAK.split(text):
        if kept and len(kept) + len(sentence) > most:
            break
        kept += sentence
    return kept.strip()[:most]
