"""How what goes between Jiesu and a gateway is signed: HMAC-SHA256 of the body, in hexadecimal. Pure."""

import hashlib
import hmac

HEADER = "X-Jiesu-Signature"


def sign(body: bytes, *, key: str) -> str:
    """The signature of a body with the key agreed upon."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def is_genuine(body: bytes, signature: str, *, key: str) -> bool:
    """Whether a body was signed with the key; never without one."""
    return bool(key) and hmac.compare_digest(sign(body, key=key).encode(), signature.encode())
