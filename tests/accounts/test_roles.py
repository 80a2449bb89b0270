import pytest

from jiesu.accounts.permissions import CASE_WORK, CONFIGURATION, Permission, clashes
from jiesu.accounts.roles import ANYWHERE, CENTRE_ONLY, ROLE_LABELS, ROLE_PERMISSIONS, Role

UNIT_ROLES = [Role.UNIT_CLERK, Role.UNIT_LEADER]
UNIT_VERBS = {
    Permission.SIGN_ASSIGNMENT,
    Permission.REPLY_ASSIGNMENT,
    Permission.REQUEST_RETURN,
    Permission.OBJECT_DISPATCH,
    Permission.DELEGATE_ASSIGNMENT,
    Permission.APPLY_EXTENSION,
    Permission.APPLY_SUSPENSION,
    Permission.APPLY_FINAL_ANSWER,
    Permission.APPLY_EXCLUSION,
    Permission.RECORD_CONTACT,
    Permission.APPROVE_REPLY,
}


def test_every_job_has_a_label_and_a_preset():
    assert set(ROLE_LABELS) == set(ROLE_PERMISSIONS) == set(Role)
    assert len(set(ROLE_LABELS.values())) == len(Role)


def test_every_permission_is_granted_to_some_job():
    granted = set().union(*ROLE_PERMISSIONS.values())
    assert set(Permission) - granted == set()


@pytest.mark.parametrize("role", Role)
def test_no_job_holds_two_permissions_that_are_kept_apart(role):
    assert clashes(ROLE_PERMISSIONS[role]) == ()


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_administrators_and_auditors_do_no_case_work(role):
    assert ROLE_PERMISSIONS[role] & CASE_WORK == set()


def test_only_the_administrator_configures_and_only_the_auditor_reads_the_log():
    assert [role for role in Role if ROLE_PERMISSIONS[role] & CONFIGURATION] == [Role.ADMINISTRATOR]
    assert [role for role in Role if Permission.VIEW_AUDIT in ROLE_PERMISSIONS[role]] == [Role.AUDITOR]


@pytest.mark.parametrize("role", UNIT_ROLES)
def test_units_decide_nothing_of_the_centre(role):
    decided = {permission for permission in Permission if permission.startswith("decide_")}
    assert ROLE_PERMISSIONS[role] & decided == set()


def test_what_units_do_is_done_by_units_alone():
    assert [role for role in Role if ROLE_PERMISSIONS[role] & UNIT_VERBS] == UNIT_ROLES
    assert ROLE_PERMISSIONS[Role.UNIT_LEADER] - ROLE_PERMISSIONS[Role.UNIT_CLERK] == {
        Permission.APPROVE_REPLY,
        Permission.EXPORT_ORDERS,
        Permission.REVIEW_ARTICLE,
    }


def test_the_duty_chief_may_all_that_shift_lead_dispatcher_and_reviewer_may():
    for role in (Role.OPERATOR, Role.SHIFT_LEAD, Role.DISPATCHER, Role.REVIEWER):
        assert ROLE_PERMISSIONS[role] <= ROLE_PERMISSIONS[Role.DUTY_CHIEF]


def test_who_works_on_confidential_orders_is_named():
    may = {role for role in Role if Permission.VIEW_CONFIDENTIAL in ROLE_PERMISSIONS[role]}
    assert may == {Role.DISPATCHER, Role.REVIEWER, Role.CALLBACK, Role.SUPERVISOR, Role.DUTY_CHIEF}


def test_rights_over_the_whole_city_are_given_at_the_centre_only():
    city_wide = CONFIGURATION | {Permission.VIEW_ALL_ORDERS, Permission.VIEW_AUDIT}
    assert set(Role) == ANYWHERE | CENTRE_ONLY
    assert [role for role in ANYWHERE if ROLE_PERMISSIONS[role] & city_wide] == []
