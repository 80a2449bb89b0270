"""One-time codes of an authenticator (RFC 6238): SHA-1, six digits, thirty seconds, as everywhere."""

import base64
import secrets
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
"""Seconds that a code lasts."""

DIGITS = 6
_SECRET_BYTES = 20
_DRIFT = 1
_RECOVERY_BYTES = 10


def new_secret() -> str:
    """A secret in base 32, 160 bits as RFC 4226 recommends."""
    return base64.b32encode(secrets.token_bytes(_SECRET_BYTES)).decode()


def new_recovery_code() -> str:
    """A code of 80 bits in four groups of four: ``abcd-efgh-ijkl-mnop``."""
    text = base64.b32encode(secrets.token_bytes(_RECOVERY_BYTES)).decode().lower()
    return "-".join(text[place : place + 4] for place in range(0, len(text), 4))


def plain_code(text: str) -> str:
    """What was typed, without the blanks and hyphens that people put in."""
    return "".join(character for character in text.lower() if character.isascii() and character.isalnum())


def code_at(secret: str, step: int) -> str:
    """The code of a time step."""
    return _generator(secret).generate(step * STEP).decode()


def step_of(at: datetime) -> int:
    """The number of the time step of a moment."""
    return int(at.timestamp()) // STEP


def accepted_step(secret: str, code: str, *, at: datetime, after: int) -> int | None:
    """The step whose code this is, or None.

    Clocks may be a step apart either way; no step up to ``after`` counts, so a code seen over somebody's
    shoulder is worth nothing once it was used.
    """
    now = step_of(at)
    for step in range(now - _DRIFT, now + _DRIFT + 1):
        if step > after and secrets.compare_digest(code_at(secret, step), code):
            return step
    return None


def address_of(secret: str, *, account: str, issuer: str) -> str:
    """The ``otpauth://`` address that authenticators read from a QR code."""
    return _generator(secret).get_provisioning_uri(account, issuer)


def _generator(secret: str) -> TOTP:
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)  # noqa: S303 - what the standard asks for
