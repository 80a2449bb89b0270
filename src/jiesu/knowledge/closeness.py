"""How near what somebody asks is to a question that an article answers: words on either side, by rarity.

Ranking says which article is best; this says whether the best is good. What is asked must be in the article's
question, not just somewhere in its answer: an answer about drawing money out of the housing fund mentions
loans, and is no answer to a question about loans.
"""

from collections.abc import Callable, Iterable, Sequence

import rjieba

from jiesu.knowledge.asking import framed
from jiesu.knowledge.cutting import Terms, plain, words_as_terms
from jiesu.knowledge.lexical import Scores
from jiesu.knowledge.sounds import SILENT, heard, sounds_of
from jiesu.knowledge.synonyms import SynonymTable

Rarity = Callable[[Terms], Scores]

ASKED = 0.7
"""How much it counts that what was asked is in the question, beside the question being in what was asked."""

BY_EAR, WITHIN, IN_PART, BY_HALF = 0.9, 0.7, 0.6, 0.3
"""What a word is worth that only sounds the same, is part of the other, shares half of its characters, or, of
two characters, just one: 工资 has little to do with 施工."""

LEAST = 0.47
"""The share of what was asked that a question must have, however much of the question was asked: a soldier's
card is not an old man's."""

SHORTEST = 3
"""Characters of a word from which on its sound alone tells it: of two, too many sound alike."""

_EMPTY_WORDS = """
的 了 是 在 我 我们 你 你们 他 她 和 有 也 都 没有 没 就 到 要 还 对 与 给 被 能 这 那 但 可以 上 让 吗 将 来
向 去 把 自己 由 会 这个 那个 个 因为 您 是不是 怎么 怎样 如何 什么 啥 咋 咋整 咋弄 咋办 怎么办 怎么弄 哪里
哪儿 哪 去哪 在哪 吧 呢 啊 呀 不 又 很 想 请 用 着 地 得 它 做 说 看 问 下 一下 一个 一张 这样 需要 办 办理
申请 问题 时候 谁 找谁 几 多少 多久 多长时间 明年 今年 现在 最近 家里 家 我家 今天 为什么 还是 快 应该 该
里 带 些 哪些 条件 材料 流程 手续 证件 后 管 打
哪办 去哪办 地方 电话 几天 几号 几月份 几月 啥时候 下个月 上个月 这个月 要钱 交钱 办好 回事 期间 只 麻烦
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())


def closeness(asked: str, questions: Iterable[str], *, rarity: Rarity, table: SynonymTable) -> float:
    """How near what was asked is to the nearest of the questions that an article answers: 0 to 1."""
    best = 0.0
    for question in questions:
        theirs = _telling(question, table)
        ours = _telling(as_meant(plain(asked), theirs), table)
        best = max(best, _near(ours, theirs, rarity))
    return best


def as_meant(text: str, words: Iterable[str]) -> str:
    """A text with those words put in that it has only by their sound: 公鸡金 is meant as 公积金."""
    for word in words:
        if len(word) >= SHORTEST and word not in text:
            text = _put_in(text, word)
    return text


def _put_in(text: str, word: str) -> str:
    spans, wanted = heard(text), [sound for sound, _, _ in heard(word)]
    sounds = [sound for sound, _, _ in spans]
    for place in range(len(sounds) - len(wanted) + 1):
        if sounds[place : place + len(wanted)] == wanted:
            return text[: spans[place][1]] + word + text[spans[place + len(wanted) - 1][2] :]
    return text


def _near(asked: Sequence[str], question: Sequence[str], rarity: Rarity) -> float:
    if not question or not asked:
        return 0.0
    has = _covered(asked, question, rarity)
    near = ASKED * has + (1 - ASKED) * _covered(question, asked, rarity)
    return near if has >= LEAST else min(near, has)


def _covered(words: Sequence[str], by: Sequence[str], rarity: Rarity) -> float:
    """The share of words, by rarity, that stand among others."""
    weights = rarity(words_as_terms(words))
    worth = [max(_alike(word, other) for other in by) for word in words]
    whole = float(weights.sum())
    return float(sum(w * x for w, x in zip(weights, worth, strict=True))) / whole if whole else 0.0


def _alike(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if len(one) > 1 and _sound(one) == _sound(other):
        return BY_EAR
    if one in other or other in one:
        return WITHIN
    longer = max(len(one), len(other))
    if min(len(one), len(other)) < 2 or len(set(one) & set(other)) * 2 < longer:
        return 0.0
    return IN_PART if longer > 2 else BY_HALF


def _sound(word: str) -> tuple[int, ...]:
    sounds = sounds_of(word)
    return tuple(int(sound) for sound in sounds if sound != SILENT) or (ord(word[0]),)


def _telling(text: str, table: SynonymTable) -> list[str]:
    """The words that say what a question is about, in the form that the table prefers; each once."""
    form = table.preferred(plain(framed(text)))
    words = [word for word in rjieba.cut(form) if word.isalnum()]
    return list(dict.fromkeys(word for word in words if word not in _EMPTY)) or list(dict.fromkeys(words))
