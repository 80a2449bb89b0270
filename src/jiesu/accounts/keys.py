"""Secrets of tokens: made at random, kept as a digest."""

import hashlib
import secrets

PREFIX = "jiesu_"


def new_secret() -> str:
    """A secret that nobody can guess; the prefix lets scanners of leaked keys recognise it."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(secret: str) -> str:
    """SHA-256 in hexadecimal; the secret is random, so no slow hash is needed."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()


def handle_of(key: str) -> str:
    """How a page names a session without giving its key away."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]
