"""Triage in a real browser: the pages on a desk and on a phone, a rule tried and kept, orders made one."""

import os
from datetime import timedelta

import pytest

from jiesu.triage.selectors import forget_readers
from tests.browser.conftest import DESK, PHONE

PAGES = ("", "rules/", "rules/trial/", "models/", "automatic/", "quality/")
MATTER = "湖滨花园小区三号楼地下车库漏水严重，积水很深，车辆无法进出"


@pytest.fixture(autouse=True)
def _fresh():
    forget_readers()
    yield
    forget_readers()


def _pictured(page, name):
    if directory := os.environ.get("JIESU_SCREENSHOTS"):
        page.screenshot(path=f"{directory}/triage-{name}.png", full_page=True)


def _suggest(*, water, county, at):
    """A suggestion for every order, two months back; a third of them people have changed."""
    from jiesu.triage.models import Suggestion
    from jiesu.workorders.models import WorkOrder

    for count, order in enumerate(WorkOrder.objects.order_by("pk")):
        chosen, unit = ("0101", water) if count % 3 else ("0201", county)
        Suggestion.objects.create(
            order=order,
            at=at,
            topic_code="0101",
            topic_chance=0.55 + 0.06 * count,
            unit=water,
            unit_chance=0.9,
            chosen_topic=chosen,
            chosen_unit=unit,
            settled_at=at - timedelta(days=9 * count),
        )


@pytest.fixture
def furnished(city):
    """Topics, three hot issues, two rules of which one fails, three versions, two months of suggestions."""
    from jiesu.catalogue import actions as catalogue
    from jiesu.core import clock
    from jiesu.core.tables import TableRow
    from jiesu.organisations.actors import SYSTEM
    from jiesu.organisations.models import Unit
    from jiesu.triage import actions
    from tests.console.configuring import TOPICS
    from tests.console.triage_cast import issue_of, told, version

    names = ("level1", "level2", "level3")
    topics = [TableRow(line, dict(zip(names, path, strict=True))) for line, path in enumerate(TOPICS, 2)]
    catalogue.take_topics(topics, by=SYSTEM, keep=True)
    county, water, parks = (city.units[name] for name in ("county", "water", "parks"))
    numbers = told(city, *(f"1381111{at:04d}" for at in range(5)))
    issue = issue_of(numbers)
    now = clock.now()
    for at, member in enumerate(issue.members.all()):
        member.at = now - timedelta(days=3 * at)
        member.save()
    issue_of(
        told(city, "13911110001", "13911110002"), title="朝阳路夜间施工噪声扰民", place="朝阳路", heat=6.0
    )
    for rule in (
        actions.RuleText(
            name="二次供水归水司", any_of=["二次供水", "水箱"], topic_code="0101", lead=water.pk
        ),
        actions.RuleText(
            name="公园归园林", any_of=["公园"], none_of=["停车"], lead=parks.pk, assists=[county.pk]
        ),
        actions.RuleText(name="二次供水水箱", any_of=["二次供水水箱"], topic_code="0101", lead=county.pk),
    ):
        actions.save_rule(rule, by=SYSTEM)
    Unit.objects.filter(pk=parks.pk).update(is_active=False)
    version(version=1, figures={"macro_f1": 0.86, "accuracy": 0.88, "top3": 0.97})
    version(version=2, is_current=True, rival_figures={"macro_f1": 0.86, "accuracy": 0.88, "top3": 0.97})
    version(version=3, state="learning", progress="words: fold 2 of 3", figures={}, learned_rows=0)
    _suggest(water=water, county=county, at=now)
    city.issue = issue
    return city


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_every_page_of_triage_is_sound(furnished, screen, size):
    shown = screen(furnished.voices["duty_chief"].user, size=size)
    page = shown.page
    for path in (*PAGES, f"issues/{furnished.issue.pk}/"):
        assert page.goto(f"/console/triage/{path}").status == 200, path
        shown.check()
        _pictured(page, f"{path.strip('/').replace('/', '-') or 'issues'}-{size[0]}")
        if size == PHONE:
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= PHONE[0], f"{path} is {width} pixels wide"


def test_they_are_sound_in_the_dark(furnished, screen):
    shown = screen(furnished.voices["duty_chief"].user, dark=True)
    for path in ("", "models/", "quality/"):
        shown.page.goto(f"/console/triage/{path}")
        shown.check()
        _pictured(shown.page, f"{path.strip('/') or 'issues'}-dark")


@pytest.mark.parametrize("size", [DESK, PHONE])
def test_an_administrator_tries_a_rule_and_keeps_it(furnished, screen, size):
    shown = screen(furnished.voices["administrator"].user, size=size)
    page = shown.page
    page.goto("/console/triage/rules/new/")
    page.fill("[name=name]", "车库归区里")
    page.fill("[name=any_of]", "车库")
    page.fill("[name=lead]", "county")
    page.click("button[name=try]")
    page.locator(".is-new").wait_for()
    _pictured(page, f"tried-{size[0]}")
    shown.check()
    page.click("form.act .btn-primary")
    page.locator("text=规则已保存").wait_for()
    assert page.locator("text=提到“车库”").count() == 1
    shown.check()


def test_a_dispatcher_sees_what_may_be_one_matter_and_makes_it_one(city, screen):
    first = city.operator.register(content=MATTER, citizen={"phone": "13811110001"})
    city.operator.register(content=MATTER, citizen={"phone": "13811110002"})
    shown = screen(city.voices["dispatcher"].user)
    page = shown.page
    page.goto("/console/dispatch/")
    page.locator(".proposal").wait_for()
    _pictured(page, "proposed")
    shown.check()
    page.locator(".proposal button[name=there], .proposal button[name=here]").first.click()
    page.locator(".toast-line", has_text="并入").wait_for()
    _pictured(page, "merged")
    shown.check()
    page.goto(f"/console/triage/groups/{first}/")
    _pictured(page, "group")
    shown.check()


def test_a_pair_is_held_apart_on_a_phone(city, screen):
    city.operator.register(content=MATTER, citizen={"phone": "13811110001"})
    second = city.operator.register(content=MATTER, citizen={"phone": "13811110002"})
    shown = screen(city.voices["dispatcher"].user, size=PHONE)
    page = shown.page
    page.goto(f"/console/orders/{second}/")
    page.locator(".proposal").wait_for()
    _pictured(page, "proposed-390")
    page.locator("button", has_text="不是同一件事").click()
    page.locator("text=已判定不是同一件事").wait_for()
    shown.check()
