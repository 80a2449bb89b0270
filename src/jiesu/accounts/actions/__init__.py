"""Every write to the accounts."""

from jiesu.accounts.actions.people import (
    AccountDetails,
    change_password,
    create_account,
    deactivate_account,
    open_configuration,
    reactivate_account,
    reset_password,
    set_password,
    update_account,
)
from jiesu.accounts.actions.roles import define_role, demand_second_factor, install_role_presets, reset_role
from jiesu.accounts.actions.second_factor import (
    begin_second_factor,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    reset_second_factor,
    verify_second_factor,
)
from jiesu.accounts.actions.sessions import end_session, end_sessions, forget_sessions, open_session
from jiesu.accounts.actions.sign_in import forget_failed_sign_ins, sign_in, unlock_account
from jiesu.accounts.actions.tables import person_cells, role_cells, take_people, take_roles
from jiesu.accounts.actions.tokens import accept_token, issue_token, revoke_token

__all__ = [
    "AccountDetails",
    "accept_token",
    "begin_second_factor",
    "change_password",
    "confirm_second_factor",
    "create_account",
    "deactivate_account",
    "define_role",
    "demand_second_factor",
    "end_session",
    "end_sessions",
    "forget_failed_sign_ins",
    "forget_sessions",
    "install_role_presets",
    "issue_token",
    "open_configuration",
    "open_session",
    "person_cells",
    "reactivate_account",
    "remove_second_factor",
    "renew_recovery_codes",
    "reset_password",
    "reset_role",
    "reset_second_factor",
    "revoke_token",
    "role_cells",
    "set_password",
    "sign_in",
    "take_people",
    "take_roles",
    "unlock_account",
    "update_account",
    "verify_second_factor",
]
