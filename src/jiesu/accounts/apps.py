"""Django's entry for the accounts."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts 账号."""

    name = "jiesu.accounts"
    label = "accounts"
    verbose_name = "账号与角色"
