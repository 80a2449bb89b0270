"""What anybody may read, and that nothing personal is among it."""

import re
from datetime import date

import pytest

from jiesu.catalogue.actions import save_notice
from jiesu.organisations.actors import SYSTEM
from jiesu.workorders.actions import answer_directly, archive_order, register_order
from jiesu.workorders.registration import CitizenDetails, Registration

SECRETS = (
    "王小明",
    "小明",
    "13812345678",
    "320703199001011234",
    "85412345",
    "苏A12345",
    "abc_12345",
    "李红",
    "501室",
)
CONTENT = (
    "本人王小明，电话13812345678，身份证320703199001011234，家住和平里3栋2单元501室，座机0518-85412345，微信号abc_12345。"
    "邻居李红的车苏A12345长期堵住消防通道。"
)
WANG = CitizenDetails(name="王小明", phone="13812345678", identity="320703199001011234")


def answered(content: str = CONTENT, *, answer: str = "您好，已责令驶离。", **more) -> str:
    given = {"citizen": WANG, **more}
    number = register_order(Registration(content=content, **given), by=SYSTEM).number
    answer_directly(number, answer=answer, by=SYSTEM)
    return number


def text_of(client, address: str) -> str:
    page = client.get(address)
    assert page.status_code == 200, address
    return page.content.decode()


def test_a_walk_over_all_public_pages_meets_nothing_personal(client, hotline):
    for n in range(12):
        answered(f"{CONTENT}第{n}次。", title=f"王小明（13812345678）反映第{n}件")
    answered("普通的事：路灯不亮。", answer="经办人王小明13812345678已更换。")
    seen, waiting = set(), ["/", "/cases/?q=消防通道"]
    while waiting:
        address = waiting.pop()
        html = text_of(client, address)
        assert not [secret for secret in SECRETS if secret in html], address
        seen.add(address)
        found = re.findall(r'href="((?:/cases/|/notices/|/elsewhere/|\?)[^"#]*)"', html)
        links = {("/cases/" + link if link[0] == "?" else link).replace("&amp;", "&") for link in found}
        waiting += [link for link in links if link not in seen and link not in waiting]
    assert len([address for address in seen if re.fullmatch(r"/cases/\d+/", address)]) == 13


@pytest.mark.parametrize(
    "more",
    [{"is_public": False}, {"is_confidential": True}, {"nature": "report"}],
)
def test_what_may_not_be_public_is_nowhere(client, hotline, more):
    number = answered("路灯坏了很久没人修。", **more)

    assert client.get(f"/cases/{number}/").status_code == 404
    assert number not in text_of(client, "/cases/") + text_of(client, "/cases/?q=路灯")
    alike = client.post("/report/alike/", {"content": "路灯坏了很久没人修。"}).content.decode()
    assert number not in alike


def test_what_is_not_finished_is_not_published_and_what_is_archived_still_is(client, city):
    assert client.get(f"/cases/{city.at('pending_review')}/").status_code == 404
    assert client.get(f"/cases/{city.at('closed')}/").status_code == 200
    number = answered("路灯坏了。")
    archive_order(number, by=SYSTEM)
    assert client.get(f"/cases/{number}/").status_code == 200


def test_cases_are_found_by_words_and_turned_page_by_page(client, hotline):
    numbers = [answered(f"和平路第{n}盏路灯不亮。") for n in range(11)]
    answered("公交车站牌歪了。")

    first = text_of(client, "/cases/?q=路灯")
    listed = re.findall(r'href="/cases/(\d+)/"', first)
    assert listed == numbers[:0:-1]
    following = re.search(r'href="(\?q=[^"]*cursor=[^"]+)"', first).group(1).replace("&amp;", "&")
    assert re.findall(r'href="/cases/(\d+)/"', text_of(client, f"/cases/{following}")) == numbers[:1]
    assert "没有找到" in text_of(client, "/cases/?q=恐龙化石")


@pytest.mark.parametrize("query", ["q=%00", "q=" + "长" * 300, "cursor=forged", "q=!%26|", "q=%27"])
def test_strange_searches_are_answered_with_the_page(client, hotline, query):
    assert client.get(f"/cases/?{query}", follow=True).status_code == 200


def test_look_alike_cases_are_shown_while_one_writes(client, hotline):
    number = answered("和平路路灯不亮，晚上很黑。", answer="路灯已修复。")

    html = client.post("/report/alike/", {"content": "和平路的路灯不亮了，晚上太黑"}).content.decode()

    assert f"/cases/{number}/" in html
    assert client.post("/report/alike/", {"content": "短"}).content.strip() == b""
    assert client.get("/report/alike/").status_code == 405


def test_notices_are_shown_while_they_hold(client, hotline, held_clock):
    today = date(2026, 3, 2)
    shown = save_notice(None, title="今晚停水", body="23点起。", starts_on=today, is_urgent=True, by=SYSTEM)
    gone = save_notice(
        None, title="旧闻", body="过了。", starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 1), by=SYSTEM
    )

    home = text_of(client, "/")
    assert "今晚停水" in home
    assert "旧闻" not in home
    assert "23点起。" in text_of(client, f"/notices/{shown.pk}/")
    assert client.get(f"/notices/{gone.pk}/").status_code == 404


def test_what_12345_does_not_handle_is_told_with_who_does_in_both_languages(client, hotline):
    assert "人民法院诉讼服务热线12368" in text_of(client, "/elsewhere/")
    client.post("/language/", {"language": "en", "next": "/"})
    assert "hotline, 12368" in text_of(client, "/elsewhere/")
