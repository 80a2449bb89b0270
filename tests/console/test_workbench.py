"""My work and the order's page: who sees what, what can be done, what comes back."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.api.cast import JOURNEY, REPLY, City

QUERIES = 15
SWAP = {"HX-Request": "true"}


def signed_in(city: City, name: str) -> Client:
    client = Client()
    user = city.voices[name].user
    user.refresh_from_db()
    client.force_login(user)
    return client


def text_of(response) -> str:
    return response.content.decode()


def order_at(number: str) -> str:
    return f"/console/orders/{number}/"


def version(city: City, number: str) -> int:
    return city.operator.story(number)["order"]["version"]


def do(client: Client, number: str, verb: str, **data):
    return client.post(f"/console/orders/{number}/do/{verb}/", data)


def test_nobody_comes_in_without_signing_in(client, city):
    number = city.at("pending_dispatch")

    for address in ("/console/", f"/console/orders/{number}/", f"/console/orders/{number}/act/dispatch/"):
        assert client.get(address).url == f"/login/?next={address}"
    assert client.get("/console/", headers=SWAP)["HX-Redirect"] == "/login/"
    assert do(client, number, "dispatch").status_code == 302
    assert city.operator.story(number)["order"]["state"] == "pending_dispatch"


@pytest.mark.parametrize(
    ("who", "queues"),
    [
        ("operator", ["drafts", "registered"]),
        ("dispatcher", ["dispatch", "returns", "conference"]),
        ("reviewer", ["review"]),
        ("callback", ["callback"]),
        ("assessor", ["applications"]),
        ("water_clerk", ["sign", "handle", "collect", "child_returns"]),
        ("water_leader", ["sign", "handle", "approve", "collect", "child_returns"]),
        ("administrator", []),
        ("auditor", []),
    ],
)
def test_everybody_is_shown_the_queues_of_their_own_jobs(city, who, queues):
    page = text_of(signed_in(city, who).get("/console/"))

    assert re.findall(r'href="/console/\?queue=(\w+)"', page) == queues


WAITS = {
    "pending_dispatch": ("dispatcher", "dispatch"),
    "pending_sign": ("water_clerk", "sign"),
    "handling": ("water_clerk", "handle"),
    "pending_approval": ("water_leader", "approve"),
    "pending_review": ("reviewer", "review"),
    "pending_callback": ("callback", "callback"),
}


def test_an_order_waits_in_the_queue_of_whoever_is_next_and_only_there(city):
    number = city.operator.register()
    for stop, who, verb, body in JOURNEY:
        waiting = {
            (name, queue): f'data-row="{number}"'
            in text_of(signed_in(city, name).get(f"/console/?queue={queue}"))
            for name, queue in WAITS.values()
        }
        assert [place for place, waits in waiting.items() if waits] == [WAITS[stop]] * (stop in WAITS), stop
        if stop == "pending_callback":
            break
        city.voices[who].do(number, verb, **body)


def test_the_clock_that_is_over_first_is_at_the_top_and_says_so_in_words(city, held_clock):
    from datetime import timedelta

    first = city.at("pending_dispatch")
    held_clock.move(timedelta(days=9))
    second = city.at("pending_dispatch")

    page = text_of(signed_in(city, "dispatcher").get("/console/?queue=dispatch"))

    assert re.findall(r'data-row="(\d+)"', page) == [first, second]
    assert "clock-overdue" in page
    assert "■" in page
    assert "超期" in page


def test_a_queue_of_somebody_else_is_refused(city):
    response = signed_in(city, "water_clerk").get("/console/?queue=dispatch")

    assert response.status_code == 404
    assert "没有找到" in text_of(response)


def test_a_long_queue_is_turned_page_by_page(city):
    from jiesu.console.workorders import work

    numbers = [city.at("pending_dispatch") for _ in range(3)]
    client = signed_in(city, "dispatcher")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "ROWS", 2)
        first = text_of(client.get("/console/?queue=dispatch"))
        address = re.search(r'href="([^"]+)" rel="next"', first)[1].replace("&amp;", "&")
        second = text_of(client.get(address))

    assert re.findall(r'data-row="(\d+)"', first) + re.findall(r'data-row="(\d+)"', second) == numbers


@pytest.mark.parametrize("state", ["handling", "closed"])
def test_pages_are_read_in_few_queries(city, state):
    number = city.at(state)
    city.at(state)
    for who in ("dispatcher", "duty_chief", "water_clerk", "operator"):
        client = signed_in(city, who)
        for address in ("/console/", order_at(number), f"{order_at(number)}?act=annotate"):
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            assert len(queries) <= QUERIES, (who, address, [query["sql"] for query in queries])


def test_no_page_shows_the_citizen_in_clear(city):
    number = city.operator.register()
    for _, who, verb, body in JOURNEY:
        for name in ("dispatcher", "duty_chief", "water_clerk", "callback"):
            client = signed_in(city, name)
            pages = text_of(client.get("/console/")) + text_of(client.get(order_at(number)))
            assert "13812345678" not in pages
            assert "王小明" not in pages
        city.voices[who].do(number, verb, **body)
    assert "138****5678" in text_of(signed_in(city, "water_clerk").get(order_at(number)))


def test_showing_the_citizen_needs_a_reason_and_is_written_down(city):
    from jiesu.core.models import AuditEntry

    number = city.at("handling")
    client = signed_in(city, "water_clerk")
    address = f"/console/orders/{number}/citizen/"

    asked = client.post(address, {"reason": ""})
    assert asked.status_code == 422
    assert "13812345678" not in text_of(asked)
    assert not AuditEntry.objects.filter(action="disclose_citizen").exists()

    shown = client.post(address, {"reason": "上门前联系"})
    assert "13812345678" in text_of(shown)
    assert AuditEntry.objects.get(action="disclose_citizen").reason == "上门前联系"


def test_whoever_may_not_see_the_citizen_is_refused(city):
    number = city.at("handling")

    response = signed_in(city, "dispatcher").post(f"/console/orders/{number}/citizen/", {"reason": "好奇"})

    assert response.status_code == 403
    assert "13812345678" not in text_of(response)


def test_a_unit_is_offered_the_citizen_only_while_it_holds_a_share(city):
    number = city.at("pending_sign")
    client, address = signed_in(city, "water_clerk"), f"/console/orders/{number}/citizen/"
    assert address in text_of(client.get(order_at(number)))

    city.dispatcher.do(number, "redispatch", lead="parks", reason="派错")
    assert address not in text_of(client.get(order_at(number)))
    assert client.post(address, {"reason": "顺便问问"}).status_code == 403


def test_another_units_order_does_not_exist(city):
    number = city.at("handling")
    client = signed_in(city, "parks_clerk")

    assert client.get(f"/console/orders/{number}/").status_code == 404
    assert do(client, number, "annotate", note="看看").status_code == 404


def test_the_page_offers_exactly_what_the_table_allows(city):
    from jiesu.console.workorders.forms.registry import FORMS
    from jiesu.organisations.selectors import actor_for
    from jiesu.workorders.selectors import allowed_actions, get_order

    number = city.operator.register()
    for stop, next_one, verb, body in JOURNEY:
        for who in ("operator", "dispatcher", "duty_chief", "water_clerk", "water_leader", "callback"):
            response = signed_in(city, who).get(order_at(number))
            if response.status_code == 404:
                continue
            actor = actor_for(city.voices[who].user)
            allowed = {
                item.verb for item in allowed_actions(get_order(number, for_user=actor), for_user=actor)
            }
            offered = set(re.findall(r'data-deed="(\w+)-', text_of(response)))
            assert offered == allowed & set(FORMS), (stop, who)
        city.voices[next_one].do(number, verb, **body)


def test_every_verb_on_an_order_has_a_form_whose_empty_page_can_be_shown(city):
    from jiesu.console.workorders.forms.registry import FORMS
    from jiesu.workorders.states import Verb

    number = city.at("handling")
    client = signed_in(city, "duty_chief")

    assert set(Verb) - set(FORMS) == {Verb.SAVE_DRAFT}
    for verb in FORMS:
        response = client.get(f"/console/orders/{number}/act/{verb}/", headers=SWAP)
        assert response.status_code == 200, verb


def test_the_whole_journey_goes_through_the_pages(city):
    number = city.operator.register()
    water = city.units["water"].pk
    steps = (
        ("dispatcher", "dispatch", {"lead": water, "instructions": "请尽快处理"}),
        ("water_clerk", "sign", {}),
        ("water_clerk", "contact", {"note": "已联系"}),
        ("water_clerk", "reply", {**REPLY, "resolution": "resolved", "facts_confirmed": "yes"}),
        ("water_leader", "approve_reply", {"note": "同意"}),
        ("reviewer", "review", {}),
        (
            "callback",
            "record_callback",
            {"reached": "yes", "satisfaction": "very_satisfied", "resolution": "resolved"},
        ),
        ("callback", "close", {}),
        ("callback", "archive", {}),
    )
    for who, verb, data in steps:
        response = do(signed_in(city, who), number, verb, version=version(city, number), **data)
        assert response.status_code == 302, (
            verb,
            re.findall(r'errorlist[^>]*>(.*?)</ul>|role="alert">(.*?)</div>', text_of(response), re.DOTALL),
        )

    assert city.operator.story(number)["order"]["state"] == "archived"


def test_a_swap_brings_the_order_as_it_is_now_and_the_way_to_the_next(city):
    number = city.at("pending_sign")

    response = signed_in(city, "water_clerk").post(
        f"/console/orders/{number}/do/sign/",
        {"version": version(city, number), "queue": "sign"},
        headers=SWAP,
    )

    page = text_of(response)
    assert response["HX-Retarget"] == "#order"
    assert "<html" not in page
    assert "办理中" in page
    assert "hx-swap-oob" in page
    assert f"/console/next/?queue=sign&amp;after={number}" in page


def test_a_form_comes_back_filled_in_with_the_error_beside_the_field(city):
    number = city.at("handling")

    response = do(
        signed_in(city, "water_clerk"),
        number,
        "reply",
        handling="已派人更换井盖。",
        public_answer="",
        resolution="resolved",
    )

    page = text_of(response)
    assert response.status_code == 422
    assert "已派人更换井盖。" in page
    assert re.search(r'name="public_answer"[^>]*aria-invalid="true"', page)
    assert city.operator.story(number)["order"]["state"] == "handling"


def test_a_refusal_says_the_rule_and_keeps_what_was_written(city):
    number = city.at("pending_callback")

    response = do(
        signed_in(city, "callback"), number, "rework", reason="没有修好", version=version(city, number)
    )

    assert response.status_code == 409
    assert "不能发回重办" in text_of(response)
    assert "没有修好" in text_of(response)


def test_whoever_was_slower_is_told_who_did_what_and_may_send_again(city):
    number = city.at("pending_dispatch")
    old = version(city, number)
    city.dispatcher.do(number, "annotate", note="已电话核实")
    client = signed_in(city, "dispatcher")
    data = {"lead": city.units["water"].pk, "instructions": "请尽快处理"}

    late = do(client, number, "dispatch", version=old, **data)

    assert late.status_code == 409
    assert "备注" in text_of(late)
    assert "请尽快处理" in text_of(late)
    sent_again = re.search(r'name="version" value="(\d+)"', text_of(late))[1]
    assert int(sent_again) == old + 1
    assert do(client, number, "dispatch", version=sent_again, **data).status_code == 302


def test_units_are_found_by_name_and_the_chosen_ones_stay(city):
    number = city.at("pending_dispatch")
    parks, water = city.units["parks"].pk, city.units["water"].pk

    page = text_of(
        signed_in(city, "dispatcher").get(
            f"/console/orders/{number}/units/dispatch/",
            {"field": "assists", "search-assists": "水务", "assists": [parks]},
            headers=SWAP,
        )
    )

    assert re.search(rf'name="assists" value="{parks}" checked', page)
    assert re.search(rf'name="assists" value="{water}">', page)


def test_the_search_box_finds_an_order_by_its_number(city):
    number = city.at("handling")
    city.at("handling")
    client = signed_in(city, "water_clerk")

    assert client.get("/console/find/", {"q": number}).url == f"/console/orders/{number}/"
    assert text_of(client.get("/console/find/", {"q": number[:12]})).count("data-row=") == 2
    assert client.get("/console/find/", {"q": "water"}).url == "/console/orders/?words=water"
    assert "没有您能看到的工单" in text_of(
        signed_in(city, "parks_clerk").get("/console/find/", {"q": number})
    )


def test_a_file_goes_up_and_comes_down_only_to_those_concerned(city, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.MEDIA_ROOT = tmp_path
    number = city.at("handling")
    client = signed_in(city, "water_clerk")
    photo = SimpleUploadedFile("现场.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100)

    assert do(client, number, "attach", file=photo).status_code == 302
    address = re.search(
        rf"/console/orders/{number}/files/\d+/", text_of(client.get(f"/console/orders/{number}/"))
    )[0]
    response = client.get(address)
    assert response["Content-Disposition"].startswith("attachment")
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    b"".join(response.streaming_content)
    for close in response._resource_closers:  # what the server does; response.close() ends the connection too
        close()
    assert signed_in(city, "parks_clerk").get(address).status_code == 404


def test_english_is_complete_on_the_order_page(city):
    number = city.at("pending_callback")
    client = signed_in(city, "callback")

    page = text_of(client.get(f"/console/orders/{number}/", headers={"Accept-Language": "en"}))

    told = re.sub(r'lang="zh-Hans">[^<]*', "", page)
    for own in ("朝阳路 18 号", "云泽市"):
        told = told.replace(own, "")
    shown = set(re.findall(r"[\u4e00-\u9fff]+", told))
    assert "Record a callback" in page
    assert {"派单", "签收", "办理中", "待回访", "诉求", "承办单位"} & shown == set()


def test_pages_are_sent_compressed_and_files_as_they_are(city):
    client = signed_in(city, "dispatcher")

    page = client.get("/console/", headers={"Accept-Encoding": "gzip"})

    assert page["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/api/v1/orders", headers={"Accept-Encoding": "gzip"})
