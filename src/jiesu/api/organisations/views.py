"""Which units there are."""

from typing import TYPE_CHECKING, Annotated, Self

from django.http import HttpResponse
from ninja import Query, Router
from pydantic import BaseModel, Field

from jiesu.api.answers import answer
from jiesu.api.authentication import Request
from jiesu.api.fields import Document, Line
from jiesu.core.paging import page_of
from jiesu.organisations import selectors

if TYPE_CHECKING:
    from jiesu.organisations.models import Unit

router = Router(tags=["directory"])


class UnitRef(Document):
    """A unit by name."""

    code: str
    name: str

    @classmethod
    def of(cls, unit: "Unit") -> Self:
        """As the organisations have it."""
        return cls(code=unit.code, name=unit.name)


class UnitDocument(UnitRef):
    """A unit as the directory shows it."""

    short_name: str
    level: int
    kind: str
    parent: str | None
    area_code: str
    duty_phone: str
    is_active: bool

    @classmethod
    def of(cls, unit: "Unit") -> Self:
        """As the organisations have it."""
        return cls(
            code=unit.code,
            name=unit.name,
            short_name=unit.short_name,
            level=unit.level,
            kind=unit.kind,
            parent=unit.parent.code if unit.parent else None,
            area_code=unit.area_code,
            duty_phone=unit.duty_phone,
            is_active=unit.is_active,
        )


class UnitPage(Document):
    """One page of the directory."""

    items: list[UnitDocument]
    next_cursor: str | None


class UnitFilter(BaseModel):
    """Which units are asked for."""

    name: Line = ""
    cursor: Annotated[str | None, Field(max_length=400)] = None
    size: Annotated[int, Field(ge=1, le=200)] = 100


@router.get("/units", response=UnitPage, operation_id="list_units", summary="单位")
def list_units(request: Request, filters: Query[UnitFilter]) -> HttpResponse:
    """The units of the city in the order of the tree, or those that a name could mean."""
    del request
    if filters.name:
        found = selectors.units_named(filters.name, limit=filters.size)
        return answer(UnitPage(items=[UnitDocument.of(unit) for unit in found], next_cursor=None))
    rows = selectors.units_below(selectors.centre()).select_related("parent").order_by()
    page = page_of(rows, by="path", cursor=filters.cursor, size=filters.size, descending=False)
    return answer(
        UnitPage(items=[UnitDocument.of(unit) for unit in page.items], next_cursor=page.next_cursor)
    )
