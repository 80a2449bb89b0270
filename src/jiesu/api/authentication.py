"""Who is asking: a program with a token, or a person with a session of the console."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.errors import HttpError
from ninja.security import APIKeyCookie, HttpBearer

from jiesu.accounts.errors import SignInNeeded
from jiesu.api.callers import actor_of_token
from jiesu.organisations.actors import Actor
from jiesu.organisations.selectors import actor_for


class Request(HttpRequest):
    """A request that has been let in."""

    auth: Actor


class TokenAuth(HttpBearer):
    """``Authorization: Bearer <token>``."""

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Who the token belongs to.

        Raises:
            SignInNeeded: it is unknown, expired or revoked.
        """
        del request
        actor = actor_of_token(token.strip())
        if actor is None:
            raise SignInNeeded
        return actor


class SessionAuth(APIKeyCookie):
    """The console's session; requests that change something need the CSRF token besides."""

    param_name = settings.SESSION_COOKIE_NAME

    def _get_key(self, request: HttpRequest) -> str | None:
        """Without a session nobody is signed in, which is to be said before any word of CSRF."""
        return super()._get_key(request) if self.param_name in request.COOKIES else None

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        """Who has signed in, or None."""
        user: Any = getattr(request, "user", None)
        return actor_for(user) if key and user is not None and user.is_authenticated else None


def is_csrf_failure(error: HttpError) -> bool:
    """Whether the framework refused a session's request for want of a CSRF token."""
    return error.status_code == 403
