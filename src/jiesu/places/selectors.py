"""Reads of the places."""

from django.db.models import QuerySet

from jiesu.core.errors import NotFound
from jiesu.places.models import Division


def division_by_code(code: str) -> Division:
    """The division of this code.

    Raises:
        NotFound: it is not known.
    """
    division = Division.objects.filter(code=code).first() if code.isprintable() else None
    if division is None:
        raise NotFound(what="区划 division")
    return division


def division_path_names(code: str) -> tuple[str, ...]:
    """The names on the way to a division, the outermost first: ``("连云港市", "连云区", …)``.

    Raises:
        NotFound: it is not known.
    """
    path = division_by_code(code).path
    codes = path.split(".")[:-1]
    names = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    return tuple(names[each] for each in codes)


def divisions_in(division: Division) -> QuerySet[Division]:
    """The division and everything in it, in the order of their paths."""
    return Division.objects.filter(path__startswith=division.path).order_by("path")


def parts_of(division: Division | None) -> QuerySet[Division]:
    """The divisions directly in this one; without one, the outermost."""
    return Division.objects.filter(parent=division).order_by("code")


def divisions_named(name: str, *, inside: Division | None = None, limit: int = 20) -> list[Division]:
    """Divisions of exactly this name, the larger ones first, anywhere or inside another."""
    if not name.isprintable():
        return []
    found = Division.objects.filter(name=name)
    if inside is not None:
        found = found.filter(path__startswith=inside.path)
    return sorted(found.order_by("code")[:limit], key=lambda division: division.path.count("."))
