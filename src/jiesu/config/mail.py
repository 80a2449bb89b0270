"""The mail server, from one address: ``smtp://user:password@host:587`` or ``smtps://…``."""

from typing import Any
from urllib.parse import unquote, urlsplit

from jiesu.config.trouble import Trouble

_PORTS = {"smtp": 587, "smtps": 465}
_SECONDS = 10


def mail_server(url: str) -> dict[str, Any]:
    """Django's settings for the mail server; ``smtp`` goes over to TLS, ``smtp://host:25?plain`` does not.

    Raises:
        Trouble: the address is none of a mail server.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise Trouble("JIESU_SMTP_URL must be smtp://user:password@host:587 or smtps://…")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or _PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_USE_TLS": parts.scheme == "smtp" and parts.query != "plain",
        "EMAIL_TIMEOUT": _SECONDS,
    }
