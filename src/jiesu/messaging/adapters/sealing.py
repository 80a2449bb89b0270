"""The cryptography of Web Push, with the library that is here already."""

import base64
import json
import os
import struct

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_CURVE = ec.SECP256R1()
_RECORD = 4096
_DAY = 12 * 3600


def encoded(raw: bytes) -> str:
    """Base 64 for addresses, without padding."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bytes of :func:`encoded`."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def sealed_for(
    p256dh: str, auth: str, plain: bytes, *, own: ec.EllipticCurvePrivateKey | None = None, salt: bytes = b""
) -> bytes:
    """A message that only the browser with these keys can read (RFC 8291).

    Args:
        p256dh: the browser's public key.
        auth: its secret.
        plain: what it says.
        own: the sender's key, a new one when not given.
        salt: 16 bytes, new ones when not given.
    """
    own, salt = own or ec.generate_private_key(_CURVE), salt or os.urandom(16)
    theirs = decoded(p256dh)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs))
    ours = public_bytes(own)
    secret = _derived(shared, salt=decoded(auth), info=b"WebPush: info\x00" + theirs + ours, length=32)
    key = _derived(secret, salt=salt, info=b"Content-Encoding: aes128gcm\x00", length=16)
    nonce = _derived(secret, salt=salt, info=b"Content-Encoding: nonce\x00", length=12)
    header = salt + struct.pack("!IB", _RECORD, len(ours)) + ours
    return header + AESGCM(key).encrypt(nonce, plain + b"\x02", None)


class Vapid:
    """Who the sender is (RFC 8292): a key of the installation and whom to write to about it."""

    def __init__(self, key: str, contact: str) -> None:
        self._key = private_key(key)
        self._contact = contact

    def header(self, audience: str, *, at: int) -> str:
        """The authorisation for a push service, good for twelve hours."""
        claims = {"aud": audience, "exp": at + _DAY, "sub": self._contact}
        head = {"typ": "JWT", "alg": "ES256"}
        signed = ".".join(encoded(json.dumps(part).encode()) for part in (head, claims))
        one, other = decode_dss_signature(self._key.sign(signed.encode(), ec.ECDSA(hashes.SHA256())))
        signature = one.to_bytes(32, "big") + other.to_bytes(32, "big")
        return f"vapid t={signed}.{encoded(signature)}, k={encoded(public_bytes(self._key))}"


def private_key(text: str) -> ec.EllipticCurvePrivateKey:
    """The key of 32 bytes in base 64.

    Raises:
        ValueError: it is none.
    """
    raw = decoded(text)
    if len(raw) != 32:
        raise ValueError("JIESU_PUSH_KEY must be 32 bytes in base64")
    return ec.derive_private_key(int.from_bytes(raw, "big"), _CURVE)


def public_bytes(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public part as browsers take it."""
    form = serialization.PublicFormat.UncompressedPoint
    return key.public_key().public_bytes(serialization.Encoding.X962, form)


def _derived(material: bytes, *, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(material)
