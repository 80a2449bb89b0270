"""The registration desk: one screen, one order for each form, nothing lost."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.console.test_workbench import QUERIES, SWAP, signed_in, text_of

DESK = "/console/register/"
KEY = "0123456789abcdef" * 2
TOLD = {
    "key": KEY,
    "phone": "138 1234 5678",
    "name": "王小明",
    "gender": "男",
    "channel": "phone",
    "content": "昨晚八点朝阳路18号门口井盖破损，有老人绊倒，希望尽快维修。",
    "nature": "complaint",
    "urgency": "normal",
    "address": "朝阳路 18 号",
    "is_public": "on",
    "disposition": "register",
}


def orders():
    from jiesu.workorders.models import WorkOrder

    return WorkOrder.objects.order_by("pk")


def test_only_those_who_register_have_a_desk(city, client):
    assert client.get(DESK).url == f"/login/?next={DESK}"
    for who in ("dispatcher", "water_clerk", "auditor"):
        staff = signed_in(city, who)
        assert staff.get(DESK).status_code == 403
        assert staff.post(DESK, TOLD).status_code == 403
        for part in ("topics/", "divisions/", "points/", "units/?field=lead"):
            assert staff.get(DESK + part).status_code == 403, part
        assert staff.post(f"{DESK}look/", TOLD).status_code == 403
        assert DESK not in text_of(staff.get("/console/"))
    assert DESK in text_of(signed_in(city, "operator").get("/console/"))
    assert not orders().exists()


def test_an_appeal_is_registered_and_the_operator_is_given_number_and_code(city):
    client = signed_in(city, "operator")

    response = client.post(DESK, TOLD, headers=SWAP)

    (order,) = orders()
    assert response["HX-Redirect"] == DESK
    assert (order.state, order.nature, order.channel, order.is_public) == (
        "pending_dispatch", "complaint", "phone", True,
    )  # fmt: skip
    assert (order.citizen.name, order.citizen.phone) == ("王小明", "13812345678")
    page = text_of(client.get(DESK))
    assert re.search(rf'data-receipt="{order.number}"', page)
    code = re.search(r"<b>(\d{6})</b>", page)[1]
    from jiesu.workorders.selectors import order_by_query_code

    assert order_by_query_code(order.number, code) == order
    assert "data-receipt" not in text_of(client.get(DESK))


def test_a_form_sent_twice_is_one_order(city):
    client = signed_in(city, "operator")

    for _ in range(2):
        assert client.post(DESK, TOLD).status_code == 302

    assert orders().count() == 1
    assert "已经登记过" in text_of(client.get(DESK))


@pytest.mark.parametrize(
    ("disposition", "more", "state"),
    [
        ("answer_directly", {"answer": "已当场答复。"}, "direct_answered"),
        ("transfer", {"transfer_reason": "transfer_110", "three_way": "on"}, "transferred"),
        ("guide", {"guide_reason": "guide_litigation", "guide_note": "已告知"}, "guided"),
        ("save_draft", {}, "draft"),
    ],
)
def test_the_operator_settles_it_on_the_same_screen(city, disposition, more, state):
    client = signed_in(city, "operator")

    assert client.post(DESK, {**TOLD, **more, "disposition": disposition}).status_code == 302

    assert [order.state for order in orders()] == [state]


def test_the_duty_chief_registers_and_dispatches(city):
    told = {**TOLD, "disposition": "dispatch", "lead": str(city.units["water"].pk), "instructions": "请尽快"}

    assert signed_in(city, "duty_chief").post(DESK, told).status_code == 302

    (order,) = orders()
    assert (order.state, order.lead_unit.code) == ("pending_sign", "water")
    assert signed_in(city, "operator").post(DESK, {**told, "key": "f" * 32}).status_code == 422
    assert orders().count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"content": " "}, "content"),
        ({"phone": "不知道"}, "phone"),
        ({"disposition": "answer_directly"}, "answer"),
        ({"disposition": "transfer"}, "transfer_reason"),
        ({"disposition": "guide"}, "guide_reason"),
        ({"lon": "118.8"}, "lat"),
        ({"lat": "99", "lon": "1"}, "lat"),
        ({"topic_code": "999999"}, "topic_code"),
    ],
)
def test_a_refused_form_comes_back_filled_in_with_the_error_beside_the_field(city, changes, field):
    client = signed_in(city, "operator")

    response = client.post(DESK, {**TOLD, **changes}, headers=SWAP)

    page = text_of(response)
    assert response.status_code in (409, 422)
    assert "朝阳路 18 号" in page
    assert KEY in page
    assert "王小明" in page
    wrong = re.search(
        rf'<div class="field is-wrong">((?!<div class="field).)*name="(search-)?{field}"', page, re.DOTALL
    )
    assert wrong, page
    assert not orders().exists()


def test_what_is_written_is_looked_at_as_one_goes(city):
    number = city.operator.register(content="朝阳路18号井盖破损，昨晚有老人绊倒")
    client = signed_in(city, "operator")

    page = text_of(client.post(f"{DESK}look/", {**TOLD, "name": "", "content": TOLD["content"]}))

    assert page.count('class="is-told"') == 5
    assert f"/console/orders/{number}/" in page
    assert "共 1 件" in page
    assert "同一来电人" in page
    assert "13812345678" not in page
    assert "办理时限" in page
    urgent = text_of(client.post(f"{DESK}look/", {**TOLD, "urgency": "critical"}))
    assert re.findall(r"办理时限</span> ([\d: -]+)<", page) != re.findall(
        r"办理时限</span> ([\d: -]+)<", urgent
    )


def test_nothing_written_yet_is_no_error(city):
    page = text_of(signed_in(city, "operator").post(f"{DESK}look/", {}))

    assert 'class="is-told"' not in page
    assert "填写来电号码后" in page


def test_topics_and_divisions_are_found_by_typing(city):
    from jiesu.catalogue.actions import import_topics
    from jiesu.catalogue.tables import TopicRow
    from jiesu.organisations.actors import SYSTEM
    from jiesu.places.actions import import_divisions

    import_topics([TopicRow(level1="市政设施", level2="井盖", level3="井盖破损")], by=SYSTEM)
    rows = [
        {"code": "990100", "name": "云泽市", "level": "city", "parent": ""},
        {"code": "990102", "name": "澄湖区", "level": "county", "parent": "990100"},
    ]
    import_divisions(rows, by=SYSTEM)
    client = signed_in(city, "operator")

    def found(part, **asked):
        return re.findall(r'value="(\d+)" data-name="([^"]+)"', text_of(client.get(DESK + part, asked)))

    assert found("topics/", **{"search-topic_code": "破损"}) == [("010101", "井盖破损")]
    assert found("topics/") == [("01", "市政设施")]
    assert found("divisions/", **{"search-area_code": "澄"}) == [("990102", "澄湖区")]
    assert found("divisions/", address="澄湖区朝阳路") == [("990102", "澄湖区"), ("990100", "云泽市")][:1]
    heard = text_of(client.post(f"{DESK}look/", {**TOLD, "address": "澄湖区朝阳路"}))
    assert 'data-code="990102"' in heard


def test_units_are_advised_by_topic_and_area_before_anything_is_registered(city):
    from jiesu.catalogue import actions as catalogue
    from jiesu.catalogue.tables import DutyRow, TopicRow
    from jiesu.organisations.actors import SYSTEM

    catalogue.import_topics([TopicRow(level1="市政设施", level2="井盖", level3="井盖破损")], by=SYSTEM)
    duty = DutyRow(topic="010101", area_code="", lead="water", assists=(), legal_basis="《城市道路管理条例》")
    catalogue.import_duties([duty], by=SYSTEM)

    page = text_of(signed_in(city, "duty_chief").get(f"{DESK}units/?field=lead&topic_code=010101"))

    assert "水务集团" in page
    assert "市政设施/井盖/井盖破损 × 全域 · 《城市道路管理条例》" in page
    assert signed_in(city, "duty_chief").get(f"{DESK}units/?field=no").status_code == 404


def test_the_map_knows_the_places_of_recent_orders_one_may_see(city):
    client = signed_in(city, "operator")
    client.post(DESK, {**TOLD, "lon": "118.80123", "lat": "32.06"})
    client.post(DESK, {**TOLD, "key": "e" * 32, "content": "没有坐标的另一件事"})

    (point,) = client.get(f"{DESK}points/").json()["points"]

    assert point[:3] == [118.80123, 32.06, orders()[0].number]


def test_the_desk_is_read_in_few_queries(city):
    for _ in range(3):
        city.operator.register()
    for who in ("operator", "duty_chief"):
        client = signed_in(city, who)
        for ask in (lambda c: c.get(DESK), lambda c: c.post(f"{DESK}look/", TOLD)):
            with CaptureQueriesContext(connection) as queries:
                assert ask(client).status_code == 200
            assert len(queries) <= QUERIES, (who, [query["sql"] for query in queries])
