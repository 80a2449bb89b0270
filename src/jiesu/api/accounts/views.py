"""Who the caller is."""

from django.http import HttpResponse
from ninja import Router

from jiesu.accounts.roles import ROLE_LABELS
from jiesu.api.answers import answer
from jiesu.api.authentication import Request
from jiesu.api.fields import Document
from jiesu.api.organisations.views import UnitRef
from jiesu.organisations.selectors import units_by_id

router = Router(tags=["caller"])


class RoleRef(Document):
    """A role by name."""

    code: str
    name: str


class Me(Document):
    """The caller as the rules see them."""

    user_id: int | None
    name: str
    is_centre: bool
    roles: list[RoleRef]
    units: list[UnitRef]
    permissions: list[str]


@router.get("/me", response=Me, operation_id="who_am_i", summary="我是谁")
def me(request: Request) -> HttpResponse:
    """The caller: roles, units, permissions."""
    actor = request.auth
    known = {role.value: label for role, label in ROLE_LABELS.items()}
    units = sorted(units_by_id(actor.unit_ids).values(), key=lambda unit: unit.path)
    return answer(
        Me(
            user_id=actor.user_id,
            name=actor.name,
            is_centre=actor.is_centre,
            roles=[RoleRef(code=code, name=known.get(code, code)) for code in sorted(actor.roles)],
            units=[UnitRef.of(unit) for unit in units],
            permissions=sorted(actor.permissions),
        )
    )
