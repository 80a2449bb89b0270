"""Sorting a batch of rows: to be registered, known already, turned away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from jiesu.intake.reading import Appeal, Problem, Rejection


@dataclass(frozen=True, slots=True)
class Known:
    """What is known under a key: the hash of what it says, and where that is."""

    content_hash: str
    where: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """A row that can be registered if its key is new."""

    position: int
    appeal: Appeal
    key: str
    content_hash: str


@dataclass
class Sorted:
    """A batch, sorted."""

    fresh: list[Candidate] = field(default_factory=list)
    duplicates: int = 0
    rejected: list[tuple[int, Rejection]] = field(default_factory=list)


def sort_out(candidates: Sequence[Candidate], known: Mapping[str, Known]) -> Sorted:
    """Tell new rows from those registered before.

    A row whose key is known and that says the same is a duplicate; one that says something else is turned
    away, for it would be lost otherwise.
    """
    seen = dict(known)
    result = Sorted()
    for candidate in candidates:
        earlier = seen.get(candidate.key)
        if earlier is None:
            where = f"第 {candidate.appeal.line} 行"
            seen[candidate.key] = Known(candidate.content_hash, where)
            result.fresh.append(candidate)
        elif earlier.content_hash == candidate.content_hash:
            result.duplicates += 1
        else:
            result.rejected.append((candidate.position, _taken_key(candidate, earlier)))
    return result


def turned_away(appeal: Appeal, problem: Problem) -> Rejection:
    """A row that could be read and is turned away all the same."""
    return Rejection(line=appeal.line, problems=(problem,), cells=appeal.cells)


def _taken_key(candidate: Candidate, earlier: Known) -> Rejection:
    zh = f"编号“{candidate.key}”已用于{earlier.where}，内容不同（不同系统的文件请用 --source 区分来源）"
    return turned_away(candidate.appeal, Problem(code="key_reused", target="external_id", zh=zh))
