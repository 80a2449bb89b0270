"""Server-sent events at ``/events/``: a plain ASGI application, as nothing of Django's middleware is needed.

The session is looked at once, when a page connects; after ten minutes the page is asked to connect again, so
somebody who has signed out or lost a post hears no longer than that.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.auth import get_user
from django.db import connection
from django.http import HttpRequest

from jiesu.console.streams.journal import JOURNAL, Change
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import actor_for

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

LIFE = 600.0
HEARTBEAT = 15.0
MOST_WAITING = 1000
_HELLO = b"retry: 3000\n: connected\n\n"
_BEAT = b": beat\n\n"


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer ``GET /events/``; 401 for somebody who has not signed in, 404 for anything else."""
    if scope["type"] != "http":
        return
    headers = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]}
    if scope["path"] != "/events/" or scope["method"] != "GET":
        await _refuse(send, 404)
        return
    actor = await sync_to_async(_actor)(headers.get("cookie", ""))
    if actor is None:
        await _refuse(send, 401, origin=_allowed_origin(headers))
        return
    last = headers.get("last-event-id", "")
    await _stream(
        actor, receive, send, last=int(last) if last.isdecimal() else None, origin=_allowed_origin(headers)
    )


async def _stream(actor: Actor, receive: Receive, send: Send, *, last: int | None, origin: str) -> None:
    waiting: asyncio.Queue[Change] = asyncio.Queue(MOST_WAITING)

    def hear(change: Change) -> None:
        if not waiting.full():  # a page that does not read is told by its next request
            waiting.put_nowait(change)

    headers = [(b"content-type", b"text/event-stream; charset=utf-8"), (b"cache-control", b"no-store")]
    headers.append((b"x-accel-buffering", b"no"))
    await send({"type": "http.response.start", "status": 200, "headers": headers + _cors(origin)})
    await send({"type": "http.response.body", "body": _HELLO, "more_body": True})
    JOURNAL.hear(hear)
    gone = asyncio.ensure_future(_until_gone(receive))
    try:
        for change in await JOURNAL.since(last) if last is not None else []:
            await _tell(send, actor, change)
        await _tell_all(send, actor, waiting=waiting, gone=gone)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    except OSError:
        pass  # the page went away while it was told something
    finally:
        JOURNAL.forget(hear)
        gone.cancel()


async def _tell_all(
    send: Send, actor: Actor, *, waiting: "asyncio.Queue[Change]", gone: "asyncio.Future[None]"
) -> None:
    loop = asyncio.get_running_loop()
    end = loop.time() + LIFE
    while not gone.done() and loop.time() < end:
        try:
            change = await asyncio.wait_for(waiting.get(), HEARTBEAT)
        except TimeoutError:
            await send({"type": "http.response.body", "body": _BEAT, "more_body": True})
        else:
            await _tell(send, actor, change)


async def _tell(send: Send, actor: Actor, change: Change) -> None:
    if change.audience.includes(actor):
        data = json.dumps({"number": change.number, "seq": change.seq})
        body = f"id: {change.entry}\nevent: {change.kind}\ndata: {data}\n\n".encode()
        await send({"type": "http.response.body", "body": body, "more_body": True})


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _refuse(send: Send, status: int, *, origin: str = "") -> None:
    await send({"type": "http.response.start", "status": status, "headers": _cors(origin)})
    await send({"type": "http.response.body", "body": b""})


def _allowed_origin(headers: dict[str, str]) -> str:
    """The page's origin when it is one of ours: the same host, on whatever port, or one that is trusted."""
    origin = headers.get("origin", "")
    ours = urlsplit(origin).hostname == urlsplit(f"//{headers.get('host', '')}").hostname
    return origin if origin and (ours or origin in settings.CSRF_TRUSTED_ORIGINS) else ""


def _cors(origin: str) -> list[tuple[bytes, bytes]]:
    if not origin:
        return []
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


def _actor(cookies: str) -> Actor | None:
    """Who has signed in with the session of these cookies; None for nobody."""
    morsel = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    if morsel is None:
        return None
    try:
        request = HttpRequest()
        request.session = import_module(settings.SESSION_ENGINE).SessionStore(morsel.value)
        user = get_user(request)
        return actor_for(user) if user.is_authenticated else None
    finally:
        connection.close()
