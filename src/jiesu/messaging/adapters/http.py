"""A gateway that is reached over HTTP: one POST a message, JSON, signed.

The body is ``{"key", "phone", "text"}`` for a short message and ``{"key", "openid", "template", "data",
"link"}`` for a WeChat template message; the header ``X-Jiesu-Signature`` is the HMAC-SHA256 of the body in
hexadecimal, with the key agreed upon. 2xx with an empty body or a JSON object means taken, unless the object
says ``"taken": false``; 4xx says that trying again is of no use (408, 425 and 429 apart); anything else (no
answer in time, a login page, a redirection, broken HTTP) that it should be tried again. The key is the same
each time: the gateway sends it once. Providers with a protocol of their own get their own adapter.
"""

import json
import time
import urllib.error
import urllib.request
from email.message import Message
from http.client import HTTPException, HTTPResponse
from typing import IO

from jiesu.messaging.channels import MessageChannel
from jiesu.messaging.errors import NotCarried
from jiesu.messaging.letters import Parcel
from jiesu.messaging.signatures import HEADER, sign

SECONDS = 10.0
_MOST_BYTES = 65_536
_FOR_NOW = frozenset({408, 425, 429})


class _NoRedirection(urllib.request.HTTPRedirectHandler):
    """A message goes where it is sent, and nowhere else."""

    def redirect_request(  # noqa: PLR0917 - urllib's signature
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """Follow none: it becomes an error of that status."""
        del req, fp, code, msg, headers, newurl


_opener = urllib.request.build_opener(_NoRedirection)


class HttpGateway:
    """Hands messages to a provider; see :class:`jiesu.messaging.ports.Gateway`."""

    def __init__(self, url: str, key: str, *, seconds: float = SECONDS) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError("a gateway's address must begin with https:// or http://")
        self._url, self._key, self._seconds = url, key, seconds

    def carry(self, parcel: Parcel) -> None:
        """Send the message.

        Raises:
            NotCarried: the provider cannot be reached, does not take it, or answers nonsense.
        """
        body = json.dumps(_told(parcel), ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json; charset=utf-8", HEADER: sign(body, key=self._key)}
        request = urllib.request.Request(self._url, body, headers, method="POST")  # noqa: S310 - checked above
        try:
            with _opener.open(request, timeout=self._seconds) as response:
                _check(_read(response, self._seconds))
        except urllib.error.HTTPError as error:
            with error:
                final = 400 <= error.code < 500 and error.code not in _FOR_NOW
            raise NotCarried(f"the gateway answered {error.code}", final=final) from error
        except (OSError, HTTPException) as error:
            why = str(error) or type(error).__name__
            raise NotCarried(f"the gateway cannot be reached: {why}") from error


def _told(parcel: Parcel) -> dict[str, object]:
    if parcel.channel is MessageChannel.WECHAT:
        return {"key": parcel.key, "openid": parcel.address, "link": parcel.link, **parcel.data}
    return {"key": parcel.key, "phone": parcel.address, "text": parcel.text}


def _read(response: HTTPResponse, seconds: float) -> bytes:
    """The answer, as far as it comes in time: a gateway that drips is one that does not answer."""
    end, read = time.monotonic() + seconds, b""
    while chunk := response.read1(_MOST_BYTES):
        read += chunk
        if time.monotonic() > end or len(read) > _MOST_BYTES:
            raise NotCarried("the gateway did not come to an end")
    return read


def _check(answer: bytes) -> None:
    if not answer.strip():
        return
    try:
        told = json.loads(answer)
    except ValueError as error:
        raise NotCarried("the gateway answered something that is no JSON") from error
    if not isinstance(told, dict):
        raise NotCarried("the gateway answered something that is no JSON object")
    if told.get("taken") is False:
        raise NotCarried(f"the gateway did not take it: {told.get('why', '')}", final=bool(told.get("final")))
