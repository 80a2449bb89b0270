"""Django's door to signing in: every way in counts failures the same."""

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from jiesu.accounts.actions import sign_in
from jiesu.accounts.errors import SignInLocked, SignInRefused
from jiesu.accounts.models import User


class SignInBackend(ModelBackend):
    """Signs in through :func:`~jiesu.accounts.actions.sign_in`, also from Django's own login pages."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **_: object,
    ) -> User | None:
        """The account, or None when it was refused."""
        if username is None or password is None:
            return None
        address = request.META.get("REMOTE_ADDR", "") if request else ""
        try:
            return sign_in(username, password, address)
        except (SignInRefused, SignInLocked):
            return None
