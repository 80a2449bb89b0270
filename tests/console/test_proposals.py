"""Orders that may be one matter: shown at dispatch and review, merged in one step, held apart."""

import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from jiesu.triage import actions, selectors
from jiesu.triage.models import PairJudgement
from jiesu.workorders.models import WorkOrder
from tests.console.configuring import body_of
from tests.console.test_workbench import QUERIES, SWAP, order_at, signed_in, text_of
from tests.triage.doing import ADMIN

T = "/console/triage/"
LEAK = "湖滨花园小区三号楼地下车库漏水严重，积水很深，车辆无法进出"


def told(city, phone, content=LEAK):
    return city.operator.register(content=content, address="湖滨花园小区", citizen={"phone": phone})


@pytest.fixture
def pair(city):
    """Two orders of two people about one matter."""
    return told(city, "13811110001"), told(city, "13811110002")


def stored(number):
    return WorkOrder.objects.get(number=number)


def test_the_dispatch_desk_and_the_review_page_ask_for_what_may_be_one_matter(city):
    for state, who, asks in (
        ("pending_dispatch", "dispatcher", True),
        ("pending_review", "reviewer", True),
        ("handling", "dispatcher", False),
    ):
        number = city.at(state)
        page = text_of(signed_in(city, who).get(order_at(number)))
        assert (f"{T}orders/{number}/" in page) is asks
    number = city.at("pending_review")
    assert f"{T}orders/{number}/" not in text_of(signed_in(city, "water_clerk").get(order_at(number)))


def test_a_proposal_is_shown_with_points_and_reasons(city, pair):
    first, second = pair
    client = signed_in(city, "dispatcher")
    page = text_of(client.get(f"{T}orders/{second}/", headers=SWAP))
    for words in (first, "文字相近", "一天之内", "本单并入它", "把它并入本单", "不是同一件事"):
        assert words in page
    assert "<html" not in page
    assert "本单并入它" not in text_of(signed_in(city, "reviewer").get(f"{T}orders/{second}/", headers=SWAP))
    assert "<html" in text_of(client.get(f"{T}orders/{second}/"))


def test_merging_is_one_step_and_the_order_comes_back(city, pair, run_jobs):
    first, second = pair
    client = signed_in(city, "dispatcher")
    response = client.post(f"{T}orders/{second}/merge/", {"other": first, "there": "1"}, headers=SWAP)
    assert response["HX-Retarget"] == "#order"
    assert f"已将 {second} 并入 {first}" in text_of(response)
    assert stored(second).merged_into == stored(first)
    run_jobs()
    row = PairJudgement.objects.get()
    assert (row.first.number, row.second.number, row.is_same) == (first, second, True)


def test_a_waiting_order_is_merged_into_the_one_under_review(city):
    main = city.at("pending_review")
    content = stored(main).content
    other = city.operator.register(content=content, citizen={"phone": "13811110009"})
    client = signed_in(city, "duty_chief")
    page = text_of(client.get(f"{T}orders/{main}/", headers=SWAP))
    assert "把它并入本单" in page
    assert "本单并入它" not in page
    response = client.post(f"{T}orders/{main}/merge/", {"other": other, "here": "1"}, follow=True)
    assert "已并入 1 件。" in text_of(response)
    assert stored(other).merged_into == stored(main)


def test_what_is_held_apart_is_not_proposed_again_and_is_material_to_learn_from(city, pair):
    first, second = pair
    client = signed_in(city, "dispatcher")
    response = client.post(f"{T}orders/{second}/apart/", {"other": first}, headers=SWAP)
    assert "另有 1 件已判定不是同一件事" in text_of(response)
    assert first not in text_of(client.get(f"{T}orders/{second}/", headers=SWAP))
    row = PairJudgement.objects.get()
    assert (row.is_same, row.by_name) == (False, city.dispatcher.user.display_name)
    assert row.points > 35
    assert {stored(first).state, stored(second).state} == {"pending_dispatch"}
    sheet = load_workbook(io.BytesIO(body_of(client.get(f"{T}judged.xlsx")))).active
    assert [cell.value for cell in sheet[2]][:3] == [first, second, "否"]


@pytest.mark.parametrize("who", ["operator", "reviewer", "water_clerk"])
def test_who_may_not_merge_decides_nothing(city, pair, who):
    first, second = pair
    client = signed_in(city, who)
    for verb in ("merge", "apart"):
        assert client.post(f"{T}orders/{second}/{verb}/", {"other": first}).status_code in (403, 404)
    assert not PairJudgement.objects.exists()
    assert stored(second).state == "pending_dispatch"


def test_an_order_that_somebody_has_open_is_not_merged_away(city, pair):
    from jiesu.organisations.selectors import actor_for
    from jiesu.workorders.actions import claim_order

    first, second = pair
    claim_order(second, by=actor_for(city.duty_chief.user))
    response = signed_in(city, "dispatcher").post(
        f"{T}orders/{second}/merge/", {"other": first}, headers=SWAP
    )
    assert response.status_code == 409
    assert "正在办理这件工单" in text_of(response)
    assert stored(second).state == "pending_dispatch"


def test_a_group_gathers_more_of_the_same(city, pair):
    first, second = pair
    third = told(city, "13811110003")
    client = signed_in(city, "dispatcher")
    page = text_of(client.get(f"{T}groups/{first}/"))
    assert "还没有并入的工单" in page
    assert "?act=answer_directly" in page
    client.post(f"{T}groups/{first}/merge/", {"number": [second, third]})
    page = text_of(client.get(f"{T}groups/{first}/"))
    assert "并入 2 件，3 位诉求人得到同一个答复" in page
    assert client.post(f"{T}groups/{first}/merge/", {}).status_code == 422
    assert signed_in(city, "water_clerk").get(f"{T}groups/{first}/").status_code == 404


def test_who_was_merged_into_a_merged_order_is_answered_by_the_last(city, pair):
    first, second = pair
    third = told(city, "13811110003")
    city.dispatcher.do(first, "merge", into=second)
    city.dispatcher.do(second, "merge", into=third)
    client = signed_in(city, "dispatcher")
    assert client.get(f"{T}groups/{first}/").url == f"{T}groups/{third}/"
    assert "并入 2 件，3 位诉求人得到同一个答复" in text_of(client.get(f"{T}groups/{third}/"))


def test_an_order_taken_up_again_is_no_longer_held_for_the_same(city, pair, run_jobs):
    first, second = pair
    city.dispatcher.do(second, "merge", into=first)
    run_jobs()
    assert PairJudgement.objects.get().is_same
    city.duty_chief.do(second, "reopen", reason="是另一处漏水")
    run_jobs()
    assert not PairJudgement.objects.exists()


def test_switched_off_nothing_is_looked_for(city, pair):
    actions.switch(is_on=False, may_dispatch=False, by=ADMIN)
    page = text_of(signed_in(city, "dispatcher").get(f"{T}orders/{pair[1]}/", headers=SWAP))
    assert "智能研判已关闭" in page
    assert pair[0] not in page
    assert selectors.proposals_for(pair[1], for_user=ADMIN) is None


def test_it_is_read_in_few_queries(city, pair):
    client = signed_in(city, "dispatcher")
    for address in (f"{T}orders/{pair[1]}/", f"{T}groups/{pair[0]}/"):
        client.get(address)
        with CaptureQueriesContext(connection) as queries:
            client.get(address)
        assert len(queries) <= QUERIES, [query["sql"] for query in queries]
