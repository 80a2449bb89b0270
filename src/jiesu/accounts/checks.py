"""What ``check --deploy`` says about the accounts."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error


def login_as_is_off(app_configs: Any, **_: Any) -> list[CheckMessage]:  # noqa: ANN401 - Django's signature
    """Signing in as somebody else is for test installations; in production it is an error."""
    del app_configs
    if not settings.JIESU_LOGIN_AS:
        return []
    hint = "Unset JIESU_LOGIN_AS."
    return [Error("Signing in as somebody else is switched on.", hint=hint, id="accounts.E001")]
