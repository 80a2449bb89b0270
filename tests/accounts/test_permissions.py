import pytest

from jiesu.accounts.errors import IncompatiblePermissions
from jiesu.accounts.permissions import (
    APPLY_AND_DECIDE,
    CALLS,
    CASE_WORK,
    CONFIGURATION,
    INCOMPATIBLE,
    KNOWLEDGE,
    OVERSIGHT,
    PERMISSION_LABELS,
    SIGHT,
    Permission,
    clashes,
    require,
    require_compatible,
)
from jiesu.core.errors import NotAllowed
from jiesu.organisations.actors import SYSTEM, Actor


def test_every_permission_has_a_label_of_its_own():
    assert set(PERMISSION_LABELS) == set(Permission)
    assert len(set(PERMISSION_LABELS.values())) == len(Permission)


def test_every_permission_is_of_one_kind():
    assert set(Permission) == CASE_WORK | OVERSIGHT | SIGHT | CONFIGURATION | KNOWLEDGE | CALLS
    kinds = (CASE_WORK, OVERSIGHT, SIGHT, CONFIGURATION, KNOWLEDGE, CALLS)
    assert sum(len(kind) for kind in kinds) == len(Permission)


def test_everything_that_is_decided_is_kept_apart_from_asking_for_it():
    decided = {permission for permission in Permission if permission.startswith("decide_")}
    assert decided == {decide for _, decide in APPLY_AND_DECIDE} - {Permission.CONFER_ORDER}


@pytest.mark.parametrize("pair", INCOMPATIBLE, ids="+".join)
def test_a_pair_that_is_kept_apart_is_refused(pair):
    with pytest.raises(IncompatiblePermissions) as refusal:
        require_compatible(frozenset(pair))
    assert refusal.value.params == {"one": PERMISSION_LABELS[pair[0]], "other": PERMISSION_LABELS[pair[1]]}


def test_either_of_a_pair_alone_is_no_clash():
    assert [clashes(frozenset({one})) for pair in INCOMPATIBLE for one in pair] == [()] * 2 * len(
        INCOMPATIBLE
    )


def test_granting_rights_auditing_and_case_work_are_three_people():
    keepers = {Permission.MANAGE_ACCOUNTS, Permission.VIEW_AUDIT}
    assert clashes(frozenset(keepers)) == ((Permission.MANAGE_ACCOUNTS, Permission.VIEW_AUDIT),)
    assert all(clashes(frozenset({keeper, work})) for keeper in keepers for work in CASE_WORK | OVERSIGHT)


def test_require_names_the_missing_permission_in_chinese():
    require(SYSTEM, Permission.MANAGE_ACCOUNTS)
    with pytest.raises(NotAllowed) as refusal:
        require(Actor(user_id=1, name="张敏"), Permission.MANAGE_ACCOUNTS)
    assert "管理账号" in refusal.value.message()
