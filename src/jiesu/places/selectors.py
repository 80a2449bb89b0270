"""Reads of the places."""

from collections.abc import Iterable

from django.db.models import F, Q, QuerySet, TextField, Value
from django.db.models.functions import Length

from jiesu.core.errors import NotFound
from jiesu.places.gazetteer import Place
from jiesu.places.levels import DivisionLevel
from jiesu.places.models import Division, DivisionAlias


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


def divisions_matching(text: str, *, inside: str = "", limit: int = 20) -> list[Division]:
    """Divisions whose name contains the text or whose code begins with it, the larger ones first.

    Args:
        text: a few characters.
        inside: the beginning of the codes to look among, such as a city's ``3207``.
        limit: how many.
    """
    text = text.strip()
    if not text or not text.isprintable():
        return []
    found = Division.objects.filter(code__startswith=inside)
    asked = Q(code__startswith=text) if text.isdecimal() else Q(name__contains=text)
    return sorted(found.filter(asked).order_by("code")[:limit], key=lambda division: len(division.path))


def divisions_told_in(address: str, *, inside: str = "", limit: int = 3) -> list[Division]:
    """Divisions whose names occur in an address, the smallest first: 云桥社区 before 澄湖区."""
    if not address.strip() or not address.isprintable():
        return []
    rows = Division.objects.filter(code__startswith=inside)
    told = rows.annotate(address=Value(address, output_field=TextField())).filter(address__contains=F("name"))
    return list(told.order_by(Length("path").desc(), "code")[:limit])


def full_names(divisions: Iterable[Division]) -> dict[str, str]:
    """The names on the way to each division, by its code: one query for all of them."""
    paths = {division.code: division.path.split(".")[:-1] for division in divisions}
    codes = {code for path in paths.values() for code in path}
    names = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    return {code: " ".join(names[each] for each in path) for code, path in paths.items()}


def divisions_at(level: DivisionLevel, *, inside: str = "", limit: int = 50) -> list[Division]:
    """Divisions of one level whose codes begin so, by code."""
    return list(Division.objects.at(level).filter(code__startswith=inside).order_by("code")[:limit])


def places_known(*, inside: str = "") -> list[Place]:
    """Every division whose code begins so, with what it lies in, as a gazetteer takes them."""
    rows = Division.objects.all()
    if inside:
        rows = rows.filter(Q(code__startswith=inside) | Q(code__in=[inside[:2], f"{inside[:2]}0000"]))
    return [
        Place(code=code, name=name, level=DivisionLevel(level), path=tuple(path.split(".")[:-1]))
        for code, name, level, path in rows.values_list("code", "name", "level", "path")
    ]


def aliases_known() -> dict[str, str]:
    """The other names of divisions, each with its code."""
    return dict(DivisionAlias.objects.values_list("name", "division__code"))


def divisions_coded(codes: Iterable[str]) -> dict[str, str]:
    """The names of divisions by their codes, in one query; stems such as ``3207`` are known too."""
    full = {code: code.ljust(6, "0") for code in codes}
    names = dict(Division.objects.filter(code__in=full.values()).values_list("code", "name"))
    return {code: names[padded] for code, padded in full.items() if padded in names}
