"""Divisions to choose from on a form, and their names for lists."""

from collections.abc import Iterable
from dataclasses import dataclass

from jiesu.places.levels import DivisionLevel
from jiesu.places.models import Division

_MOST = 600


@dataclass(frozen=True)
class DivisionGroup:
    """A county or district with what lies directly in it, as (code, name)."""

    code: str
    name: str
    parts: tuple[tuple[str, str], ...]


def townships_by_county(region: str) -> list[DivisionGroup]:
    """The counties of a region with their townships, in the order of their codes, in one query.

    Of a region that is too large for one list, such as a province, only the counties are given.

    Args:
        region: six digits of GB/T 2260.
    """
    stem = region
    while stem.endswith("00"):
        stem = stem[:-2]
    levels = [DivisionLevel.COUNTY.value, DivisionLevel.TOWNSHIP.value]
    rows = Division.objects.filter(code__startswith=stem, level__in=levels).order_by("code")
    found = list(rows.values_list("code", "name", "level"))
    parts = [(code, name) for code, name, level in found if level == DivisionLevel.TOWNSHIP]
    shown = parts if len(found) <= _MOST else []
    return [
        DivisionGroup(code, name, tuple(part for part in shown if part[0].startswith(code)))
        for code, name, level in found
        if level == DivisionLevel.COUNTY
    ]


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """The names of divisions by their codes; unknown codes are left out."""
    return dict(Division.objects.filter(code__in=set(codes) - {""}).values_list("code", "name"))
