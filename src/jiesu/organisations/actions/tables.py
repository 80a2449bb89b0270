"""Tables of units and posts: how they stand in a sheet, and taking sheets in."""

from collections.abc import Iterable
from typing import Any

from jiesu.accounts.permissions import Holder, Permission, require
from jiesu.accounts.selectors import roles_in_force, user_by_username
from jiesu.core.errors import InvalidInput
from jiesu.core.tables import TableRow, Taken, day_in, flag_in, flag_out, one_of
from jiesu.core.taking import take_rows
from jiesu.organisations.actions import posts, units
from jiesu.organisations.models import Post, Unit
from jiesu.organisations.selectors import today, unit_by_code
from jiesu.organisations.tables import POST_COLUMNS, TEXTS, UNIT_COLUMNS, windows_in, windows_out
from jiesu.organisations.units import UNIT_KIND_LABELS, UnitKind


def take_units(rows: Iterable[TableRow], *, by: Holder, keep: bool) -> Taken:
    """导入单位: add, change, move, close and open units as a table says; what it lacks stays as it is.

    Those above are taken before those below, those to be closed last.

    Raises:
        NotAllowed: ``by`` may not configure organisations.
    """
    require(by, Permission.CONFIGURE_ORGANISATIONS)
    return take_rows(
        _in_order(list(rows)),
        columns=UNIT_COLUMNS,
        find=lambda row: _unit(row.given("code")),
        take=lambda row, unit: _take_unit(row, unit, by=by),
        cells=unit_cells,
        keep=keep,
    )


def take_posts(rows: Iterable[TableRow], *, by: Holder, keep: bool) -> Taken:
    """导入岗位: assign and end posts as a table says; posts that are not in it go on.

    Raises:
        NotAllowed: ``by`` may not manage accounts.
    """
    require(by, Permission.MANAGE_ACCOUNTS)
    return take_rows(
        rows,
        columns=POST_COLUMNS,
        find=_post,
        take=lambda row, post: _take_post(row, post, by=by),
        cells=post_cells,
        keep=keep,
    )


def unit_cells(unit: Unit) -> dict[str, str]:
    """How a unit stands in the table; its parent must have been fetched with it."""
    return {
        "code": unit.code,
        "kind": UNIT_KIND_LABELS[UnitKind(unit.kind)],
        "parent": unit.parent.code if unit.parent else "",
        "working_hours": windows_out(unit.working_hours),
        "is_active": flag_out(unit.is_active),
        **{name: getattr(unit, name) for name in TEXTS},
    }


def post_cells(post: Post) -> dict[str, str]:
    """How a post stands in the table; the person and the unit must have been fetched with it."""
    return {
        "username": post.user.username,
        "unit": post.unit.code,
        "role": post.role,
        "starts_on": post.starts_on.isoformat(),
        "ends_on": post.ends_on.isoformat() if post.ends_on else "",
    }


def _in_order(rows: list[TableRow]) -> list[TableRow]:
    parents = {row.given("code"): row.given("parent") for row in rows}

    def depth(code: str) -> int:
        seen: set[str] = set()
        while code in parents and code not in seen:
            seen.add(code)
            code = parents[code]
        return len(seen)

    def place(row: TableRow) -> tuple[bool, int]:
        closes = row.given("is_active").strip() in ("否", "0", "停用")
        deep = depth(row.given("code"))
        return closes, -deep if closes else deep

    return sorted(rows, key=place)


def _take_unit(row: TableRow, unit: Unit | None, *, by: Holder) -> Unit:
    details: Any = {name: row.values[name] for name in TEXTS if name in row.values}
    if row.given("kind"):
        details["kind"] = one_of(row.given("kind"), UNIT_KIND_LABELS, field="kind")
    if "working_hours" in row.values:
        details["working_hours"] = windows_in(row.given("working_hours"))
    parent = unit_by_code(row.given("parent")) if row.given("parent") else None
    if unit is None:
        unit = units.create_unit(row.given("code"), parent=parent, by=by, **details)
    else:
        if parent is not None and parent.pk != unit.parent_id:
            unit = units.move_unit(unit, to=parent, by=by)
        unit = units.update_unit(unit, by=by, **details)
    wanted = flag_in(row.given("is_active"), field="is_active", default=unit.is_active)
    if wanted != unit.is_active:
        unit = units.reactivate_unit(unit, by=by) if wanted else units.deactivate_unit(unit, by=by)
    return unit


def _unit(code: str) -> Unit | None:
    known = Unit.objects.select_related("parent").filter(code=code) if code.isprintable() else None
    return known.first() if known is not None else None


def _post(row: TableRow) -> Post | None:
    """The post that a row is about: the one that begins on that day, else the one that goes on."""
    starts_on = day_in(row.given("starts_on"), field="starts_on")
    same = Post.objects.select_related("user", "unit").filter(
        user__username=row.given("username"), unit__code=row.given("unit"), role=_role(row)
    )
    begun = same.filter(starts_on=starts_on).order_by("-pk") if starts_on else same.none()
    return begun.first() or same.filter(ends_on__isnull=True).first()


def _take_post(row: TableRow, post: Post | None, *, by: Holder) -> Post:
    starts_on = day_in(row.given("starts_on"), field="starts_on")
    ends_on = day_in(row.given("ends_on"), field="ends_on")
    if post is None:
        user, unit = user_by_username(row.given("username")), unit_by_code(row.given("unit"))
        post = posts.assign_post(user.pk, unit=unit, role=_role(row), by=by, starts_on=starts_on or today())
    if starts_on is not None and post.starts_on != starts_on:
        raise InvalidInput(
            field="starts_on",
            reason_zh=f"该岗位自 {post.starts_on} 起任职，任职日期不能更改。",
            reason_en=f"This post began on {post.starts_on}; that day does not change.",
        )
    if ends_on is not None and ends_on != post.ends_on:
        post = posts.end_post(post, by=by, on=ends_on)
    return post


def _role(row: TableRow) -> str:
    names = {role.code: role.name for role in roles_in_force().values()}
    return one_of(row.given("role"), names, field="role")
