"""Every write to the accounts."""

from jiesu.accounts.actions.people import (
    AccountDetails,
    change_password,
    create_account,
    deactivate_account,
    open_configuration,
    reactivate_account,
    set_password,
    update_account,
)
from jiesu.accounts.actions.roles import define_role, install_role_presets, reset_role
from jiesu.accounts.actions.sign_in import forget_failed_sign_ins, sign_in, unlock_account
from jiesu.accounts.actions.tokens import accept_token, issue_token, revoke_token

__all__ = [
    "AccountDetails",
    "accept_token",
    "change_password",
    "create_account",
    "deactivate_account",
    "define_role",
    "forget_failed_sign_ins",
    "install_role_presets",
    "issue_token",
    "open_configuration",
    "reactivate_account",
    "reset_role",
    "revoke_token",
    "set_password",
    "sign_in",
    "unlock_account",
    "update_account",
]
