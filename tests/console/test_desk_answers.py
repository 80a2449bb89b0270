"""The knowledge base beside the registration desk: found while one writes, opened, texted, cited."""

import pytest

from jiesu.knowledge.models import Article, ArticleUse, Inquiry
from jiesu.knowledge.selectors import forget_index
from jiesu.messaging.selectors import stand_in_messages
from jiesu.workorders.models import WorkOrder
from tests.console.test_desk import DESK, TOLD
from tests.console.test_knowledge import signed_in
from tests.console.test_workbench import SWAP, text_of
from tests.knowledge.desk import WATER, Desk

PANEL = f"{DESK}knowledge/"


@pytest.fixture
def desk(db, held_clock):
    forget_index()
    yield Desk()
    forget_index()


@pytest.fixture
def number(desk):
    return desk.publish()


def test_articles_are_found_for_what_was_said_and_for_what_was_asked(number):
    operator = signed_in("operator")
    said = {"content": "我家从早上开始就停水了，怎么办", "title": ""}
    found = text_of(operator.post(PANEL, said, headers=SWAP))
    assert WATER.question in found
    assert f'data-cite="{number}"' in found
    assert "没有找到" in text_of(operator.post(PANEL, {"content": "邻居半夜弹钢琴"}, headers=SWAP))
    assert WATER.question in text_of(
        operator.post(PANEL, {"content": "邻居半夜弹钢琴", "knowledge-q": "庭水"}, headers=SWAP)
    )
    assert "写下诉求" in text_of(operator.post(PANEL, {}, headers=SWAP))


def test_an_article_opens_beside_the_form(number):
    shown = text_of(signed_in("operator").get(f"{PANEL}{number}/", headers=SWAP))
    assert WATER.spoken in shown
    assert WATER.place in shown
    assert "<html" not in shown


def test_an_order_answered_with_an_article_cites_it(number):
    operator = signed_in("operator")
    given = {
        "disposition": "answer_directly",
        "answer": WATER.spoken,
        "citations": f" {number.lower()}、{number}",
    }
    assert operator.post(DESK, TOLD | given).status_code == 302

    (order,) = WorkOrder.objects.all()
    assert order.state == "direct_answered"
    assert list(ArticleUse.objects.values_list("use", "order_number")) == [("cited", order.number)]
    assert Article.objects.get().uses == 1
    page = text_of(operator.get(f"/console/orders/{order.number}/"))
    assert "引用知识" in page
    assert WATER.question in page


def test_an_unknown_article_is_named_beside_its_field_and_nothing_is_registered(number):
    given = {"disposition": "answer_directly", "answer": "好", "citations": "ZS999999"}
    response = signed_in("operator").post(DESK, TOLD | given)
    assert response.status_code == 422
    assert "没有这个已发布的知识：ZS999999" in text_of(response)
    assert not WorkOrder.objects.exists()
    assert Article.objects.get().uses == 0


def test_the_answer_is_sent_to_the_number_in_the_form(number):
    operator = signed_in("operator")
    sent = operator.post(f"{PANEL}{number}/text/", {"phone": "138 1234 5678"}, headers=SWAP)
    assert "短信已交发送" in text_of(sent)
    assert [message.address for message in stand_in_messages()] == ["13812345678"]
    again = operator.post(f"{PANEL}{number}/text/", {"phone": "13812345678"}, headers=SWAP)
    assert (again.status_code, "不再重复发送" in text_of(again)) == (429, True)
    nobody = operator.post(f"{PANEL}{number}/text/", {"phone": ""}, headers=SWAP)
    assert (nobody.status_code, "来电号码" in text_of(nobody)) == (422, True)
    assert len(stand_in_messages()) == 1


def test_what_nothing_answers_becomes_a_gap_without_personal_data(number):
    told = {"content": "本人王小明，电话13812345678，火星移民怎么办"}
    said = text_of(signed_in("operator").post(f"{PANEL}missed/", told, headers=SWAP))
    assert "已记入知识缺口" in said
    (gap,) = Inquiry.objects.filter(is_good=False)
    assert "13812345678" not in gap.text
    assert "王小明" not in gap.text


@pytest.mark.parametrize("who", ["water_clerk", "supervisor"])
def test_only_those_who_register_use_the_panel(number, who):
    staff = signed_in(who)
    assert staff.post(PANEL, {"content": "停水了怎么办"}).status_code == 403
    assert staff.get(f"{PANEL}{number}/").status_code == 403
    assert staff.post(f"{PANEL}{number}/text/", {"phone": "13812345678"}).status_code == 403
    assert staff.post(f"{PANEL}missed/", {"content": "停水"}).status_code == 403
    assert stand_in_messages() == []
    assert not Inquiry.objects.filter(is_good=False).exists()


def test_an_orders_page_offers_articles_that_may_answer_it(desk, number):
    order = desk.register("家里停水一整天了怎么办")
    shown = text_of(signed_in("dispatcher").get(f"/console/orders/{order}/knowledge/", headers=SWAP))
    assert f'data-cite="{number}"' in shown
    assert signed_in("power_clerk").get(f"/console/orders/{order}/knowledge/").status_code == 404
