"""A gateway that is reached over HTTP: one POST a message, JSON, signed.

The body is ``{"key", "phone", "text"}``; the header ``X-Jiesu-Signature`` is the HMAC-SHA256 of the body in
hexadecimal, with the key agreed upon. 2xx means taken, 4xx that trying again is of no use (429 apart), and
anything else that it should be tried again. Providers with a protocol of their own get their own adapter.
"""

import hashlib
import hmac
import json
import urllib.error
import urllib.request

from jiesu.messaging.errors import NotCarried

_SECONDS = 10
_TOO_MANY = 429


class HttpGateway:
    """Hands messages to a provider; see :class:`jiesu.messaging.ports.SmsGateway`."""

    def __init__(self, url: str, key: str) -> None:
        if not url.startswith(("https://", "http://")):
            raise ValueError("JIESU_SMS_URL must begin with https:// or http://")
        self._url = url
        self._key = key.encode()

    def carry(self, key: str, *, phone: str, text: str) -> None:
        """Send the message.

        Raises:
            NotCarried: the provider cannot be reached or does not take it.
        """
        body = json.dumps({"key": key, "phone": phone, "text": text}, ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "X-Jiesu-Signature": hmac.new(self._key, body, hashlib.sha256).hexdigest(),
        }
        request = urllib.request.Request(self._url, body, headers, method="POST")  # noqa: S310 - checked above
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310 - checked above
                return
        except urllib.error.HTTPError as error:
            with error:
                final = 400 <= error.code < 500 and error.code != _TOO_MANY
            raise NotCarried(f"the gateway answered {error.code}", final=final) from error
        except OSError as error:
            raise NotCarried(f"the gateway cannot be reached: {error}") from error
