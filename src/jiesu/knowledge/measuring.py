"""How well articles are found: recall and mean reciprocal rank on files of articles and queries."""

import csv
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

import numpy as np

from jiesu.knowledge import vectors
from jiesu.knowledge.asking import query_of
from jiesu.knowledge.cutting import counted
from jiesu.knowledge.errors import UnusableTable, VectorsMissing
from jiesu.knowledge.fusion import fused
from jiesu.knowledge.lexical import Scores, indexed
from jiesu.knowledge.synonyms import SynonymTable

Scorer = Callable[[str], Scores]
_LARGEST_FIELD = 10_000_000
_ENCODINGS = ("utf-8-sig", "gb18030")


class Mode(StrEnum):
    """What is ranked by."""

    LEXICAL = "lexical"
    VECTORS = "vectors"
    BOTH = "both"


@dataclass(frozen=True)
class Measured:
    """What came of it; times in milliseconds a query, the index in seconds."""

    mode: Mode
    articles: int
    ranks: tuple[int, ...]
    milliseconds: tuple[float, ...]
    seconds_to_index: float

    def told(self) -> dict[str, object]:
        """As JSON says it."""
        ranks = np.array(self.ranks)
        p50, p95 = np.percentile(self.milliseconds, [50, 95])
        return {
            "mode": self.mode.value,
            "articles": self.articles,
            "queries": len(self.ranks),
            "recall@1": _rounded((ranks <= 1).mean()),
            "recall@5": _rounded((ranks <= 5).mean()),
            "mrr": _rounded((1 / ranks).mean()),
            "ms_per_query": {"p50": _rounded(p50), "p95": _rounded(p95)},
            "seconds_to_index": _rounded(self.seconds_to_index),
        }


def measure_files(articles: Path, *, queries: Path, mode: Mode) -> Measured:
    """Rank all articles (columns ``id,text``) for each query (``query,id``) and see where the right one is.

    Raises:
        UnusableTable: a file cannot be read, lacks a column or rows, or a query names an unknown article.
        VectorsMissing: the mode needs a package that is not installed.
    """
    if mode is not Mode.LEXICAL and not vectors.is_installed():
        raise VectorsMissing
    texts = _columns(articles, ("id", "text"))
    asked = _columns(queries, ("query", "id"))
    place_of = {key: place for place, (key, _) in enumerate(texts)}
    for _, key in asked:
        if key not in place_of:
            raise _unusable(
                queries, f"没有编号为 {key} 的条目。", f"it names article {key}, which is not there."
            )
    began = time.perf_counter()
    scorer = scorer_of([text for _, text in texts], mode)
    seconds = time.perf_counter() - began
    ranks, times = _ranked(scorer, [(question, place_of[key]) for question, key in asked])
    return Measured(mode, len(texts), ranks, times, seconds)


def scorer_of(texts: Sequence[str], mode: Mode) -> Scorer:
    """What gives every text a score for a question."""
    if mode is Mode.VECTORS:
        return _by_meaning(texts)
    words = _by_words(texts)
    if mode is Mode.LEXICAL:
        return words
    meaning = _by_meaning(texts)
    return lambda question: fused(words(question), meaning(question))


def _by_words(texts: Sequence[str]) -> Scorer:
    index = indexed([counted(text) for text in texts])
    table = SynonymTable.shipped()
    return lambda question: index.scores(query_of(question, synonyms=table.others(question)))


def _by_meaning(texts: Sequence[str]) -> Scorer:
    model = vectors.embedder()
    made = [model.passage(text) for text in texts]
    return vectors.VectorIndex(np.array(made, dtype=np.float32), embedder=model).scores


def _ranked(scorer: Scorer, asked: Sequence[tuple[str, int]]) -> tuple[tuple[int, ...], tuple[float, ...]]:
    ranks: list[int] = []
    times: list[float] = []
    for question, right in asked:
        began = time.perf_counter()
        scores = scorer(question)
        times.append((time.perf_counter() - began) * 1000)
        ranks.append(rank_of(right, scores))
    return tuple(ranks), tuple(times)


def rank_of(place: int, scores: Scores) -> int:
    """Where an article stands, from 1 on; among equal scores the order of the articles counts."""
    own = scores[place]
    return 1 + int((scores > own).sum()) + int((scores[:place] == own).sum())


def _columns(path: Path, names: tuple[str, str]) -> list[tuple[str, str]]:
    csv.field_size_limit(_LARGEST_FIELD)
    reader = csv.DictReader(_text(path).replace("\0", "").splitlines(keepends=True), restval="")
    try:
        rows = list(reader)
    except csv.Error as error:
        raise _unusable(path, str(error), str(error)) from error
    for name in names:
        if name not in (reader.fieldnames or ()):
            raise _unusable(path, f"缺少列 {name}。", f"there is no column {name}.")
    if not rows:
        raise _unusable(path, "没有任何行。", "there are no rows.")
    return [(str(row[names[0]] or ""), str(row[names[1]] or "")) for row in rows]


def _text(path: Path) -> str:
    try:
        content = path.read_bytes()
    except OSError as error:
        raise _unusable(path, "文件无法打开。", error.strerror or "it cannot be opened.") from error
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _unusable(path, "既不是 UTF-8 也不是 GB 18030。", "it is neither UTF-8 nor GB 18030.")


def _unusable(path: Path, why_zh: str, why_en: str) -> UnusableTable:
    return UnusableTable(field="file", file=path.name, why_zh=why_zh, why_en=why_en)


def _rounded(value: float) -> float:
    return round(float(value), 4)
