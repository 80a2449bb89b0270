"""The words of full-text search: what an order can be found by, and what somebody looks for.

An order is kept under all pairs of neighbouring characters of its Chinese text (``和平路`` under 和平 and
平路), each run's last character besides, and its Latin words and figures. So whatever was written is found by
any part of itself, the name of a small place as well, and nothing depends on how a text was cut when it was
stored. What is looked for is cut into words by rjieba; every word must occur, in any order, while what stands
in quotation marks must occur as it is. Width, case and the forms of digits make no difference.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import accumulate, combinations

import rjieba

SCHEME = 1
"""Version of the terms; orders kept under an older one are to be indexed anew."""

LONGEST_TEXT = 20_000
"""Characters of an order that can be found; a longer text is found by its beginning."""

LONGEST_QUERY = 100
"""Characters of a query that are read."""

_LONGEST_TERM = 60
_HAN = "㐀-䶿一-鿿豈-﫿\U00020000-\U0003ffff"
_RUN = re.compile(rf"(?P<han>[{_HAN}]+)|[^\W_{_HAN}]+")
_PART = re.compile(r"\d+|[^\W\d_]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff\ud800-\udfff]")
_CHUNK = re.compile(r'["“”]([^"“”]*)["“”]|([^\s"“”]+)')
_SENTENCE_END = "。！？!?；;\n"

_LOOSE = frozenset(
    "的了是在我你您他她它们不和与有也都没为就到要还对给被能会可让将来向而以从该把及由关于过地得着更或因且很"
    "所谁此之啊吧呢吗里内请这那个等但又并只才去上下中前后号"
)
"""Characters that decide nothing when they stand alone between words."""

_EVERYDAY_WORDS = """
市民 来电 反映 希望 尽快 处理 解决 问题 相关 部门 有关 要求 咨询 投诉 举报 建议 表示 现在 今天 昨天 目前
情况 严重 影响 请问 诉求 核实 回复 联系 电话 进行 已经 多次 一直 没有 无法 不能 什么 怎么 如何 为什么 因为
所以 我们 你们 他们 大家 自己 附近 这里 那里 这个 那个 领导 政府 谢谢 您好 你好 工作人员 居民 群众 认为 是否
可以 导致 造成 出现 存在 发现 进来 出来 时候 时间 地方 需要 应该 落实 给予 帮助 改善 加强 管理 以及 但是 如果
"""
_EVERYDAY = frozenset(_EVERYDAY_WORDS.split())
"""Words that stand in every appeal: they tell no two of them apart."""


@dataclass(frozen=True)
class Piece:
    """A part of a text; ``is_hit`` when it is what was looked for."""

    text: str
    is_hit: bool


def normalised(text: str) -> str:
    """The text in one form: full-width as half-width, capitals as small letters, nothing invisible."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text)).lower()


def terms(*texts: str) -> set[str]:
    """What the texts can be found by."""
    plain = normalised("\n".join(texts)[:LONGEST_TEXT])
    return {term for run in _RUN.finditer(plain) for term in _terms_of(run)}


def sought(words: str) -> list[str]:
    """The words that must occur, each as it must occur; empty when there is nothing to look for."""
    plain = normalised(words[:LONGEST_QUERY])
    found: list[str] = []
    for quoted, loose in _CHUNK.findall(plain):
        runs = list(_RUN.finditer(quoted or loose))
        for run in runs:
            text = run.group()
            found += _words(text) if run["han"] and loose else [text]
    unique = list(dict.fromkeys(found))
    telling = [word for word in unique if word not in _LOOSE]
    return telling or unique


def query_of(words: str) -> str:
    """The query in the database's own notation (``tsquery``), or an empty text for nothing."""
    return " & ".join(_clause(word) for word in sought(words))


def any_two_of(words: Iterable[str]) -> str:
    """A query for texts with at least two of these words; with the one, where there is only one."""
    clauses = [f"({_clause(word)})" for word in words]
    pairs = [f"{one} & {other}" for at, one in enumerate(clauses) for other in clauses[at + 1 :]]
    return " | ".join(pairs or clauses)


_MOST_PAIRS = 30


def rare_pairs_of(words: Iterable[str], *, share: Callable[[str], float], enough: float) -> str:
    """A query for texts that hold two of these words, by the pairs that the fewest texts hold.

    Args:
        words: as they stand in a text; figures are looked for whole.
        share: which share of all texts holds a term.
        enough: no more pairs are taken once such a share of all texts is likely to be found; two at least.
    """
    known = {word: min(map(share, _terms_within(word)), default=1.0) for word in words}
    pairs = sorted(combinations(known, 2), key=lambda pair: known[pair[0]] * known[pair[1]])
    likely = accumulate(known[one] * known[other] for one, other in pairs)
    taken = [
        pair for at, (pair, found) in enumerate(zip(pairs, likely, strict=True)) if at < 2 or found <= enough
    ]
    clauses = [f"({_exactly(one)} & {_exactly(other)})" for one, other in taken[:_MOST_PAIRS]]
    return " | ".join(clauses or map(_exactly, known))


def _terms_within(word: str) -> list[str]:
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    return pairs if word[:1] and _is_han(word) and pairs else [word[:_LONGEST_TERM]]


def _is_han(word: str) -> bool:
    run = _RUN.fullmatch(word)
    return bool(run and run["han"])


def _exactly(word: str) -> str:
    return " & ".join(dict.fromkeys(f"'{term}'" for term in _terms_within(word[:_LONGEST_TERM])))


def telling_words(text: str, *, most: int = 8) -> list[str]:
    """The words by which an appeal is told from others: long ones first, everyday words never."""
    plain = normalised(text[:LONGEST_TEXT])
    words = [
        word
        for run in _RUN.finditer(plain)
        for word in (_words(run.group()) if run["han"] else [run.group()])
        if len(word) > 1 and word not in _EVERYDAY
    ]
    return sorted(dict.fromkeys(words), key=len, reverse=True)[:most]


def closeness(one: str, other: str) -> float:
    """How alike two appeals are, from 0 to 1: the share of the shorter one's telling terms that both have."""
    return shared(telling_terms(one), telling_terms(other))


def shared(mine: AbstractSet[str], theirs: AbstractSet[str]) -> float:
    """The same, where the telling terms of both are known."""
    smaller = min(len(mine), len(theirs))
    return len(mine & theirs) / max(smaller, _FEW) if smaller else 0.0


_FEW = 3
"""Fewer shared terms than this prove nothing."""


def marked(text: str, words: str) -> list[Piece]:
    """The text in pieces, what was looked for apart."""
    spans = _merged(_hits(text, sought(words)))
    pieces, at = [], 0
    for start, end in spans:
        pieces += [Piece(text[at:start], is_hit=False), Piece(text[start:end], is_hit=True)]
        at = end
    pieces.append(Piece(text[at:], is_hit=False))
    return [piece for piece in pieces if piece.text]


def excerpt(text: str, words: str, *, length: int = 60) -> str:
    """The stretch of a text around the first of the words; its beginning when none of them occurs."""
    flat = " ".join(text.split())
    first = min((start for start, _ in _hits(flat, sought(words))), default=0)
    start = 0 if first + 10 < length else max(first - length // 3, 0)
    cut = flat[start : start + length].strip(_SENTENCE_END)
    return f"{'…' if start else ''}{cut}{'…' if start + length < len(flat) else ''}"


def _terms_of(run: re.Match[str]) -> Iterator[str]:
    text = run.group()
    if run["han"]:
        yield from (text[at : at + 2] for at in range(len(text)))
        return
    yield text[:_LONGEST_TERM]
    for part in _PART.findall(text):
        yield part[:_LONGEST_TERM]


def _words(run: str) -> list[str]:
    """The words of a run of Chinese; characters that stand alone stay with their neighbours.

    Where the dictionary does not know a name, it falls apart into characters: they are put together again.
    """
    found: list[str] = []
    loose = ""
    for piece in [*rjieba.cut(run), ""]:
        if len(piece) == 1:
            loose += piece
            continue
        loose = _without_loose_ends(loose)
        if len(loose) == 1 and found:
            _join(found, loose, run)
        elif loose:
            found.append(loose)
        loose = ""
        if piece:
            found.append(piece)
    return found or [run]


def _join(found: list[str], loose: str, run: str) -> None:
    """Put a lone character to the word before it, where the two are neighbours."""
    joined = found[-1] + loose
    if joined in run:
        found[-1] = joined
    else:
        found.append(loose)


def _without_loose_ends(text: str) -> str:
    return text.strip("".join(_LOOSE)) if text else ""


def _clause(word: str) -> str:
    """One word as the database looks for it."""
    run = _RUN.fullmatch(word)
    if run and run["han"]:
        short = word[:_LONGEST_TERM]  # what the dictionary knows no word of may be one word of any length
        pairs = dict.fromkeys(f"'{short[at : at + 2]}'" for at in range(len(short) - 1))
        return " & ".join(pairs) or f"'{word}':*"
    return f"'{word[:_LONGEST_TERM]}'" + (":*" if len(word) > 2 else "")


def telling_terms(text: str) -> set[str]:
    """The terms of the words by which an appeal is told from others."""
    return {
        term
        for word in telling_words(text, most=200)
        for run in _RUN.finditer(word)
        for term in _terms_of(run)
        if len(term) > 1
    }


def _hits(text: str, words: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where the words stand in the text as it was written."""
    plain, places = _with_places(text)
    for word in words:
        start = plain.find(word)
        while start >= 0:
            yield places[start], places[start + len(word) - 1] + 1
            start = plain.find(word, start + len(word))


def _with_places(text: str) -> tuple[str, list[int]]:
    """The normalised text and, for each of its characters, where it comes from."""
    plain, places = [], []
    for at, character in enumerate(text):
        for made in normalised(character):
            plain.append(made)
            places.append(at)
    return "".join(plain), places


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
