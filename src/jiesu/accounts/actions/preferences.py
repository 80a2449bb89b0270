"""How people like their pages: saved views of lists, columns."""

from datetime import datetime

from django.db import transaction

from jiesu.accounts.models import Preference, SavedView
from jiesu.core import clock
from jiesu.core.errors import InvalidInput, NotFound

MOST_VIEWS = 30
"""Views that one person keeps of one list."""

LONGEST_QUERY = 2000
_LONGEST_NAME = 40


@transaction.atomic
def save_view(
    owner_id: int, *, place: str, name: str, query: str, audience: str = "", at: datetime | None = None
) -> SavedView:
    """Keep a list as it is now, under a name; a view of the same name is replaced.

    Args:
        owner_id: whose view it is.
        place: which list.
        name: what it is called, at most 40 characters.
        query: what the list is narrowed and sorted by, as its page writes it.
        audience: who else sees it; empty for nobody.
        at: when; now if not given.

    Raises:
        InvalidInput: no name, one that is too long, or too many views.
    """
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InvalidInput(
            field="name",
            reason_zh=f"请填写视图名称，最多 {_LONGEST_NAME} 字。",
            reason_en=f"A view needs a name of at most {_LONGEST_NAME} characters.",
        )
    if len(query) > LONGEST_QUERY:
        raise InvalidInput(
            field="query",
            reason_zh="筛选条件太长，不能保存。",
            reason_en="The filter is too long to be kept.",
        )
    own = SavedView.objects.select_for_update().filter(owner_id=owner_id, place=place)
    if own.exclude(name=name).count() >= MOST_VIEWS:
        raise InvalidInput(
            field="name",
            reason_zh=f"每个列表最多保存 {MOST_VIEWS} 个视图，请先删除不用的。",
            reason_en=f"At most {MOST_VIEWS} views are kept of a list; delete one first.",
        )
    view, _ = SavedView.objects.update_or_create(
        owner_id=owner_id,
        place=place,
        name=name,
        defaults={"query": query, "audience": audience, "created_at": at or clock.now()},
    )
    return view


def delete_view(view_id: int, *, owner_id: int) -> None:
    """Forget one of a person's own views.

    Raises:
        NotFound: it is not one of theirs.
    """
    deleted, _ = SavedView.objects.filter(pk=view_id, owner_id=owner_id).delete()
    if not deleted:
        raise NotFound(what="视图 view")


def prefer(user_id: int, key: str, value: object) -> None:
    """Keep how somebody likes something; a value of the same key is replaced."""
    Preference.objects.update_or_create(user_id=user_id, key=key, defaults={"value": value})
