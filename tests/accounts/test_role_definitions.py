import pytest

from jiesu.accounts import actions
from jiesu.accounts.errors import IncompatiblePermissions, UnknownChoice
from jiesu.accounts.models import RoleDefinition
from jiesu.accounts.permissions import Permission
from jiesu.accounts.roles import ROLE_PERMISSIONS, Role
from jiesu.accounts.selectors import permissions_of_role, role_in_force, roles_in_force
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.models import AuditEntry, JournalEntry
from jiesu.organisations.actors import SYSTEM

pytestmark = pytest.mark.django_db


def _stored():
    return {role.code: set(role.permissions) for role in RoleDefinition.objects.all()}


def test_presets_are_installed_once_and_then_left_alone():
    assert [actions.install_role_presets(by=SYSTEM) for _ in range(2)] == [len(Role), 0]
    assert _stored() == {role.value: set(permissions) for role, permissions in ROLE_PERMISSIONS.items()}
    assert AuditEntry.objects.count() == 1


def test_an_upgrade_brings_presets_up_to_date_but_not_what_a_place_has_changed():
    actions.install_role_presets(by=SYSTEM)
    actions.define_role("quality", by=SYSTEM, name="质检", permissions=["view_orders"])
    RoleDefinition.objects.filter(code="analyst").update(permissions=["view_orders"])
    assert actions.install_role_presets(by=SYSTEM) == 1
    assert _stored()["quality"] == {"view_orders"}
    assert _stored()["analyst"] == ROLE_PERMISSIONS[Role.ANALYST]


def test_without_stored_roles_the_presets_are_in_force():
    assert {code: role.permissions for code, role in roles_in_force().items()} == dict(ROLE_PERMISSIONS)
    assert role_in_force("operator").name == "话务员"


def test_a_changed_role_and_one_of_the_place_are_in_force():
    actions.define_role("quality", by=SYSTEM, name="质检", permissions=["view_orders"])
    actions.define_role("mayor", by=SYSTEM, name="市长", permissions=["view_all_orders"], centre_only=False)
    roles = roles_in_force()
    assert (roles["quality"].permissions, roles["quality"].centre_only) == ({"view_orders"}, True)
    assert (roles["mayor"].permissions, roles["mayor"].centre_only) == ({"view_all_orders"}, False)
    assert [entry.name for entry in JournalEntry.objects.all()] == ["accounts.RoleChanged"] * 2


def test_a_changed_role_is_put_back():
    actions.define_role("quality", by=SYSTEM, name="质检", permissions=[])
    assert role_in_force("quality").permissions == set()
    actions.reset_role("quality", by=SYSTEM)
    assert role_in_force("quality").permissions == ROLE_PERMISSIONS[Role.QUALITY]
    assert not RoleDefinition.objects.get().is_customised


@pytest.mark.parametrize(
    ("code", "name", "permissions", "refusal"),
    [
        ("mayor", "市长", ["fly"], UnknownChoice),
        ("mayor", "市长", ["apply_extension", "decide_extension"], IncompatiblePermissions),
        ("administrator", "管理员", ["manage_accounts", "close_order"], IncompatiblePermissions),
        ("", "市长", [], InvalidInput),
        ("mayor", "", [], InvalidInput),
        ("mayor\x00", "市长", [], InvalidInput),
    ],
)
def test_a_role_that_cannot_be_is_refused_and_not_stored(code, name, permissions, refusal):
    with pytest.raises(refusal):
        actions.define_role(code, by=SYSTEM, name=name, permissions=permissions)
    assert (RoleDefinition.objects.count(), AuditEntry.objects.count(), JournalEntry.objects.count()) == (
        0,
        0,
        0,
    )


def test_only_presets_can_be_put_back_and_only_roles_found():
    actions.define_role("mayor", by=SYSTEM, name="市长", permissions=[])
    with pytest.raises(NotFound):
        actions.reset_role("mayor", by=SYSTEM)
    with pytest.raises(NotFound):
        role_in_force("emperor")
    assert permissions_of_role("emperor", customised=None) == set()


def test_who_may_not_manage_accounts_changes_no_role(nobody):
    for attempt in (
        lambda: actions.install_role_presets(by=nobody),
        lambda: actions.define_role("mayor", by=nobody, name="市长", permissions=[Permission.VIEW_ORDERS]),
        lambda: actions.reset_role("quality", by=nobody),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert (RoleDefinition.objects.count(), AuditEntry.objects.count()) == (0, 0)
