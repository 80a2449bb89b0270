"""Saved views and preferences: whose they are, who sees them, how many there may be."""

import pytest

from jiesu.accounts.actions import create_account
from jiesu.accounts.actions import preferences as kept
from jiesu.accounts.actions.preferences import delete_view, prefer, save_view
from jiesu.accounts.models import SavedView
from jiesu.accounts.selectors import preference, views_of
from jiesu.core.errors import InvalidInput, NotFound
from jiesu.organisations.actors import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return [create_account(name, by=SYSTEM, display_name=name).pk for name in ("lin", "fang")]


def names(user, **more):
    return [(view.name, view.query) for view in views_of(user, place="orders", **more)]


def test_a_view_is_its_owners_until_it_is_shared(people):
    lin, fang = people
    save_view(lin, place="orders", name=" 路灯  超期 ", query="words=路灯&overdue=1")
    save_view(lin, place="orders", name="全市", query="", audience="centre")
    save_view(lin, place="review", name="别处", query="")

    assert names(lin) == [("全市", ""), ("路灯 超期", "words=路灯&overdue=1")]
    assert names(fang) == []
    assert names(fang, audiences=["unit:1", ""]) == []
    assert names(fang, audiences=["centre"]) == [("全市", "")]


def test_a_view_of_the_same_name_is_replaced(people):
    for query in ("a=1", "a=2"):
        save_view(people[0], place="orders", name="路灯", query=query)

    assert names(people[0]) == [("路灯", "a=2")]


@pytest.mark.parametrize(
    ("name", "query"), [("", ""), (" ", ""), ("长" * 41, ""), ("a\x00", ""), ("a", "x" * 2001)]
)
def test_what_cannot_be_kept_is_refused(people, name, query):
    with pytest.raises(InvalidInput):
        save_view(people[0], place="orders", name=name, query=query)
    assert not SavedView.objects.exists()


def test_there_may_be_only_so_many_views(people, monkeypatch):
    monkeypatch.setattr(kept, "MOST_VIEWS", 1)
    save_view(people[0], place="orders", name="一", query="")
    save_view(people[0], place="orders", name="一", query="b")
    save_view(people[0], place="review", name="二", query="")
    save_view(people[1], place="orders", name="二", query="")

    with pytest.raises(InvalidInput):
        save_view(people[0], place="orders", name="二", query="")


def test_only_the_owner_deletes_a_view(people):
    view = save_view(people[0], place="orders", name="一", query="", audience="centre")

    with pytest.raises(NotFound):
        delete_view(view.pk, owner_id=people[1])
    delete_view(view.pk, owner_id=people[0])
    assert names(people[0]) == []


def test_a_preference_is_the_persons_own_and_the_last_one_counts(people):
    assert preference(people[0], "columns") is None
    prefer(people[0], "columns", ["title"])
    prefer(people[0], "columns", ["title", "unit"])

    assert preference(people[0], "columns") == ["title", "unit"]
    assert preference(people[1], "columns") is None
