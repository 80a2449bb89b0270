"""Asking official pages whether they are still there: a port, and the adapter that asks over HTTP."""

import http.client
import ssl
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import urlsplit

SECONDS = 8
_GONE = range(400, 600)
_NOT_SAID = frozenset({401, 403, 405, 429, 503})
"""What a page answers that is there, but not for programs, or not now."""


@dataclass(frozen=True)
class Answered:
    """What came of asking: whether nothing is there any more, and what was said."""

    is_dead: bool
    said: str


class LinkProbe(Protocol):
    """Whatever can say whether an address still answers."""

    def ask(self, url: str) -> Answered:
        """Ask once."""


def may_be_asked(url: str, hosts: Iterable[str]) -> bool:
    """Whether a link's host is one of those that may be asked, or lies below one: by default none."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    named = (name.lower().strip(".") for name in hosts)
    return parts.scheme in ("http", "https") and any(
        host == name or host.endswith(f".{name}") for name in named if name
    )


class HttpProbe:
    """Asks for the head of a page, follows nothing, waits some seconds."""

    def ask(self, url: str) -> Answered:
        """Ask once; what cannot be reached is dead, what is moved or forbidden is there."""
        parts = urlsplit(url)
        path = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        try:
            line = self._line(parts.scheme, parts.hostname or "", parts.port)
            try:
                line.request("HEAD", path, headers={"User-Agent": "Jiesu link check"})
                status = line.getresponse().status
            finally:
                line.close()
        except (OSError, http.client.HTTPException, ValueError) as error:
            return Answered(is_dead=True, said=type(error).__name__)
        return Answered(is_dead=status in _GONE and status not in _NOT_SAID, said=str(status))

    @staticmethod
    def _line(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
        if scheme == "https":
            context = ssl.create_default_context()
            return http.client.HTTPSConnection(host, port, timeout=SECONDS, context=context)
        return http.client.HTTPConnection(host, port, timeout=SECONDS)
