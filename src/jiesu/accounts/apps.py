"""Django's entry for the accounts."""

from django.apps import AppConfig
from django.core import checks


class AccountsConfig(AppConfig):
    """Accounts 账号."""

    name = "jiesu.accounts"
    label = "accounts"
    verbose_name = "账号与角色"

    def ready(self) -> None:
        """Have the installation checked."""
        from jiesu.accounts.checks import login_as_is_off  # noqa: PLC0415 - once the settings are there

        checks.register(login_as_is_off, checks.Tags.security, deploy=True)
