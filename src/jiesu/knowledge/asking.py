"""What somebody asks, made ready to search: without the words that only frame a question, with synonyms."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from jiesu.knowledge.cutting import Terms, counted, plain, view_of

_FRAMES = """
你好 您好 麻烦 请问一下 请问 想问一下 想问 问一下 想咨询 咨询 关于 投诉 希望 请求 建议 反映 举报 问题
有关 相关 质疑 盼望 呼吁 求助 再次 事宜 情况 一下 强烈 恳请 要求 期待 请教 谢谢 想了解 了解 告诉我
帮我查 帮我 我想 我要 我们 能不能 可不可以 可以吗 能否 是否 可以 如何 为什么 什么时候 怎么办理 怎么办
怎么弄 怎么 怎样 是什么 有哪些 哪些 什么
请 的 了 吗 呢 啊 吧 呀 嘛 哦 我 你 您 这个 那个 就是 然后
"""
_FRAME = re.compile("|".join(sorted(_FRAMES.split(), key=len, reverse=True)).replace("|请", "|(?<!申)请"))


VIEW_WEIGHTS = (1.3, 1.0, 1.0, 0.4)
"""How much characters, pairs, words and sounds count; chosen on questions that no figure is reported of."""

SYNONYM_WEIGHT = 0.2
"""How much another word for what was asked counts beside the word itself."""


@dataclass(frozen=True)
class Query:
    """What is looked for.

    Attributes:
        text: what was asked, in one form of writing.
        terms: the terms looked for, ascending.
        weights: how much each counts; what is only a synonym of what was asked counts less.
        core: which of the terms were asked for themselves, not as synonyms.
    """

    text: str
    terms: Terms
    weights: "np.ndarray[tuple[int], np.dtype[np.float32]]"
    core: "np.ndarray[tuple[int], np.dtype[np.bool_]]" = field(repr=False)


def framed(text: str) -> str:
    """What is left of a question without its frame; the whole when nothing else is left."""
    clean = plain(text)
    return _FRAME.sub(" ", clean).strip() or clean


def query_of(
    text: str,
    *,
    synonyms: Sequence[str] = (),
    views: Sequence[float] = VIEW_WEIGHTS,
    discount: float = SYNONYM_WEIGHT,
) -> Query:
    """What somebody asks as terms to look for.

    Args:
        text: what was asked.
        synonyms: other words for what was asked, which count less.
        views: how much a term of each view counts.
        discount: how much less a synonym counts.
    """
    inner = framed(text)
    asked = counted(inner).terms
    others = np.setdiff1d(counted(" ".join(synonyms)).terms, asked) if synonyms else asked[:0]
    terms = np.concatenate([asked, others])
    core = np.arange(len(terms)) < len(asked)
    order = np.argsort(terms)
    terms, core = terms[order], core[order]
    weights = np.asarray(views, dtype=np.float32)[view_of(terms)] * np.where(core, 1.0, discount)
    return Query(inner, terms, weights.astype(np.float32), core)
