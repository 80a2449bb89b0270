"""The index as a file: written once by one process, opened by all as it lies there, its pages shared.

A file is a line of JSON (what it holds and where), then the arrays as they stand in memory. It belongs to one
database and one way of counting terms; whatever does not fit, or cannot be read, is as if it were not there.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from fcntl import LOCK_EX, flock
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jiesu.knowledge.lexical import Postings

FORMAT = 1
"""Rises when terms are cut, hashed or weighed differently, so that older files are not read."""

_ALIGNED, _LONGEST_HEAD = 64, 1 << 16


@dataclass(frozen=True)
class Stored:
    """An index as it was when the newest of its revisions was the newest of all.

    Attributes:
        of: which database it was read from.
        newest: the newest revision that it knows.
        articles, revisions: the article at each place, and the revision of its terms.
        postings: the index itself.
    """

    of: str
    newest: int
    articles: NDArray[np.int64]
    revisions: NDArray[np.int64]
    postings: Postings


def write(stored: Stored, path: Path) -> None:
    """Put an index in the place of the one before, in one moment.

    Raises:
        OSError: there is no room, or no right to write.
    """
    arrays = _arrays(stored)
    head: dict[str, Any] = {"format": FORMAT, "of": stored.of, "newest": stored.newest, "arrays": {}}
    end = 0
    for name, array in arrays.items():
        head["arrays"][name] = [array.dtype.str, len(array), end]
        end += _aligned(array.nbytes)
    beside = path.with_suffix(f".{os.getpid()}")
    try:
        _lay_down(beside, json.dumps({**head, "end": end}).encode(), list(arrays.values()))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read(path: Path, *, of: str) -> Stored | None:
    """The index of a database that lies there; None when there is none that can be used."""
    try:
        with path.open("rb") as file:
            line = file.readline(_LONGEST_HEAD)
            head = json.loads(line)
            start = _aligned(len(line))
            if (head["format"], head["of"]) != (FORMAT, of) or path.stat().st_size < start + head["end"]:
                return None
            whole = np.memmap(file, dtype=np.uint8, mode="r", offset=0)
        arrays = {name: _part(whole, start, where) for name, where in head["arrays"].items()}
        postings = Postings(**{field.name: arrays[field.name] for field in fields(Postings)})
        return Stored(of, head["newest"], arrays["articles"], arrays["revisions"], postings)
    except (OSError, ValueError, KeyError, TypeError):
        return None


@contextmanager
def only_one(path: Path) -> Iterator[None]:
    """Wait until no other process of this machine builds the index; without a place to lock, do not wait."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.with_suffix(".lock").open("w")
    except OSError:
        yield
        return
    with file:
        flock(file, LOCK_EX)
        yield


def _arrays(stored: Stored) -> dict[str, NDArray[Any]]:
    arrays = {field.name: getattr(stored.postings, field.name) for field in fields(Postings)}
    return {"articles": stored.articles, "revisions": stored.revisions, **arrays}


def _lay_down(path: Path, head: bytes, arrays: list[NDArray[Any]]) -> None:
    with path.open("wb") as file:
        file.write(head.ljust(_aligned(len(head) + 1) - 1) + b"\n")
        for array in arrays:
            np.ascontiguousarray(array).tofile(file)
            file.write(bytes(_aligned(array.nbytes) - array.nbytes))
        file.flush()
        os.fsync(file.fileno())


def _part(whole: NDArray[np.uint8], start: int, where: list[Any]) -> NDArray[Any]:
    kind, length, place = where
    size = np.dtype(kind).itemsize * length
    part: NDArray[Any] = np.asarray(whole[start + place : start + place + size]).view(kind)
    return part


def _aligned(size: int) -> int:
    return -(-size // _ALIGNED) * _ALIGNED
