"""Django's door to permissions: ``user.has_perm("jiesu.<codename>")`` follows the posts held."""

from typing import TYPE_CHECKING, Any

from jiesu.accounts.backends import SignInBackend
from jiesu.organisations.selectors import actor_for

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from jiesu.accounts.models import User

NAMESPACE = "jiesu"


class PostBackend(SignInBackend):
    """Signs in with a count of failures, and permits what the person's posts permit."""

    def get_all_permissions(self, user_obj: Any, obj: object = None) -> set[str]:  # noqa: ANN401
        """``jiesu.<codename>`` for everything that the person may do."""
        if obj is not None or not user_obj.is_authenticated:
            return set()
        return {f"{NAMESPACE}.{permission}" for permission in actor_for(user_obj).permissions}

    def has_perm(self, user_obj: "User | AnonymousUser", perm: str, obj: Any = None) -> bool:  # noqa: ANN401
        """Whether the person may do it."""
        return perm in self.get_all_permissions(user_obj, obj)

    def has_module_perms(self, user_obj: "User | AnonymousUser", app_label: str) -> bool:  # noqa: ARG002
        """Whether the person may do anything at all; each page asks for its own permission."""
        return bool(self.get_all_permissions(user_obj))
