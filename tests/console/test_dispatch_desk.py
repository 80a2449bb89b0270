"""The dispatch desk: queue beside the order, advice with its reason, clocks ahead, one person at a time."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.cast import REPLY
from tests.console.test_workbench import QUERIES, SWAP, do, order_at, signed_in, text_of, version

DESK = "/console/dispatch/"


def held_by(city, number: str) -> str:
    from jiesu.workorders.models import OrderClaim

    return next(iter(OrderClaim.objects.filter(order__number=number).values_list("user_name", flat=True)), "")


def advise(city) -> None:
    """The duty catalogue names units for a topic in a county."""
    from jiesu.catalogue import actions as catalogue
    from jiesu.catalogue.tables import DutyRow, TopicRow
    from jiesu.organisations.actors import SYSTEM
    from jiesu.places.actions import import_divisions

    county = {"code": "990102", "name": "澄湖区", "level": "county", "parent": ""}
    import_divisions([county], by=SYSTEM)
    catalogue.import_topics([TopicRow(level1="市政设施", level2="井盖", level3="井盖破损")], by=SYSTEM)
    duty = DutyRow(
        topic="010101",
        area_code="990102",
        lead="water",
        assists=("parks",),
        legal_basis="《城市道路管理条例》",
    )
    catalogue.import_duties([duty], by=SYSTEM)


def opened(page: str) -> list[str]:
    return re.findall(
        r'hx-get="/console/orders/(\d+)/\?queue=dispatch&amp;act=dispatch" hx-trigger="intersect', page
    )


def test_the_first_order_stands_open_beside_the_queue_with_the_form_that_dispatches_it(city):
    first, second = city.at("pending_dispatch"), city.at("pending_dispatch")
    client = signed_in(city, "dispatcher")

    page = text_of(client.get(DESK))

    assert re.findall(r'data-row="(\d+)"', page) == [first, second]
    assert opened(page) == [first]
    beside = text_of(client.get(f"{order_at(first)}?queue=dispatch&act=dispatch", headers=SWAP))
    assert f'action="/console/orders/{first}/do/dispatch/"' in beside
    assert opened(text_of(client.get(f"{DESK}?order={second}"))) == [second]
    assert re.findall(r'data-row="(\d+)"', text_of(client.get(f"{DESK}rows/"))) == [first, second]


def test_only_dispatchers_have_a_dispatch_desk(city):
    city.at("pending_dispatch")
    for who in ("operator", "water_clerk", "reviewer"):
        client = signed_in(city, who)
        assert client.get(DESK).status_code == 404
        assert client.get(f"{DESK}rows/").status_code == 404
        assert DESK not in text_of(client.get("/console/"))
    assert DESK in text_of(signed_in(city, "dispatcher").get("/console/"))


def test_an_empty_queue_says_what_would_be_there(city):
    page = text_of(signed_in(city, "dispatcher").get(DESK))

    assert "没有等待派单的工单" in page
    assert opened(page) == []
    assert opened(text_of(signed_in(city, "dispatcher").get(f"{DESK}?order=no"))) == []


def test_the_clocks_ahead_follow_the_urgency_and_a_pack_that_is_tried(city):
    number = city.at("pending_dispatch")
    client = signed_in(city, "dispatcher")

    def due(**asked):
        page = text_of(client.get(f"/console/orders/{number}/preview/", asked))
        return re.findall(r"办理时限 <b>([\d: -]+)</b>", page)

    usual = due()
    assert len(usual) == 1
    assert due(urgency="normal") == due(urgency="no-such", pack="no-such") == usual
    assert due(urgency="critical") != usual
    assert due(**{"trial-pack": "beijing_2022"}) != usual
    assert "计入" in text_of(client.get(f"/console/orders/{number}/preview/"))
    assert client.get("/console/orders/1/preview/").status_code == 404


def test_a_corrected_urgency_is_amended_first_and_the_clocks_follow_it(city):
    number = city.at("pending_dispatch")
    client, water = signed_in(city, "dispatcher"), city.units["water"].pk
    told = {"lead": water, "urgency": "critical", "version": version(city, number)}

    assert do(client, number, "dispatch", **told).status_code == 302

    story = city.operator.story(number)
    assert (story["order"]["state"], story["order"]["urgency"]) == ("pending_sign", "critical")
    assert [line["verb"] for line in story["timeline"]] == ["register", "amend", "dispatch"]


def test_an_urgency_that_was_not_touched_amends_nothing(city):
    number = city.at("pending_dispatch")
    told = {"lead": city.units["water"].pk, "urgency": "normal", "version": version(city, number)}

    assert do(signed_in(city, "dispatcher"), number, "dispatch", **told).status_code == 302

    assert [line["verb"] for line in city.operator.story(number)["timeline"]] == ["register", "dispatch"]


def test_who_opens_an_order_claims_it_and_others_see_it(city):
    first, second = city.at("pending_dispatch"), city.at("pending_dispatch")
    mine, hers = signed_in(city, "dispatcher"), signed_in(city, "duty_chief")

    assert "您正在办理" in text_of(mine.post(f"{order_at(first)}claim/", headers=SWAP))

    page = text_of(hers.get(DESK))
    assert "dispatcher在办" in page
    assert opened(page) == [second]
    assert "dispatcher正在办理" in text_of(hers.get(order_at(first)))
    assert "dispatcher正在办理" in text_of(hers.post(f"{order_at(first)}claim/", headers=SWAP))
    assert held_by(city, first) == "dispatcher"
    assert "正在办理" not in text_of(hers.get(order_at(second)))


def test_while_somebody_has_it_open_others_cannot_act_and_their_form_stays_filled_in(city):
    number = city.at("pending_dispatch")
    signed_in(city, "dispatcher").post(f"{order_at(number)}claim/", headers=SWAP)
    hers = signed_in(city, "duty_chief")
    told = {"lead": city.units["water"].pk, "instructions": "请尽快", "version": version(city, number)}

    response = hers.post(f"{order_at(number)}do/dispatch/", told, headers=SWAP)

    assert response.status_code == 409
    assert "dispatcher正在办理这件工单" in text_of(response)
    assert "请尽快" in text_of(response)
    assert city.operator.story(number)["order"]["state"] == "pending_dispatch"
    assert do(hers, number, "annotate", note="已电话提醒", visibility="unit").status_code == 302


def test_a_claim_is_taken_over_with_a_word_and_never_without(city):
    number = city.at("pending_dispatch")
    mine, hers = signed_in(city, "dispatcher"), signed_in(city, "duty_chief")
    mine.post(f"{order_at(number)}claim/", headers=SWAP)

    bare = hers.post(f"{order_at(number)}claim/", {"take": "1", "word": " "}, headers=SWAP)
    assert bare.status_code == 422
    assert "请写明接手原因" in text_of(bare)
    half_typed = hers.post(f"{order_at(number)}claim/", {"word": "他去"}, headers=SWAP)
    assert "dispatcher正在办理" in text_of(half_typed)
    taken = hers.post(f"{order_at(number)}claim/", {"take": "1", "word": "他去开会了"}, headers=SWAP)
    assert "您正在办理" in text_of(taken)
    assert "duty_chief已接手：他去开会了" in text_of(mine.post(f"{order_at(number)}claim/", headers=SWAP))


def test_a_claim_ends_with_the_deed_with_leaving_and_by_itself(city, held_clock):
    number = city.at("pending_dispatch")
    mine = signed_in(city, "dispatcher")
    mine.post(f"{order_at(number)}claim/", headers=SWAP)
    told = {"lead": city.units["water"].pk, "version": version(city, number)}
    assert do(mine, number, "dispatch", **told).status_code == 302
    assert held_by(city, number) == ""

    other = city.at("pending_dispatch")
    mine.post(f"{order_at(other)}claim/", headers=SWAP)
    assert mine.post(f"{order_at(other)}release/").status_code == 204
    assert held_by(city, other) == ""

    mine.post(f"{order_at(other)}claim/", headers=SWAP)
    held_clock.move(timedelta(minutes=3))
    assert opened(text_of(signed_in(city, "duty_chief").get(DESK))) == [other]


def test_units_neither_claim_nor_see_claims(city):
    number = city.at("pending_sign")
    signed_in(city, "duty_chief").post(f"{order_at(number)}claim/", headers=SWAP)
    clerk = signed_in(city, "water_clerk")

    assert clerk.post(f"{order_at(number)}claim/", headers=SWAP).status_code == 403
    assert "正在办理" not in text_of(clerk.get(f"{order_at(number)}?queue=sign"))
    assert do(clerk, number, "sign").status_code == 302
    assert do(clerk, number, "reply", **REPLY, resolution="resolved").status_code == 302


@pytest.mark.parametrize("many", [1, 6])
def test_the_desk_is_read_in_few_queries(city, many):
    advise(city)
    for _ in range(many):
        number = city.operator.register(topic_code="010101", area_code="990102")
    client = signed_in(city, "dispatcher")
    for address in (DESK, f"{DESK}rows/", f"{order_at(number)}?queue=dispatch&act=dispatch"):
        client.get(address, headers=SWAP)  # published versions are read once in a process
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address, headers=SWAP).status_code == 200
        assert len(queries) <= QUERIES, [query["sql"] for query in queries]


def test_the_order_page_tells_its_kin_and_the_days_that_were_counted(city):
    number, other = city.at("handling"), city.at("pending_dispatch")
    client = signed_in(city, "duty_chief")

    page = text_of(client.get(order_at(number)))

    assert "同一诉求人" in page
    assert f"/console/orders/{other}/" in page
    assert "计入 " in page
    alike = text_of(client.get(f"{order_at(number)}alike/"))
    assert other in alike
    assert order_at(number) not in alike
    assert signed_in(city, "town_clerk").get(f"{order_at(number)}alike/").status_code == 404
