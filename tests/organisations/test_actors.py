import dataclasses

import pytest

from jiesu.accounts.permissions import Permission
from jiesu.organisations.actors import SYSTEM, Actor, outermost

CLERK = Actor(
    user_id=7,
    name="李工",
    permissions=frozenset({"sign_assignment"}),
    roles=frozenset({"unit_clerk"}),
    unit_ids=frozenset({12}),
    unit_paths=("0001.0012.",),
)


def test_a_person_may_what_their_permissions_say_by_name_or_by_member():
    assert CLERK.may("sign_assignment")
    assert CLERK.may(Permission.SIGN_ASSIGNMENT)
    assert not CLERK.may(Permission.APPROVE_REPLY)


def test_a_person_belongs_to_their_own_unit_and_reaches_those_below():
    assert (CLERK.belongs_to(12), CLERK.belongs_to(13)) == (True, False)
    reached = [
        path for path in ("0001.", "0001.0012.", "0001.0012.0013.", "0001.00120.", "") if CLERK.reaches(path)
    ]
    assert reached == ["0001.0012.", "0001.0012.0013."]


def test_a_person_without_a_unit_reaches_nothing():
    assert not any(Actor(user_id=7, name="李工").reaches(path) for path in ("", "0001.", "-"[:0]))


def test_the_system_may_everything_everywhere():
    assert SYSTEM.is_system
    assert not CLERK.is_system
    assert all(SYSTEM.may(permission) for permission in Permission)
    assert SYSTEM.reaches("0001.")


def test_an_actor_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        CLERK.permissions = frozenset(Permission)


@pytest.mark.parametrize(
    ("paths", "kept"),
    [
        ([], ()),
        (["0001.0002."], ("0001.0002.",)),
        (["0001.0002.0003.", "0001.0002."], ("0001.0002.",)),
        (["0001.0002.", "0001.0002.", "0001.0003."], ("0001.0002.", "0001.0003.")),
        (["0001.", "0001.0002.", "0001.0003.0004."], ("0001.",)),
        (["0001.0002.", "0001.00020."], ("0001.0002.", "0001.00020.")),
    ],
)
def test_a_scope_names_each_branch_once(paths, kept):
    assert outermost(paths) == kept
