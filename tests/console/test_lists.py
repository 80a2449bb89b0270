"""Lists: who has which, what they show, how they are kept, what is done to many, what becomes a file."""

import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.console.test_workbench import signed_in, text_of

QUERIES = 15
SWAP = {"HX-Request": "true"}


def numbers(response) -> list[str]:
    assert response.status_code == 200, text_of(response)[:500]
    return re.findall(r'<tr data-row="(\d+)"', text_of(response))


def narrow(client, place: str = "", **given):
    address = f"/console/orders/of/{place}/" if place else "/console/orders/"
    return client.get(address, given)


@pytest.mark.parametrize(
    ("who", "lists"),
    [
        ("operator", [""]),
        ("reviewer", ["", "review"]),
        ("callback", ["", "callback", "archive"]),
        ("assessor", ["", "applications", "exports"]),
        ("duty_chief", ["", "review", "applications", "archive", "exports"]),
        ("water_clerk", [""]),
        ("administrator", []),
    ],
)
def test_everybody_is_shown_the_lists_of_their_own_jobs(city, who, lists):
    client = signed_in(city, who)
    page = text_of(client.get("/console/"))
    shown = [
        "exports" if found == "exports/" else found.removeprefix("orders/").removeprefix("of/").strip("/")
        for found in re.findall(r'<li><a href="/console/(orders/(?:of/\w+/)?|exports/)"', page)
    ]
    assert shown == lists
    for place in ("review", "callback", "applications", "archive"):
        assert narrow(client, place).status_code == (200 if place in lists else 404)


def test_a_list_is_narrowed_by_words_and_filters_and_marks_what_was_looked_for(city):
    first = city.operator.register(content="和平路路灯不亮，夜里看不见", title="路灯", nature="help")
    city.operator.register(content="人民路井盖破损", title="井盖")
    third = city.operator.register(content="和平路天黑，路灯坏了", title="照明", nature="complaint")
    client = signed_in(city, "dispatcher")

    found = narrow(client, words="和平路 ＬＵ")
    assert numbers(found) == []
    found = narrow(client, words="路灯 和平路")
    assert numbers(found) == [third, first]
    assert "<mark>路灯</mark>" in text_of(found)
    assert "共 2 件" in text_of(found)
    assert "关键词 <b>路灯 和平路</b>" in text_of(found)
    assert numbers(narrow(client, words="路灯", nature="help", state="pending_dispatch")) == [first]
    assert numbers(narrow(client, sort="oldest", words="路灯")) == [first, third]
    assert numbers(narrow(client, state="closed")) == []
    assert numbers(narrow(client, number=first)) == [first]


def test_units_search_their_own_and_nobody_elses(city):
    number = city.at("handling")
    hidden = city.operator.register(content="朝阳路井盖别家的")

    assert numbers(narrow(signed_in(city, "water_clerk"), words="井盖")) == [number]
    assert numbers(narrow(signed_in(city, "parks_clerk"), words="井盖")) == []
    assert sorted(numbers(narrow(signed_in(city, "dispatcher"), words="井盖"))) == sorted([number, hidden])


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("unit", "没有这家", "没有这个单位"),
        ("registered_from", "昨天", "errorlist"),
        ("state", "nowhere", "errorlist"),
        ("words", "路" * 101, "筛选条件有误"),
        ("topic", "'; --", "errorlist"),
    ],
)
def test_a_mistake_is_told_beside_the_field_and_shows_no_orders(city, field, value, told):
    city.operator.register()

    response = narrow(signed_in(city, "dispatcher"), **{field: value})

    assert response.status_code == 422
    assert told in text_of(response)
    assert "data-row" not in text_of(response)


def test_hostile_words_break_nothing(city):
    city.operator.register()
    client = signed_in(city, "dispatcher")

    for query in (
        "words=%00",
        "words=%BA%CD%C6%BD",
        "words=%27%3A%2A%20%26%20%7C",
        "after=x",
        "words=" + quote("<b>"),
    ):
        response = client.get(f"/console/orders/?{query}")
        assert response.status_code in (200, 422), query
        assert "<b><" not in text_of(response)


def test_every_list_holds_what_it_is_of_and_never_more(city):
    stands = {
        state: city.at(state)
        for state in ("pending_review", "pending_callback", "closed", "archived", "handling")
    }
    city.water_clerk.do(stands["handling"], "apply_exclusion", reason="不可抗力")
    chief = signed_in(city, "duty_chief")

    assert numbers(narrow(chief, "review")) == [stands["pending_review"]]
    assert numbers(narrow(signed_in(city, "callback"), "callback")) == [stands["pending_callback"]]
    assert numbers(narrow(chief, "applications")) == [stands["handling"]]
    assert numbers(narrow(chief, "applications", application="return")) == []
    assert sorted(numbers(narrow(chief, "archive"))) == sorted([stands["closed"], stands["archived"]])
    assert numbers(narrow(chief, "archive", state="archived")) == [stands["archived"]]
    assert narrow(chief, "archive", state="handling").status_code == 422
    assert numbers(narrow(chief, "review", state="closed")) == [stands["pending_review"]]


def test_long_lists_are_turned_and_counted_up_to_a_bound(city, monkeypatch):
    from jiesu.console.lists import views

    monkeypatch.setattr(views, "ROWS", 2)
    monkeypatch.setattr(views, "MOST_COUNTED", 3)
    made = [city.operator.register(content=f"路灯{n}") for n in range(5)]
    client = signed_in(city, "dispatcher")
    address, seen = "/console/orders/?words=路灯", []
    while address:
        response = client.get(address)
        seen += numbers(response)
        assert "共 3+ 件" in text_of(response)
        following = re.search(r'<a href="([^"]+)" rel="next"', text_of(response))
        address = following.group(1).replace("&amp;", "&") if following else ""

    assert seen == made[::-1]


def test_a_list_takes_few_queries_however_long_it_is(city):
    for who in ("dispatcher", "water_clerk"):
        client = signed_in(city, who)
        counts = []
        for _ in range(2):
            city.at("handling")
            city.at("handling")
            with CaptureQueriesContext(connection) as queries:
                assert narrow(client, words="井盖").status_code == 200
            counts.append(len(queries))
        assert counts[0] == counts[1]
        assert counts[0] < QUERIES


def test_columns_are_kept_for_each_person_and_list(city):
    city.at("handling")
    client = signed_in(city, "dispatcher")
    chosen = {"place": "all", "query": "words=井盖", "column": ["channel", "address", "nonsense"]}

    response = client.post("/console/orders/columns/", chosen)

    assert response.url == f"/console/orders/?words={quote('井盖')}"
    page = text_of(narrow(client))
    assert re.findall(r'class="wide-only cell-(\w+)"', page) == ["channel", "address"]
    assert "cell-unit" in text_of(narrow(signed_in(city, "operator")))


def test_a_view_is_kept_found_shared_and_deleted(city):
    number = city.at("handling")
    city.operator.register(content="和平路路灯不亮")
    dispatcher, operator = signed_in(city, "dispatcher"), signed_in(city, "operator")
    kept = {
        "place": "all",
        "query": "words=井盖&state=handling&next=//evil",
        "name": "井盖在办",
        "audience": "centre",
    }

    assert dispatcher.post("/console/orders/views/", kept).status_code == 302

    page = text_of(operator.get("/console/orders/"))
    tab = re.search(r'<a href="([^"]+)">井盖在办 <span class="soft">dispatcher</span>', page)
    assert "evil" not in tab.group(1)
    assert numbers(operator.get(tab.group(1).replace("&amp;", "&"))) == [number]
    assert "井盖在办" not in text_of(signed_in(city, "water_clerk").get("/console/orders/"))
    own = text_of(dispatcher.get(tab.group(1).replace("&amp;", "&")))
    delete = re.search(r'action="(/console/orders/views/\d+/delete/)"', own).group(1)
    assert operator.post(delete, {"place": "all"}).status_code == 404
    dispatcher.post(delete, {"place": "all"})
    assert "井盖在办" not in text_of(dispatcher.get("/console/orders/"))


def test_a_view_is_shared_only_with_ones_own(city):
    given = {"place": "all", "name": "x", "query": ""}

    client = signed_in(city, "water_clerk")
    assert client.post("/console/orders/views/", {**given, "audience": "centre"}).status_code == 404
    unit = f"unit:{city.units['water'].pk}"
    assert client.post("/console/orders/views/", {**given, "audience": unit}).status_code == 302
    assert ">x <span" in text_of(signed_in(city, "water_leader").get("/console/orders/"))
    assert ">x <span" not in text_of(signed_in(city, "parks_clerk").get("/console/orders/"))


def test_many_are_archived_and_what_is_refused_is_told(city):
    closed, opened = city.at("closed"), city.at("handling")
    client = signed_in(city, "callback")

    offered = text_of(client.post("/console/orders/batch/offers/", {"number": [closed]}, headers=SWAP))
    assert 'value="archive"' in offered
    both = text_of(client.post("/console/orders/batch/offers/", {"number": [closed, opened]}, headers=SWAP))
    assert 'value="archive"' not in both
    page = client.post(
        "/console/orders/batch/",
        {"number": [closed, opened, "x"], "verb": "archive", "back": "//evil.example/"},
    )

    text = text_of(page)
    assert f'data-done="{closed}"' in text
    assert f'data-refused="{opened}"' in text
    assert "办理中" in text
    assert "evil" not in text
    assert city.operator.story(closed)["order"]["state"] == "archived"
    assert city.operator.story(opened)["order"]["state"] == "handling"


def test_without_scripts_the_verbs_are_asked_for_on_a_page_of_their_own(city):
    closed = city.at("closed")
    client = signed_in(city, "callback")

    page = text_of(
        client.post("/console/orders/batch/", {"number": [closed], "back": "/console/orders/of/archive/"})
    )

    assert 'name="verb" value="archive"' in page
    assert f'name="number" value="{closed}"' in page
    assert 'href="/console/orders/of/archive/"' in page
    refused = client.post("/console/orders/batch/", {"number": [closed], "verb": "dispatch"})
    assert refused.status_code == 422
    assert "只能逐件办理" in text_of(refused)
    assert client.post("/console/orders/batch/", {"number": [closed], "verb": "x"}).status_code == 404


def test_a_list_becomes_a_file_from_the_page(city, run_jobs, settings, place):
    settings.MEDIA_ROOT = place
    city.operator.register(content="和平路路灯不亮")
    client = signed_in(city, "duty_chief")
    address = "/console/exports/new/?place=all&words=路灯"

    wrong = client.post(address, {"columns": ["number"], "reason": ""})
    assert wrong.status_code == 422
    assert "errorlist" in text_of(wrong)
    asked = client.post(address, {"columns": ["number", "citizen_phone"], "reason": "月报"})
    assert asked.url == "/console/exports/"
    waiting = text_of(client.get("/console/exports/"))
    assert "<progress" in waiting
    assert 'hx-trigger="every 1s"' in waiting
    run_jobs()

    ready = text_of(client.get("/console/exports/"))
    file = re.search(r'href="(/console/exports/\d+/file/)"', ready).group(1)
    assert "every 1s" not in ready
    response = client.get(file)
    assert response["Content-Disposition"].startswith("attachment")
    assert b"".join(response.streaming_content).startswith(b"PK")
    assert signed_in(city, "supervisor").get(file).status_code == 404
    assert signed_in(city, "water_clerk").get(address).status_code == 403
    assert 'name="unmasked"' in text_of(client.get(address))


def test_the_search_box_takes_numbers_and_words(city):
    number = city.operator.register()
    client = signed_in(city, "dispatcher")

    assert client.get("/console/find/", {"q": number}).url == f"/console/orders/{number}/"
    assert client.get("/console/find/", {"q": " 路灯 "}).url == f"/console/orders/?words={quote('路灯')}"
