"""Units, posts, people and roles as tables: back without loss, dry runs, all rows or none."""

import pytest

from jiesu.accounts import actions as accounts
from jiesu.accounts.models import RoleDefinition, User
from jiesu.accounts.selectors import everybody, roles_in_force
from jiesu.accounts.tables import PERSON_COLUMNS, ROLE_COLUMNS
from jiesu.core.errors import NotAllowed
from jiesu.core.models import AuditEntry, JournalEntry
from jiesu.core.tables import Outcome, TableRow
from jiesu.organisations import actions
from jiesu.organisations.actors import SYSTEM, Actor
from jiesu.organisations.models import Post, Unit
from jiesu.organisations.selectors import all_posts, all_units
from jiesu.organisations.tables import POST_COLUMNS, UNIT_COLUMNS
from tests.cast import Cast

NOBODY = Actor(user_id=1, name="谁")


def table(rows) -> list[TableRow]:
    return [TableRow(line, dict(cells)) for line, cells in enumerate(rows, start=2)]


@pytest.fixture
def cast(db, held_clock):
    cast = Cast()
    actions.update_unit(
        cast.power,
        by=SYSTEM,
        liaison_name="王电",
        liaison_phone="13800000001",
        working_hours=[["08:30", "12:00"], ["14:00", "17:30"]],
        responsibilities="供电、\n路灯，“紧急”抢修",
        approving_leader="冯亮",
        duty_phone="95598",
    )
    actions.end_post(Post.objects.filter(user__username="station").get(), by=SYSTEM)
    accounts.update_account(
        User.objects.get(username="operator"), by=SYSTEM, phone="13900000002", employee_no="0007"
    )
    accounts.define_role(
        "night_desk", by=SYSTEM, name="夜班坐席", permissions=["register_order", "view_orders"]
    )
    accounts.demand_second_factor("dispatcher", demanded=True, by=SYSTEM)
    return cast


TABLES = {
    "units": (actions.take_units, UNIT_COLUMNS, lambda: map(actions.unit_cells, all_units())),
    "posts": (actions.take_posts, POST_COLUMNS, lambda: map(actions.post_cells, all_posts())),
    "people": (accounts.take_people, PERSON_COLUMNS, lambda: map(accounts.person_cells, everybody())),
    "roles": (accounts.take_roles, ROLE_COLUMNS, lambda: map(accounts.role_cells, roles_in_force().values())),
}


@pytest.mark.parametrize("kind", TABLES)
def test_every_table_comes_back_without_change(cast, kind):
    take, columns, rows = TABLES[kind]
    given = table(rows())
    audited = AuditEntry.objects.count()

    taken = take(given, by=SYSTEM, keep=True)

    assert {row.outcome for row in taken.rows} == {Outcome.SAME}
    assert set(given[0].values) == {column.field for column in columns}
    assert list(rows()) == [dict(row.values) for row in given]
    assert AuditEntry.objects.count() == audited


@pytest.mark.parametrize("kind", TABLES)
def test_without_the_right_nothing_is_taken(cast, kind):
    take, _, rows = TABLES[kind]

    with pytest.raises(NotAllowed):
        take(table(rows()), by=NOBODY, keep=True)


def test_a_table_of_units_makes_a_tree_from_rows_in_any_order(cast):
    rows = [
        {"code": "gas-1", "name": "检修班", "parent": "gas"},
        {
            "code": "gas",
            "name": "市燃气公司",
            "parent": cast.centre.code,
            "kind": "公用企业",
            "working_hours": "9:00-17:00",
        },
    ]

    taken = actions.take_units(table(rows), by=SYSTEM, keep=True)

    assert [row.outcome for row in taken.rows] == [Outcome.ADDED, Outcome.ADDED]
    assert Unit.objects.get(code="gas-1").parent.code == "gas"


def test_a_dry_run_of_units_leaves_neither_rows_nor_audit_nor_events(cast):
    before = (Unit.objects.count(), AuditEntry.objects.count(), JournalEntry.objects.count())
    rows = [
        {"code": "gas", "name": "市燃气公司", "parent": cast.centre.code},
        {"code": "power", "name": "供电局"},
    ]

    taken = actions.take_units(table(rows), by=SYSTEM, keep=False)

    assert [row.outcome for row in taken.rows] == [Outcome.ADDED, Outcome.CHANGED]
    assert [(change.label, change.after) for change in taken.rows[1].changes] == [("名称", "供电局")]
    assert before == (Unit.objects.count(), AuditEntry.objects.count(), JournalEntry.objects.count())


def test_one_bad_unit_keeps_all_out_and_says_why(cast):
    rows = [
        {"code": "gas", "name": "市燃气公司", "parent": cast.centre.code},
        {"code": "lost", "name": "孤儿", "parent": "nowhere"},
        {"code": "坏", "name": "坏代码", "parent": cast.centre.code},
    ]

    taken = actions.take_units(table(rows), by=SYSTEM, keep=True)

    assert [(row.line, row.outcome) for row in taken.rows] == [
        (2, Outcome.ADDED),
        (3, Outcome.REFUSED),
        (4, Outcome.REFUSED),
    ]
    assert (taken.written, Unit.objects.filter(code="gas").exists()) == (False, False)


def test_a_table_closes_units_from_below(cast):
    rows = [
        {"code": cast.water.code, "name": cast.water.name, "is_active": "否"},
        {"code": cast.repair.code, "name": cast.repair.name, "is_active": "否"},
        {"code": cast.crew.code, "name": cast.crew.name, "is_active": "否"},
    ]

    rows = [{**row, "parent": Unit.objects.get(code=row["code"]).parent.code} for row in rows]
    assert actions.take_units(table(rows), by=SYSTEM, keep=True).written
    assert not Unit.objects.get(code=cast.water.code).is_active


def test_people_and_their_posts_come_in(cast):
    accounts.take_people(table([{"username": "zhou", "display_name": "周到"}]), by=SYSTEM, keep=True)
    rows = [
        {"username": "zhou", "unit": cast.power.code, "role": "承办单位经办人", "starts_on": "2026-01-05"}
    ]
    names = {role.code: role.name for role in roles_in_force().values()}
    rows[0]["role"] = names["unit_clerk"]

    assert actions.take_posts(table(rows), by=SYSTEM, keep=True).written
    post = Post.objects.get(user__username="zhou")
    assert (post.role, str(post.starts_on), post.user.has_usable_password()) == (
        "unit_clerk",
        "2026-01-05",
        False,
    )
    rows[0]["ends_on"] = "2026-06-30"
    actions.take_posts(table(rows), by=SYSTEM, keep=True)
    assert str(Post.objects.get(user__username="zhou").ends_on) == "2026-06-30"


def test_a_role_that_does_not_change_stays_a_preset(cast):
    rows = list(map(accounts.role_cells, roles_in_force().values()))
    rows[0]["name"] = "坐席"

    accounts.take_roles(table(rows), by=SYSTEM, keep=True)

    assert set(RoleDefinition.objects.filter(is_customised=True).values_list("code", flat=True)) == {
        rows[0]["code"],
        "night_desk",
    }
