"""``create-admin``: the first account of an installation."""

from jiesu.config.trouble import Trouble


def create(username: str, *, password: str) -> None:
    """An account that may configure everything, before there are units at which somebody could hold a post.

    Raises:
        Trouble: the name is taken or unusable, or the password is too weak.
    """
    from django.contrib.auth import get_user_model
    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError
    from django.db import transaction

    from jiesu.core import audit
    from jiesu.organisations.actors import SYSTEM

    user = get_user_model()(username=username, is_staff=True, is_superuser=True)
    try:
        validate_password(password, user)
        user.set_password(password)
        user.full_clean()
    except ValidationError as error:
        raise Trouble(" ".join(error.messages)) from error
    with transaction.atomic():
        user.save()
        audit.record("create_admin", subject=f"account {user.pk}", by=SYSTEM, username=username)


def issue_token(username: str, *, name: str) -> str:
    """A bearer token for the HTTP API, with the rights of the person's posts; only its digest is stored.

    Raises:
        Trouble: there is no such person.
    """
    from jiesu.accounts import actions, selectors
    from jiesu.core.errors import Refusal
    from jiesu.organisations.actors import SYSTEM

    try:
        user = selectors.user_by_username(username)
        return actions.issue_token(user, name=name, by=SYSTEM)[1]
    except Refusal as refusal:
        raise Trouble(refusal.message("en")) from refusal
