"""The configuration in a real browser: a year of days, packs side by side, a second factor."""

import base64
import re

import pytest

from jiesu.accounts import actions as accounts
from jiesu.accounts import onetime
from jiesu.accounts.models import SecondFactor, User
from jiesu.catalogue import configured, selectors
from jiesu.core import clock
from jiesu.organisations.actors import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)
S = "/console/settings/"
PASSWORD = "a-long-phrase 12345"


@pytest.fixture
def admin(city, screen):
    return screen(city.voices["administrator"].user)


def test_days_are_picked_on_the_year_and_published_with_a_reason(admin):
    page = admin.page
    page.goto(f"{S}calendar/?year=2026")
    page.locator('[data-day="2026-07-08"]').click()
    page.locator('[data-day="2026-07-10"]').click(modifiers=["Shift"])
    assert page.locator(".day.is-picked").count() == 3
    assert page.locator("#id_last").input_value() == "2026-07-10"
    admin.check()

    page.locator("#id_reason").fill("台风停工")
    page.locator("#days").get_by_role("button", name="发布新版本").click()
    page.wait_for_selector('[data-day="2026-07-09"].day-own_rest')

    assert page.url.endswith("?year=2026")
    assert "台风停工" in page.locator("aside").inner_text()
    admin.check()


def test_two_packs_stand_side_by_side_with_their_differences_marked(admin):
    versions = list(configured.pack_versions())
    page = admin.page
    page.goto(f"{S}packs/{versions[0].pk}/")
    page.locator("#old").select_option(str(versions[1].pk))
    page.get_by_role("button", name="对比").click()
    page.wait_for_selector(".compared")

    assert page.locator("tr.is-changed ins").count() > 3
    assert page.locator("tr.is-same").count() > 3
    admin.check()


def test_an_edited_pack_is_previewed_and_published(admin):
    version = configured.current_pack_version()
    page = admin.page
    page.goto(f"{S}packs/{version.pk}/edit/")
    admin.check()
    page.locator('input[name="amount"]').first.fill("9")
    page.get_by_role("button", name="核对差别和举例").click()
    page.wait_for_selector("#previews .compared")
    assert page.locator(".is-new").count() == 1
    admin.check()

    page.get_by_label("为什么发布新版本").fill("试行")
    page.get_by_role("button", name="发布", exact=True).click()
    page.wait_for_url(re.compile(r"/packs/\d+/$"))
    published = configured.current_pack_version()
    assert (published.version, published.note) == (version.version + 1, "试行")
    assert str(selectors.pack_of(published.pk).limits[0].limit) == "9小时"


def test_a_table_is_looked_at_before_it_is_written(admin):
    page = admin.page
    page.goto(f"{S}tables/units/")
    text = "代码,名称,上级代码\ngas,市燃气公司,centre\n".encode("gbk")
    page.set_input_files("input[type=file]", {"name": "u.csv", "mimeType": "text/csv", "buffer": text})
    page.get_by_role("button", name="核对", exact=True).click()
    page.get_by_role("button", name="确认导入").wait_for()
    assert "市燃气公司" in page.locator("tbody").inner_text()
    admin.check()

    page.get_by_role("button", name="确认导入").click()
    page.wait_for_url(re.compile("/units/$"))
    assert "市燃气公司" in page.locator(".tree").inner_text()
    page.locator(".branch details summary").first.click()
    page.wait_for_selector(".branch-below .branch a")
    admin.check()


def test_a_second_factor_is_set_up_by_its_qr_code_and_asked_for_at_the_next_sign_in(city, screen):
    person = User.objects.get(username="water_clerk")
    accounts.set_password(person, password=PASSWORD, by=SYSTEM)
    accounts.demand_second_factor("unit_clerk", demanded=True, by=SYSTEM)
    shown = screen(User.objects.get(username="auditor"))
    page = shown.page
    page.context.clear_cookies()

    def sign_in() -> None:
        page.goto("/login/?next=/console/")
        page.get_by_label("账号").fill("water_clerk")
        page.get_by_label("密码").fill(PASSWORD)
        page.get_by_role("button", name="登录").click()

    sign_in()
    page.wait_for_url(re.compile("/me/second-factor/$"))
    assert page.locator("img.qr").evaluate("image => image.naturalWidth") > 100
    secret = page.locator("code.key").inner_text().replace(" ", "")
    assert len(base64.b32decode(secret)) == 20
    shown.check()
    page.locator("#id_code").fill(onetime.code_at(secret, onetime.step_of(clock.now())))
    page.get_by_role("button", name="启用二次验证").click()
    page.wait_for_selector(".recovery")
    recovery = page.locator(".recovery code").first.inner_text()
    shown.check()

    page.locator("details.menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    sign_in()
    page.wait_for_url(re.compile("/login/code/$"))
    shown.check()
    page.locator("#id_code").fill(recovery)
    page.get_by_role("button", name="验证").click()
    page.wait_for_url(re.compile("/console/$"))
    assert SecondFactor.objects.get(user=person).confirmed_at is not None
    shown.check()


def test_people_roles_and_the_audit_log_hold_up_in_the_dark(city, screen):
    person = city.voices["water_clerk"].user
    for name, addresses in {
        "administrator": [
            f"{S}people/",
            f"{S}people/{person.pk}/",
            f"{S}roles/dispatcher/",
            f"{S}duties/",
            f"{S}reasons/",
        ],
        "auditor": ["/console/audit/", "/console/me/password/", "/console/me/sessions/"],
    }.items():
        shown = screen(city.voices[name].user, size=(1024, 768), dark=True)
        for address in addresses:
            shown.page.goto(address)
            shown.check()
