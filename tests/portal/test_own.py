"""The page of one's own order: how far it is, and what can be said to it."""

import re

import pytest

from tests.api.cast import JOURNEY
from tests.workorders.test_hearing import order


def labels_of(page) -> list[tuple[str, str]]:
    return re.findall(r'<li class="(done|now|later)"[^>]*><span>([^<]+)</span>', page.content.decode())


def test_the_citizen_sees_each_step(client, city, citizen):
    number = city.operator.register()
    seen = []
    for stop, who, verb, body in JOURNEY:
        if stop != "called_back":
            page = citizen(number)
            seen.append([label for reached, label in labels_of(page) if reached != "later"][-1])
        city.voices[who].do(number, verb, **body)
    assert seen == ["已受理", "已派单", "办理中", "办理中", "办理中", "已答复", "已办结"]
    assert [reached for reached, _ in labels_of(citizen(number))] == ["done"] * 5


def test_names_of_staff_and_their_notes_stay_inside(client, city, citizen):
    number = city.at("closed")
    html = citizen(number).content.decode()

    assert "您好，井盖已更换。" in html
    assert "水务集团" in html
    for name in (*city.voices, "已派抢修人员", "请尽快处理", "13812345678", "王小明"):
        assert name not in html, name


def test_the_answer_is_rated_on_the_page(client, city, citizen):
    number = city.at("pending_callback")
    assert "评价这次答复" in citizen(number).content.decode()

    sent = client.post(
        f"/track/orders/{number}/rate/",
        {"satisfaction": "very_satisfied", "resolution": "resolved", "comment": "谢谢"},
        follow=True,
    )

    html = sent.content.decode()
    assert "谢谢，评价已经记下。" in html
    assert "非常满意" in html
    assert "评价这次答复" not in html
    assert order(number).callback_round == "good"
    again = client.post(f"/track/orders/{number}/rate/", {"satisfaction": "dissatisfied"})
    assert (again.status_code, order(number).final_satisfaction) == (409, "very_satisfied")


def test_a_rating_without_a_level_comes_back_filled_in(client, city, citizen):
    number = city.at("pending_callback")
    citizen(number)

    page = client.post(f"/track/orders/{number}/rate/", {"comment": "办得不错"})

    assert page.status_code == 422
    assert "请选一项。" in page.content.decode()
    assert "办得不错" in page.content.decode()
    assert order(number).callback_round == ""


def test_something_is_added_and_shown(client, city, citizen):
    number = city.at("handling")
    citizen(number)

    html = client.post(
        f"/track/orders/{number}/more/", {"more-words": "今晚又有两盏不亮"}, follow=True
    ).content.decode()

    assert "补充内容已经转给正在办理的人。" in html
    assert "您的补充" in html
    assert "今晚又有两盏不亮" in html


def test_a_finished_order_is_asked_about_once_more_and_then_refused_with_the_reason(client, city, citizen):
    number = city.at("closed")
    citizen(number)

    html = client.post(
        f"/track/orders/{number}/again/", {"again-words": "又坏了"}, follow=True
    ).content.decode()
    assert "已重新受理" in html
    assert order(number).state == "pending_dispatch"

    refused = client.post(f"/track/orders/{number}/again/", {"again-words": "还有"})
    assert refused.status_code == 409
    assert "当前不能追问" in refused.content.decode()
    assert "还有</textarea>" in refused.content.decode()
    for step in JOURNEY[:7]:
        city.voices[step[1]].do(number, step[2], **step[3])
    page = client.get(f"/track/orders/{number}/").content.decode()
    assert "您已经追问过" in page
    assert "再问一次" not in page


@pytest.mark.parametrize("verb", ["rate", "more", "again"])
def test_nobody_speaks_for_somebody_else(client, city, verb):
    number = city.at("closed")

    words = {"satisfaction": "satisfied", "more-words": "x", "again-words": "x"}
    assert client.post(f"/track/orders/{number}/{verb}/", words)["Location"] == "/track/"
    assert client.get(f"/track/orders/{number}/{verb}/").status_code == 405
    assert (order(number).state, order(number).reopen_count) == ("closed", 0)


def test_who_is_guided_elsewhere_is_told_where(client, city, citizen):
    number = city.at("pending_dispatch")
    city.dispatcher.do(number, "guide", reason_code="guide_litigation")

    html = citizen(number).content.decode()

    assert "人民法院诉讼服务热线12368" in html
    assert "依法应通过诉讼解决" in html


def test_refusals_are_said_in_english_too(client, city, citizen):
    number = city.at("closed")
    citizen(number)
    client.post("/language/", {"language": "en", "next": "/"})
    html = client.get(f"/track/orders/{number}/").content.decode()

    assert "Not settled? Ask once more" in html
    assert "Finished" in html or "Closed" in html
