"""A little work for whoever comes often: a sum for the browser to find, or a question for the person.

The work costs an honest browser a second and a flood a great deal. Where there is no JavaScript (or no Web
Crypto, as over plain HTTP) the person answers a question in words. Each challenge is signed, holds for a
quarter of an hour, and serves once; nothing is kept of those that are never answered.
"""

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass

from django.core import signing
from django.http import HttpRequest
from django.utils.translation import gettext as _

from jiesu.core.fields import key_ring
from jiesu.core.limits import Limit
from jiesu.portal.limits import address_of

FIELDS = ("challenge", "nonce", "reply")
_SALT = "jiesu.portal.challenge"
_SECONDS = 900
_LONGEST_NONCE = 20
_SPENT = Limit("portal-challenge", times=1, seconds=2 * _SECONDS)
_BITS = ((50, 17), (15, 15), (0, 13))
_DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Challenge:
    """What is asked.

    Attributes:
        token: signed, given back with the answer.
        bits: with how many zero bits the SHA-256 of token and nonce must begin.
        question: for people.
    """

    token: str
    bits: int
    question: str


def challenge_for(request: HttpRequest, limit: Limit, *, always: bool = False) -> Challenge | None:
    """The challenge that this address gets now; None while it has done little, unless ``always``."""
    over = limit.used(address_of(request)) - limit.times
    if over < 0 and not always:
        return None
    bits = next(bits for least, bits in _BITS if max(over, 0) >= least)
    first, second = secrets.randbelow(8) + 2, secrets.randbelow(8) + 2
    name = secrets.token_hex(8)
    token = signing.dumps([name, bits, _sealed(name, str(first + second))], salt=_SALT)
    return Challenge(token, bits, _("%(a)s 加 %(b)s 等于几？") % {"a": _said(first), "b": _said(second)})


def is_met(request: HttpRequest, limit: Limit, *, always: bool = False) -> bool:
    """Whether this address need not do any work yet, or has done it; work done serves once."""
    if not always and limit.allows(address_of(request)):
        return True
    token, nonce, reply = (request.POST.get(name, "") for name in FIELDS)
    try:
        name, bits, sealed = signing.loads(token, salt=_SALT, max_age=_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return False
    if not (_is_found(token, nonce, bits) or _is_right(name, reply, sealed)):
        return False
    return _SPENT.count(name) == 1


def _is_found(token: str, nonce: str, bits: int) -> bool:
    if not nonce or len(nonce) > _LONGEST_NONCE:
        return False
    digest = hashlib.sha256(f"{token}.{nonce}".encode()).digest()
    return int.from_bytes(digest[:8], "big") >> (64 - bits) == 0


def _is_right(name: str, reply: str, sealed: str) -> bool:
    told = unicodedata.normalize("NFKC", reply).strip()
    return (
        told.isdecimal() and len(told) <= 3 and secrets.compare_digest(_sealed(name, str(int(told))), sealed)
    )


def _sealed(name: str, answer: str) -> str:
    return key_ring().fingerprint(f"challenge:{name}:{answer}")


def _said(number: int) -> str:
    """The number in a word, which a program has to know the language for."""
    words = _("零 一 二 三 四 五 六 七 八 九").split()
    return words[number] if len(words) == len(_DIGITS) else _DIGITS[number]
