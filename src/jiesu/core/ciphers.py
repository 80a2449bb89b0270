"""Authenticated encryption of personal data, keyed hashes to find it by, masks to show it with.

A sealed value names its algorithm and key, so keys can be rotated and both algorithms can be read at any
time: ``aes.k1.<base64 of nonce + ciphertext + tag>``. ``aes`` is AES-256-GCM; ``sm4`` is SM4-GCM
(GB/T 32907) for places that must use it.
"""

import base64
import hashlib
import hmac
import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_TAG = 16


class Algorithm(StrEnum):
    """The ciphers a sealed value may be made with."""

    AES = "aes"
    SM4 = "sm4"


class CannotOpen(ValueError):
    """A sealed value was made with a key that is not here, or was tampered with."""


@dataclass(frozen=True)
class KeyRing:
    """Master keys by name; the one called ``current`` seals, all of them open.

    Args:
        keys: 32-byte master keys by short name (letters and digits).
        current: name of the key that new values are sealed with.
        algorithm: cipher for new values.
        index_key: 32-byte key of the search hashes; changing it means hashing again.
    """

    keys: Mapping[str, bytes]
    current: str
    index_key: bytes
    algorithm: Algorithm = Algorithm.AES

    @property
    def prefix(self) -> str:
        """How every value begins that is sealed with the current key and cipher."""
        return f"{self.algorithm}.{self.current}."

    def seal(self, text: str) -> str:
        """Encrypt ``text`` under the current key."""
        nonce = os.urandom(_NONCE)
        body = _encrypt(self.algorithm, self.keys[self.current], nonce=nonce, plain=text.encode())
        return self.prefix + base64.b64encode(nonce + body).decode()

    def open(self, sealed: str) -> str:
        """Decrypt a sealed value.

        Raises:
            CannotOpen: the key is unknown, or the value was changed.
        """
        try:
            algorithm, name, body = sealed.split(".", 2)
            raw = base64.b64decode(body, validate=True)
            plain = _decrypt(Algorithm(algorithm), self.keys[name], nonce=raw[:_NONCE], body=raw[_NONCE:])
        except (ValueError, KeyError, InvalidTag) as error:
            raise CannotOpen("sealed value cannot be opened") from error
        return plain.decode()

    def needs_resealing(self, sealed: str) -> bool:
        """Whether the value was made with an older key or another algorithm."""
        return not sealed.startswith(self.prefix)

    def fingerprint(self, text: str) -> str:
        """Keyed hash by which an encrypted value is found: 32 hexadecimal digits of HMAC-SHA-256."""
        return hmac.new(self.index_key, text.encode(), hashlib.sha256).hexdigest()[:32]


def _encrypt(algorithm: Algorithm, key: bytes, *, nonce: bytes, plain: bytes) -> bytes:
    if algorithm is Algorithm.AES:
        return AESGCM(key).encrypt(nonce, plain, None)
    encryptor = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce)).encryptor()
    return encryptor.update(plain) + encryptor.finalize() + encryptor.tag


def _decrypt(algorithm: Algorithm, key: bytes, *, nonce: bytes, body: bytes) -> bytes:
    if algorithm is Algorithm.AES:
        return AESGCM(key).decrypt(nonce, body, None)
    decryptor = Cipher(algorithms.SM4(key[:16]), modes.GCM(nonce, body[-_TAG:])).decryptor()
    return decryptor.update(body[:-_TAG]) + decryptor.finalize()


def mask_phone(phone: str) -> str:
    """``13812345678`` → ``138****5678``; shorter numbers keep their last two digits."""
    if len(phone) >= 11:
        return f"{phone[:3]}****{phone[-4:]}"
    return "*" * max(len(phone) - 2, 0) + phone[-2:]


def mask_name(name: str) -> str:
    """``王小明`` → ``王**``."""
    return name[:1] + "*" * (len(name) - 1)


def mask_identity(number: str) -> str:
    """``320703199001011234`` → ``320***********1234``."""
    if len(number) < 8:
        return "*" * len(number)
    return number[:3] + "*" * (len(number) - 7) + number[-4:]
