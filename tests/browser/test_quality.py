"""Quality in a real browser: a weak reply is seen while it is written, inspected, appealed and decided."""

import os
from datetime import timedelta
from pathlib import Path

import pytest

from tests.browser.conftest import DESK, PHONE
from tests.oversight.quality_desk import EMPTY, SOUND, QualityDesk

HOME = "/console/oversight/quality/"
SHOTS = os.environ.get("JIESU_SHOTS")


@pytest.fixture
def desk(live_server) -> QualityDesk:
    """The people of quality, in a database that the live server sees."""
    return QualityDesk()


def person(name):
    from jiesu.accounts.models import User

    return User.objects.get(username=name)


def keep(shown, name):
    """A picture to look at, where one is wanted."""
    if SHOTS:
        shown.page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def drawn(desk, **more):
    """The tasks of everything that was replied so far, as if drawn tomorrow."""
    from jiesu.core import clock
    from jiesu.organisations.actors import SYSTEM
    from jiesu.oversight import actions
    from jiesu.oversight.models import Inspection

    plan = desk.plan(**more)
    actions.draw_sample(plan.pk, by=SYSTEM, seed=7, at=clock.now() + timedelta(days=1))
    return list(Inspection.objects.order_by("pk"))


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_weak_reply_is_seen_while_it_is_written_and_when_it_is_reviewed(desk, screen, size):
    from jiesu.workorders import actions as orders
    from tests.jobs import run_due

    number = desk.register()
    orders.dispatch_order(number, lead=desk.water.pk, by=desk.dispatcher)
    orders.sign_assignment(number, by=desk.water_clerk)
    clerk = screen(person("water_clerk"), size=size)
    clerk.page.goto(f"/console/orders/{number}/?act=reply")
    clerk.page.wait_for_selector(".reply-hints:has-text('写下公开答复后')")
    clerk.page.locator("#reply-public_answer").press_sequentially(EMPTY, delay=2)
    clerk.page.wait_for_selector(".reply-hints .clock-overdue:has-text('较差')")
    keep(clerk, f"quality-writing-{size[0]}")
    clerk.check()
    clerk.page.locator("#reply-handling").fill("已转。")
    clerk.page.locator(".deed-form .act-go").first.click()
    clerk.page.wait_for_selector(".toast-line")
    orders.approve_reply(number, by=desk.water_leader)
    run_due()
    desk.replied(SOUND)
    reviewer = screen(person("reviewer"), size=size)
    reviewer.page.goto(f"/console/orders/{number}/")
    reviewer.page.evaluate("document.querySelector('.watch').scrollIntoView()")
    reviewer.page.wait_for_selector(".watch .hint .clock-overdue")
    keep(reviewer, f"quality-order-{size[0]}")
    reviewer.page.goto(f"{HOME}replies/")
    assert reviewer.page.locator("tbody tr").count() == 2
    keep(reviewer, f"quality-replies-{size[0]}")
    reviewer.check()


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_a_score_is_given_appealed_and_decided(desk, screen, size):
    from jiesu.oversight.models import Inspection

    desk.replied(EMPTY)
    desk.replied(SOUND)
    task = drawn(desk)[0]
    _scored(screen(person(task.inspector_name), size=size), task, size)
    _appealed(screen(person("water_clerk"), size=size), size)
    _decided(screen(person("assessor"), size=size), size)
    assert Inspection.objects.get(pk=task.pk).score == 90


def _scored(inspector, task, size):
    """Refused without a reason, then sent."""
    inspector.page.goto(HOME)
    keep(inspector, f"quality-tasks-{size[0]}")
    inspector.check()
    inspector.page.locator(f"td.row-number a:has-text('{task.pk}')").first.click()
    inspector.page.locator("input[name=lost_answers]").fill("25")
    inspector.page.locator("main form.marks button.btn-primary").click()
    inspector.page.wait_for_selector(".deduct .errorlist")
    keep(inspector, f"quality-scoring-{size[0]}")
    inspector.wrong.clear()  # the browser says that an answer was 422
    inspector.check()
    inspector.page.locator("input[name=comment_answers]").fill("一个字没有答。")
    inspector.page.locator("main form.marks button.btn-primary").click()
    inspector.page.wait_for_selector(".toast-line:has-text('已评分')")


def _appealed(clerk, size):
    """The person scored reads it and does not agree."""
    clerk.page.goto(f"{HOME}mine/")
    clerk.page.locator("td.row-number a").first.click()
    clerk.page.locator("textarea[name=reason]").fill("电话里已经答过。")
    keep(clerk, f"quality-appeal-{size[0]}")
    clerk.check()
    clerk.page.locator("main form button.btn-primary").click()
    clerk.page.wait_for_selector(".toast-line:has-text('已提交申诉')")


def _decided(assessor, size):
    """Somebody else scores it anew."""
    assessor.page.goto(HOME)
    assessor.page.locator("td.row-number a").first.click()
    assessor.page.locator("input[value=upheld]").check()
    assessor.page.locator("input[name=lost_answers]").fill("10")
    assessor.page.locator("textarea[name=decision]").fill("通话记录属实，书面仍应写明。")
    keep(assessor, f"quality-decide-{size[0]}")
    assessor.check()
    assessor.page.locator("main form.marks button.btn-primary").click()
    assessor.page.wait_for_selector(".toast-line:has-text('已裁定')")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_results_plans_and_forms_can_be_read(desk, screen, size):
    for _ in range(3):
        desk.replied(EMPTY)
    for task in drawn(desk, double_percent=100):
        desk.score(task, answers=15 if task.is_second else 25, words=5)
    inspector = screen(person("zhijian1"), size=size)
    for name in ("results/", "calibration/", "coaching/", "plans/", "plans/new/", "forms/reply/"):
        inspector.page.goto(f"{HOME}{name}")
        keep(inspector, f"quality-{name.strip('/').replace('/', '-')}-{size[0]}")
        inspector.check()
    dark = screen(person("peizhi"), size=size, dark=True)
    dark.page.goto(f"{HOME}forms/reply/")
    keep(dark, f"quality-form-{size[0]}")
    dark.check()
