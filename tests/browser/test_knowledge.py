"""From a gap to an answer in a real browser: a unit drafts, its leader vouches, the centre publishes."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE

ASKED = "家里庭水了咋办"
SHOTS = os.environ.get("JIESU_SHOTS")


@pytest.fixture
def desk(live_server):
    """The people of the knowledge base, in a database that the live server sees."""
    from jiesu.knowledge.selectors import keeping
    from tests.knowledge.desk import Desk

    keeping.forget_index()
    yield Desk()
    keeping.forget_index()


def person(name):
    from jiesu.accounts.models import User

    return User.objects.get(username=name)


def keep(shown, name):
    """A picture to look at, where one is wanted."""
    if SHOTS:
        shown.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def press(shown, label):
    shown.page.locator("main button", has_text=label).first.click()
    shown.page.wait_for_selector(f".toast-line:has-text('{label}')")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_what_nobody_found_is_written_published_and_found(desk, screen, size):
    operator = screen(person("operator"), size=size)
    operator.page.goto("/console/knowledge/")
    operator.page.locator("input[name=q]").last.fill(ASKED)
    operator.page.wait_for_selector("#found .nothing")
    operator.page.locator("button", has_text="记为缺口").click()
    operator.page.wait_for_selector(".toast-line")

    clerk = screen(person("water_clerk"), size=size)
    clerk.page.goto("/console/knowledge/waiting/")
    clerk.page.locator(f"li:has-text('{ASKED}') a").last.click()
    clerk.page.locator("textarea[name=askings]").fill("停水了\n水龙头没水")
    clerk.page.locator("input[name=question]").fill("家里停水了怎么办")
    clerk.page.locator("textarea[name=spoken]").fill("请拨打 96116，一小时内到场抢修。")
    clerk.page.locator("textarea[name=answer]").fill(
        "突发停水由市自来水公司抢修，一小时内到场，八小时内恢复供水。"
    )
    clerk.page.locator("input[name=review_by]").fill("2027-06-30")
    keep(clerk, f"form-{size[0]}")
    clerk.check()
    clerk.page.locator("main form button.btn-primary").click()
    clerk.page.wait_for_selector(".said")
    address = clerk.page.url
    press(clerk, "提交审核")
    for name, labels in (("water_leader", ["单位审核通过"]), ("zhishen", ["审批通过", "发布"])):
        other = screen(person(name), size=size)
        other.page.goto(address)
        for label in labels:
            press(other, label)
        keep(other, f"article-{name}-{size[0]}")
        other.check()

    operator.page.goto("/console/knowledge/")
    operator.page.wait_for_timeout(1100)  # the index is asked once a second whether anything changed
    operator.page.locator("input[name=q]").last.press_sequentially(ASKED, delay=20)
    operator.page.wait_for_selector("#found .hits a:has-text('家里停水了怎么办')")
    keep(operator, f"found-{size[0]}")
    operator.check()
    operator.page.locator("#found .hits a").first.click()
    press(operator, "用它答复")

    clerk.page.goto("/console/knowledge/waiting/")
    assert clerk.page.locator(f"text={ASKED}").count() == 0
    keep(clerk, f"waiting-{size[0]}")
    clerk.check()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_citizen_asks_and_reads_the_whole_answer(desk, screen, size):
    desk.publish()
    citizen = screen(size=size)
    citizen.page.goto("/ask/")
    for asked in ("火星怎么移民", "请问家里停水了怎么办"):
        citizen.page.locator("textarea[name=message]").fill(asked)
        citizen.page.locator("main button", has_text="发送").click()
        citizen.page.wait_for_selector(f".talk :text('{asked}')")
    citizen.page.locator("summary", has_text="查看完整答复").click()
    assert citizen.page.locator("text=抢修人员一小时内到场").is_visible()
    keep(citizen, f"ask-{size[0]}")
    citizen.check()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_those_who_keep_it_read_what_use_teaches(desk, screen, size):
    from dataclasses import replace
    from datetime import timedelta

    from jiesu.core import clock
    from jiesu.knowledge import actions
    from jiesu.workorders.actions import answer_directly
    from jiesu.workorders.actions.suggesting import suggest_articles
    from tests.knowledge.desk import WATER
    from tests.workorders.test_suggesting import residence

    number = desk.publish(replace(WATER, answer=f"{WATER.answer}本办法有效期至2026年12月31日。"))
    order = desk.register("家里停水了")
    answer_directly(order, answer=WATER.spoken, by=desk.operator, citations=[number])
    actions.note_complaint(order)
    residence(desk)
    suggest_articles()
    actions.check_live_articles(at=clock.now() + timedelta(days=90))

    editor = screen(person("zhibian"), size=size)
    for path in ("checks", "measures", "import", "learning"):
        editor.page.goto(f"/console/knowledge/{path}/")
        keep(editor, f"{path}-{size[0]}")
        editor.check()
    editor.page.locator("button", has_text="写成草稿").click()
    editor.page.wait_for_selector("textarea[name=answer]")
    assert "派出所" in editor.page.locator("textarea[name=answer]").input_value()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_file_is_looked_through_and_an_attachment_added(desk, screen, size, tmp_path):
    from tests.knowledge.writing import document, paragraph

    lines = ("问：水费怎么交？", "答：营业厅、网上都可以交。", "问：水质不好怎么办？", "失效日期：明天")
    (tmp_path / "问答.docx").write_bytes(document(*map(paragraph, lines)))
    (tmp_path / "申请表.pdf").write_bytes(b"%PDF-1.7")
    clerk = screen(person("water_clerk"), size=size)
    clerk.page.goto("/console/knowledge/import/")
    clerk.page.locator("input[type=file]").set_input_files(tmp_path / "问答.docx")
    clerk.page.locator("button", has_text="检查文件").click()
    clerk.page.wait_for_selector("text=不能识别“明天”")
    keep(clerk, f"import-rows-{size[0]}")
    clerk.check()
    number = desk.draft()
    clerk.page.goto(f"/console/knowledge/{number}/")
    clerk.page.locator("input[type=file]").set_input_files(tmp_path / "申请表.pdf")
    clerk.page.locator("input[name=is_public]").check()
    clerk.page.locator(".file-add button").click()
    clerk.page.wait_for_selector("#files + ul a:has-text('申请表.pdf')")
    keep(clerk, f"attached-{size[0]}")
    clerk.check()
