"""Nothing is forgotten: whole stories of supervision, each step on the page of the person whose job it is."""

from datetime import datetime

import pytest

from jiesu.core import clock
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_stories import act, state
from tests.conftest import MONDAY_MORNING

HERE = "/console/oversight/supervision/"


class MovedClock:
    """A clock that the live server's threads see as well, which a context of ours would not reach."""

    def __init__(self) -> None:
        self.move_to(datetime(*MONDAY_MORNING, tzinfo=clock.SHANGHAI))

    def move_to(self, at: datetime) -> None:
        """Put it at a moment."""
        self.at = at


@pytest.fixture
def moved_clock(monkeypatch) -> MovedClock:
    """It stands at nine on a Monday morning until the test moves it, for the pages too."""
    moved = MovedClock()
    monkeypatch.setattr(clock, "now", lambda: moved.at)
    return moved


@pytest.fixture
def people(city, screen):
    """Call it with a name to get that person's page, opened once."""
    opened = {}

    def page_of(who, **how):
        if who not in opened:
            opened[who] = screen(city.voices[who].user, **how)
        return opened[who]

    return page_of


def shown(person, address: str) -> str:
    person.page.goto(address)
    person.check()
    return person.page.inner_text("main")


def send(person, form: str, **answers) -> None:
    """Fill in a form of a page and send it."""
    page = person.page
    for name, value in answers.items():
        field = page.locator(f"{form} [name={name}]")
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    person.check()
    page.locator(f"{form} .act-end button").click()
    page.wait_for_load_state("networkidle")


def working(moved_clock, moment: str) -> None:
    """What the workers do at a moment of March 2026."""
    from jiesu.oversight.actions import sweep_watches
    from jiesu.workorders.actions import sweep_deadlines
    from tests.jobs import run_due

    moved_clock.move_to(datetime.fromisoformat(f"2026-03-{moment}").replace(tzinfo=clock.SHANGHAI))
    sweep_deadlines()
    run_due()
    sweep_watches()
    run_due()


@pytest.fixture
def begun(moved_clock, city):
    """An order that the water company has had since Monday morning."""
    return city.at("handling")


def test_an_order_left_alone_is_warned_urged_escalated_and_lands_in_ledger_and_bulletin(
    begun, moved_clock, city, people
):
    from jiesu.catalogue.selectors import current_rules
    from jiesu.workorders.models import Deadline

    due = Deadline.objects.get(order__number=begun, kind="handle")
    day = due.due_at.astimezone(clock.SHANGHAI)
    calendar = current_rules().calendar

    def close_of(count: int) -> str:
        return f"{calendar.end_of_working_day(day, count).astimezone(clock.SHANGHAI):%d %H:%M}:30"

    working(moved_clock, f"{due.warn_at.astimezone(clock.SHANGHAI):%d %H:%M}:59")
    due.refresh_from_db()
    assert due.warned_at == clock.now()
    chief = people("duty_chief")
    assert "临期" in shown(chief, f"/console/orders/{begun}/")

    working(moved_clock, f"{day:%d %H:%M}:30")
    working(moved_clock, close_of(1))
    clerk = people("water_clerk", size=PHONE)
    told = shown(clerk, f"/console/oversight/orders/{begun}/")
    assert "办理时限超过1工作日" in told
    assert begun in shown(chief, f"{HERE}ledgers/?ledger=overdue")

    working(moved_clock, close_of(3))
    assert "蓝色督办" in shown(clerk, f"{HERE}issued/")
    working(moved_clock, close_of(5))
    chief.page.goto(f"/console/orders/{begun}/")
    chief.page.wait_for_selector("#watch .colour-yellow")
    chief.check()
    told = chief.page.inner_text("#watch")
    assert "提至 副秘书长" in told
    assert "办理时限超过5工作日" in told

    chief.page.goto(f"{HERE}bulletins/new/?period=ad_hoc")
    send(chief, "form.act")
    assert begun in chief.page.inner_text("main")
    chief.page.locator("form[action$='/issue/'] button").click()
    chief.page.wait_for_selector("text=TB2026")
    chief.check()
    listed = shown(clerk, f"{HERE}bulletins/")
    clerk.page.locator("main table a").first.click()
    clerk.page.locator("form[action$='/acknowledge/'] button").click()
    clerk.page.wait_for_load_state("networkidle")
    assert "TB2026" in listed
    assert clerk.page.locator("form[action$='/acknowledge/']").count() == 0
    assert "未签阅" not in clerk.page.inner_text("main")


def test_an_order_returned_three_times_is_decided_in_a_conference(moved_clock, city, people):
    from tests.jobs import run_due

    number = city.operator.register()
    for unit, returned in (("water", 1), ("parks", 2), ("county", 3)):
        city.dispatcher.do(number, "dispatch", lead=unit)
        city.voices[f"{unit}_clerk"].do(
            number, "request_return", reason_code="return_not_ours", reason="不在本单位职责范围内"
        )
        if returned < 3:
            city.dispatcher.do(number, "approve_return")
    run_due()
    chief = people("duty_chief")
    told = shown(chief, f"{HERE}conference/")
    assert told.count("不在本单位职责范围内") == 3
    chief.page.locator("main .btn-primary").first.click()
    chief.page.wait_for_selector(".deed-form form.act")
    act(chief, number, "convene", reason="三家单位均称不属本单位职责。")
    told = shown(chief, f"{HERE}conference/")
    assert "会商指定主办" in told
    act(chief, number, "assign_lead", units=("水务集团",), minutes="会商纪要〔2026〕3号：由水务集团主办。")
    assert state(city, number) == "pending_sign"
    clerk = people("water_clerk")
    clerk.page.goto(f"/console/orders/{number}/")
    assert "申请退单" not in clerk.page.inner_text("#deeds")
    assert "会商纪要〔2026〕3号" in clerk.page.inner_text("main")
    assert number not in shown(chief, f"{HERE}conference/")


def test_an_unsatisfied_citizen_leads_to_rework_and_then_to_supervision(moved_clock, city, people):
    from tests.jobs import run_due

    number = city.at("pending_callback")
    said = {
        "reached": "yes",
        "satisfaction": "dissatisfied",
        "resolution": "unresolved",
        "reason": "路面还是坑的。",
        "unit_at_fault": "yes",
    }
    answer = {"handling": "已修。", "public_answer": "您好，已修复。"}
    for turn in (1, 2):
        act(people("callback"), number, "record_callback", **said)
        act(people("callback"), number, "rework", reason="路面未恢复。")
        if turn == 1:
            act(people("water_clerk"), number, "reply", **answer)
            act(people("water_leader"), number, "approve_reply")
            act(people("reviewer"), number, "review")
    run_due()
    clerk = people("water_clerk")
    told = shown(clerk, f"{HERE}issued/")
    assert "第2次重办" in told
    clerk.page.locator("main table a").first.click()
    send(clerk, "form[action$='/answer/']", note="已重新铺设路面，附照片。")
    supervisor = people("supervisor")
    shown(supervisor, f"{HERE}issued/?tab=answered")
    supervisor.page.locator("main table a").first.click()
    send(supervisor, "form[action$='/accept/']")
    assert "已销号" in supervisor.page.inner_text("main")


PAGES = ("issued/", "ledgers/", "conference/", "bulletins/", "bulletins/new/")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_every_page_of_supervision_can_be_used_by_everybody(moved_clock, city, people, size):
    chief, administrator = people("duty_chief", size=size), people("administrator", size=size)
    for address in PAGES:
        assert shown(chief, f"{HERE}{address}")
    for address in ("ladder/", "ladder/edit/", "ladder/try/"):
        assert shown(administrator, f"{HERE}{address}")
