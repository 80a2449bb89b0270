"""Recordings at rest: a file in sealed pieces, each bound to its place, under a key of its own."""

import base64
import os
from collections.abc import Iterator
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from jiesu.core.ciphers import CannotOpen

_PIECE = 1024 * 1024
_NONCE, _TAG = 12, 16


def new_key() -> str:
    """A fresh key as text, to be kept sealed itself."""
    return base64.b64encode(AESGCM.generate_key(256)).decode()


def seal(source: Path, target: Path, *, key: str) -> None:
    """Write ``source`` sealed into ``target``; the last piece says that it is the last."""
    cipher = AESGCM(base64.b64decode(key))
    with source.open("rb") as plain, target.open("wb") as sealed:
        number, piece = 0, plain.read(_PIECE)
        while True:
            following = plain.read(_PIECE)
            nonce = os.urandom(_NONCE)
            sealed.write(nonce + cipher.encrypt(nonce, piece, _place(number, last=not following)))
            if not following:
                break
            number, piece = number + 1, following
        sealed.flush()
        os.fsync(sealed.fileno())


def opened(source: Path, *, key: str) -> Iterator[bytes]:
    """The pieces of a sealed file, in the clear.

    Raises:
        CannotOpen: the key is not its own, or the file was changed or cut off.
    """
    cipher = AESGCM(base64.b64decode(key))
    size, number, done = source.stat().st_size, 0, 0
    with source.open("rb") as sealed:
        while done < size:
            raw = sealed.read(_NONCE + _PIECE + _TAG)
            done += len(raw)
            try:
                yield cipher.decrypt(raw[:_NONCE], raw[_NONCE:], _place(number, last=done == size))
            except InvalidTag as error:
                raise CannotOpen("the recording cannot be opened") from error
            number += 1


def _place(number: int, *, last: bool) -> bytes:
    return f"{number}{'.' if last else ','}".encode()
