"""Messages pushed to browsers: the Web Push protocol (RFC 8030), encrypted (RFC 8291), signed (RFC 8292).

The browser's maker runs the service that carries them, so a centre must be able to reach it, and not every
browser's is reached from everywhere; whoever has a page open is told by the stream all the same.
"""

import json
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

from jiesu.messaging.adapters.sealing import Vapid, sealed_for
from jiesu.messaging.errors import NotCarried
from jiesu.messaging.letters import Parcel
from jiesu.messaging.models import PushSubscription

SECONDS = 10.0
_KEPT = 24 * 3600
_GONE = frozenset({404, 410})


class PushGateway:
    """Hands messages to the browsers of an account; see :class:`jiesu.messaging.ports.Gateway`."""

    def __init__(self, key: str, contact: str) -> None:
        self._vapid = Vapid(key, contact)

    def carry(self, parcel: Parcel) -> None:
        """Send to every browser of the account; a topic made of the key replaces one handed over twice.

        Raises:
            NotCarried: no browser took it, for good when there is none (any more).
        """
        browsers = list(PushSubscription.objects.filter(user_id=parcel.user_id or 0))
        told = {"title": parcel.title, "text": parcel.text, "link": parcel.link}
        failures = [self._send(browser, parcel.key, json.dumps(told)) for browser in browsers]
        if not browsers or all(failures):
            final = all(failure is not None and failure.final for failure in failures)
            why = str(failures[0]) if failures else "no browser has subscribed"
            raise NotCarried(why, final=final)

    def _send(self, browser: PushSubscription, key: str, told: str) -> NotCarried | None:
        headers = {
            "Content-Encoding": "aes128gcm",
            "Content-Type": "application/octet-stream",
            "TTL": str(_KEPT),
            "Topic": f"m{key}"[:32],
            "Authorization": self._vapid.header(_origin(browser.endpoint), at=int(time.time())),
        }
        body = sealed_for(browser.p256dh, browser.auth, told.encode())
        request = urllib.request.Request(browser.endpoint, body, headers, method="POST")  # noqa: S310 - checked
        try:
            with urllib.request.urlopen(request, timeout=SECONDS):  # noqa: S310 - checked when it was stored
                return None
        except urllib.error.HTTPError as error:
            with error:
                if error.code in _GONE:
                    browser.delete()
                return NotCarried(f"the push service answered {error.code}", final=error.code in _GONE)
        except OSError as error:
            return NotCarried(f"the push service cannot be reached: {error}")


def _origin(endpoint: str) -> str:
    parts = urlsplit(endpoint)
    return f"{parts.scheme}://{parts.netloc}"
