import pytest
from django.db import connection

from jiesu.accounts import actions
from jiesu.accounts.errors import AlreadyTaken, NotYourself, SignInRefused
from jiesu.accounts.models import User
from jiesu.accounts.selectors import user_by_username
from jiesu.core.errors import InvalidInput, NotAllowed, NotFound
from jiesu.core.models import AuditEntry, JournalEntry
from jiesu.organisations.actors import SYSTEM, Actor
from tests.accounts.cast import PASSWORD

pytestmark = pytest.mark.django_db


def _said():
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor_name", "subject"))


def test_an_account_is_opened_and_the_log_says_by_whom():
    user = actions.create_account("wanghai", by=SYSTEM, display_name="王海", phone="13812345678")
    assert (user.name, user.user_id, user.is_staff, user.is_active) == ("王海", user.pk, False, True)
    assert not user.has_usable_password()
    assert _said() == [("create_account", "系统", f"user:{user.pk}")]


def test_a_phone_is_sealed_in_the_table_and_absent_from_the_log(operator):
    actions.update_account(operator, by=SYSTEM, phone="13812345678")
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone FROM accounts_user")
        assert cursor.fetchone()[0].startswith("aes.")
    assert User.objects.get().phone == "13812345678"
    assert AuditEntry.objects.last().data == {"changed": ["phone"]}


def test_an_account_without_a_name_goes_by_its_username():
    assert actions.create_account("wanghai", by=SYSTEM).name == "wanghai"


@pytest.mark.parametrize(
    ("username", "details", "field"),
    [
        ("", {}, "username"),
        ("has space", {}, "username"),
        ("nul\x00", {}, "username"),
        ("x" * 151, {}, "username"),
        ("ok", {"display_name": "张\x1b敏"}, "display_name"),
        ("ok", {"display_name": "长" * 61}, "display_name"),
        ("ok", {"email": "not an address"}, "email"),
        ("ok", {"password": "12345678"}, "password"),
        ("ok", {"password": "x" * 1025}, "password"),
        ("ok", {"password": "long enough \ud800"}, "password"),
        ("ok", {"display_name": None}, "display_name"),
    ],
)
def test_what_cannot_be_used_is_refused_by_the_name_of_its_field(username, details, field):
    with pytest.raises(InvalidInput) as refusal:
        actions.create_account(username, by=SYSTEM, **details)
    assert refusal.value.field == field
    assert refusal.value.message("zh") != refusal.value.message("en")
    assert (User.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_a_username_and_a_staff_number_are_given_once(operator):
    actions.update_account(operator, by=SYSTEM, employee_no="101")
    for username, number, field in (("zhangmin", "102", "username"), ("other", "101", "employee_no")):
        with pytest.raises(AlreadyTaken) as refusal:
            actions.create_account(username, by=SYSTEM, employee_no=number)
        assert refusal.value.field == field
    actions.create_account("no_number", by=SYSTEM)
    actions.create_account("no_number_either", by=SYSTEM)
    assert User.objects.count() == 3


def test_nothing_is_written_when_nothing_changes(operator):
    before = _said()
    actions.update_account(operator, by=SYSTEM, display_name="张敏")
    assert _said() == before


def test_a_closed_account_loses_its_tokens_and_the_fact_is_announced(operator):
    token, _ = actions.issue_token(operator, name="接口", by=operator)
    actions.deactivate_account(operator, by=SYSTEM, reason="调离")
    operator.refresh_from_db()
    token.refresh_from_db()
    assert (operator.is_active, token.revoked_at is None) == (False, False)
    event = JournalEntry.objects.get()
    assert (event.name, event.payload) == ("accounts.AccountDeactivated", {"user_id": operator.pk})
    assert AuditEntry.objects.last().reason == "调离"


def test_closing_twice_is_said_once_and_opening_again_leaves_tokens_revoked(operator):
    token, _ = actions.issue_token(operator, name="接口", by=operator)
    for _ in range(2):
        actions.deactivate_account(operator, by=SYSTEM)
    for _ in range(2):
        actions.reactivate_account(operator, by=SYSTEM)
    said = [action for action, _, _ in _said()]
    assert said[-2:] == ["deactivate_account", "reactivate_account"]
    assert JournalEntry.objects.count() == 1
    token.refresh_from_db()
    assert token.revoked_at is not None


def test_nobody_closes_their_own_account(operator):
    me = Actor(user_id=operator.pk, name="张敏", permissions=SYSTEM.permissions)
    with pytest.raises(NotYourself):
        actions.deactivate_account(operator, by=me)
    assert User.objects.get().is_active


def test_a_password_is_changed_with_the_old_one_only(operator):
    with pytest.raises(SignInRefused):
        actions.change_password(operator, old="wrong", new="another long phrase")
    assert User.objects.get().check_password(PASSWORD)
    actions.change_password(operator, old=PASSWORD, new="another long phrase")
    assert User.objects.get().check_password("another long phrase")
    assert _said()[-1][:2] == ("change_password", "张敏")


def test_a_weak_new_password_is_refused(operator):
    for attempt in (
        lambda: actions.change_password(operator, old=PASSWORD, new="zhangmin"),
        lambda: actions.set_password(operator, password="zhangmin", by=SYSTEM),
    ):
        with pytest.raises(InvalidInput):
            attempt()
    assert User.objects.get().check_password(PASSWORD)


def test_an_administrator_sets_a_password(operator):
    actions.set_password(operator, password="another long phrase", by=SYSTEM)
    assert User.objects.get().check_password("another long phrase")


def test_who_may_not_manage_accounts_changes_nothing(operator, nobody):
    before = (_said(), User.objects.values().get())
    for attempt in (
        lambda: actions.create_account("new", by=nobody),
        lambda: actions.update_account(operator, by=nobody, display_name="别人"),
        lambda: actions.deactivate_account(operator, by=nobody),
        lambda: actions.reactivate_account(operator, by=nobody),
        lambda: actions.set_password(operator, password="another long phrase", by=nobody),
        lambda: actions.unlock_account("zhangmin", by=nobody),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert (_said(), User.objects.values().get()) == before


def test_an_account_is_found_by_its_name(operator):
    assert user_by_username("zhangmin") == operator
    for unknown in ("zhang", "zhang\x00min"):
        with pytest.raises(NotFound):
            user_by_username(unknown)
