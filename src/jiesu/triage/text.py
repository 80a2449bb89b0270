"""Texts as people write them, made ready to count: cleaned, cut into words, thinned of stop words."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

import rjieba

LONGEST = 4_000
"""Characters of a message that are read; what comes later repeats and would only cost time."""

_JUNK = re.compile(r"_x000d_|&[a-z]{2,6};|&#\d+;|https?://[\x21-\x7e]+|<[^<>]{0,200}>|\*{2,}", re.IGNORECASE)
_SUSPECT = re.compile(r"[_&<*]|http")
_WORD = re.compile(r"\w")

_FUNCTION_WORDS = """
的 了 是 在 我 我们 你 你们 他 他们 她 它 不 和 有 也 都 没有 没 为 就 到 要 还
对 与 给 被 能 这 那 等 但 又 可以 上 让 并 吗 将 来 向 而 什么 以 从 该 把 自己
及 这样 有关 由 会 为什么 就是 这个 个 这些 其 们 不是 因为 您 关于 可 但是 如果 通过
还是 过 地 才 为了 着 更 其他 或 因 怎么 或者 呢 而且 于 很 所 还有 谁 此 之 由于
所以 用 按照 且 甚至 啊 吧 得 至 非常 同时 那么 并且 可能 如此 可是 以及 难道 均 因此
为何 第 一样 如何 如 对于 然后 等等 然而 即 虽然 呀
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
"""Words left out where nothing better was learned."""


def cleaned(text: str) -> str:
    """The text in one form of writing, without mark-up and web addresses, cut at ``LONGEST`` characters."""
    sound = text[: 2 * LONGEST].encode("utf-8", "replace").decode("utf-8")
    plain = unicodedata.normalize("NFKC", sound).lower()
    return (_JUNK.sub(" ", plain) if _SUSPECT.search(plain) else plain)[:LONGEST]


def pieces(text: str) -> list[str]:
    """Everything in a raw text in its order: words, figures, punctuation."""
    return rjieba.cut(cleaned(text))


def segmented(text: str) -> list[str]:
    """The words of a raw text in their order, without punctuation; empty when there are none."""
    return [piece for piece in pieces(text) if piece.isalnum() or (len(piece) > 1 and _WORD.search(piece))]


def marked(text: str) -> list[str]:
    """The words, line breaks and punctuation of a raw text: how something is said is in its marks."""
    return [piece for piece in pieces(text) if not piece.isspace() or "\n" in piece]


def words_of(tokens: str) -> list[str]:
    """The words of a text that somebody has segmented already, separated by spaces."""
    return [word for word in cleaned(tokens).split() if _WORD.search(word)]


def without(words: Iterable[str], stop_words: frozenset[str]) -> list[str]:
    """The words that are not stop words."""
    return [word for word in words if word not in stop_words]


def learned_stop_words(
    raw: Sequence[Sequence[str]], segmented_rows: Sequence[Sequence[str]]
) -> frozenset[str]:
    """The words somebody removed from ``segmented_rows``: common in raw texts, as good as absent there.

    Counts texts, not occurrences, so that one long-winded message decides nothing. Falls back on
    ``FUNCTION_WORDS`` where there are too few texts of either kind to tell.
    """
    if len(raw) < 100 or len(segmented_rows) < 100:
        return FUNCTION_WORDS
    in_raw, in_rows = _document_counts(raw), _document_counts(segmented_rows)
    share = len(segmented_rows) / len(raw)
    return frozenset(
        word for word, count in in_raw.items() if count >= 3 and in_rows.get(word, 0) < 0.05 * share * count
    )


def _document_counts(texts: Iterable[Sequence[str]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for words in texts:
        for word in set(words):
            counts[word] = counts.get(word, 0) + 1
    return counts
