"""A citizen's whole story on a phone in a real browser, and the pages in the dark and in large text."""

import re
from collections.abc import Callable, Iterator

import pytest

from jiesu.organisations.actors import SYSTEM
from tests.browser.conftest import DESK, PHONE, SHIFTS, Screen, _watch

LARGE_PHOTO = """async () => {
  const canvas = new OffscreenCanvas(2400, 1800);
  const brush = canvas.getContext("2d");
  for (let i = 0; i < 3000; i += 1) {
    brush.fillStyle = `hsl(${i % 360} 60% ${30 + (i % 50)}%)`;
    brush.fillRect((i * 7919) % 2400, (i * 104729) % 1800, 160, 90);
  }
  const blob = await canvas.convertToBlob({ type: "image/jpeg", quality: 0.97 });
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return Array.from(bytes);
}"""


@pytest.fixture
def visitor(chromium, live_server) -> Iterator[Callable[..., Screen]]:
    """Call it for a citizen's page; nobody is signed in."""
    contexts = []

    def open_page(*, size: tuple[int, int] = PHONE, dark: bool = False, script: bool = True) -> Screen:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            base_url=live_server.url,
            java_script_enabled=script,
            geolocation={"longitude": 119.2, "latitude": 34.6, "accuracy": 25},
            permissions=["geolocation"],
        )
        contexts.append(context)
        context.add_init_script(SHIFTS)
        shown = Screen(context.new_page())
        _watch(shown, live_server.url)
        return shown

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def published(city) -> str:
    """A finished case that anybody may read."""
    from jiesu.workorders.actions import answer_directly, register_order
    from jiesu.workorders.registration import Registration

    number = register_order(Registration(content="和平路路灯不亮，晚上很黑，希望维修。"), by=SYSTEM).number
    answer_directly(number, answer="和平路路灯已经修复。", by=SYSTEM)
    return number


def photo_of(page) -> dict:
    return {"name": "路灯.jpg", "mimeType": "image/jpeg", "buffer": bytes(page.evaluate(LARGE_PHOTO))}


def reported(shown: Screen) -> tuple[str, str]:
    """Report with a photo and the phone's place; number and query code."""
    page = shown.page
    page.goto("/report/")
    page.fill("[name=content]", "和平路的路灯坏了好几天，晚上很黑，希望尽快维修。")
    page.wait_for_selector("[data-alike] a")
    page.click("[data-locate]")
    page.wait_for_selector("[data-forget]:visible")
    page.set_input_files("[name=photos]", [photo_of(page)])
    page.wait_for_selector(".photos li")
    shown.check()
    page.fill("[name=phone]", "13812345678")
    page.locator("form[data-report] > button:not([type=button])").click()
    page.wait_for_selector(".receipt")
    shown.check()
    number, code = page.locator(".receipt dd").all_inner_texts()
    return number, code


def test_a_citizens_whole_story_on_a_phone(city, visitor, published):
    from jiesu.workorders import selectors

    shown = visitor()
    page = shown.page
    number, code = reported(shown)
    order = selectors.get_order(number, for_user=SYSTEM)
    assert (order.lon, order.lat) == (119.2, 34.6)
    (photo,) = selectors.attachments_of(order, for_user=SYSTEM)
    assert (photo.content_type, photo.size < 600_000) == ("image/jpeg", True)

    other = visitor()
    other.page.goto("/track/")
    other.page.fill("[name=number]", number)
    other.page.fill("[name=code]", code)
    other.page.locator("main form button").click()
    other.page.wait_for_selector(".steps .now:has-text('已受理')")
    other.page.fill("[name=more-words]", "今晚又有两盏不亮。")
    other.page.locator("form[action$='/more/'] button").click()
    other.page.wait_for_selector("#news")
    other.check()

    for who, verb, body in (
        ("dispatcher", "dispatch", {"lead": "water"}),
        ("water_clerk", "sign", {}),
        ("water_clerk", "reply", {"handling": "换灯。", "public_answer": "路灯已经更换。"}),
        ("water_leader", "approve_reply", {}),
        ("reviewer", "review", {}),
    ):
        city.voices[who].do(number, verb, **body)
    page.goto(f"/track/orders/{number}/")
    page.wait_for_selector(".answer:has-text('路灯已经更换')")
    shown.check()
    page.locator("form[action$='/rate/'] button").click()
    page.wait_for_selector(".errorlist:has-text('请选一项')")
    shown.wrong.clear()  # the browser's word of the form that was refused
    page.locator("label:has-text('基本满意')").click()
    page.locator("form[action$='/rate/'] button").click()
    page.wait_for_selector("#news:has-text('评价已经记下')")
    city.callback.do(number, "close")

    page.reload()
    page.fill("[name=again-words]", "又坏了一盏。")
    page.locator("form[action$='/again/'] button").click()
    page.wait_for_selector("#news:has-text('已重新受理')")
    shown.check()
    assert city.operator.story(number)["order"]["state"] == "pending_dispatch"


def test_without_scripts_the_report_is_sent_all_the_same(city, visitor):
    page = visitor(script=False).page
    page.goto("/report/")
    assert not page.locator("[data-locate]").is_visible()
    page.fill("[name=content]", "公园的长椅坏了。")
    page.locator("form[data-report] > button:not([type=button])").click()

    assert page.locator(".receipt dd").count() == 2
    page.goto("/")
    page.locator("button:has-text('大字版')").click()
    assert page.locator("html.large").count() == 1


def test_what_was_being_written_is_there_after_a_crash_but_no_name(city, visitor):
    page = visitor().page
    page.goto("/report/")
    page.fill("[name=content]", "写到一半的事")
    page.fill("[name=name]", "王小明")
    page.wait_for_timeout(600)  # a draft is kept as soon as the writing rests

    page.goto("/report/")

    assert page.input_value("[name=content]") == "写到一半的事"
    assert page.input_value("[name=name]") == ""
    assert "王小明" not in page.evaluate("localStorage.getItem('jiesu-report-draft')")
    page.locator("[data-draft-line] button").click()
    assert page.input_value("[name=content]") == ""


def test_a_report_whose_answer_was_lost_is_registered_once(city, visitor):
    from jiesu.workorders.selectors import state_counts

    shown = visitor()
    page = shown.page

    def lose(route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        route.fetch(max_redirects=0)
        return route.abort()

    page.route("**/report/", lose)
    page.goto("/report/")
    page.fill("[name=content]", "公园的长椅坏了。")
    page.locator("form[data-report] > button:not([type=button])").click()
    page.wait_for_timeout(1500)
    page.unroute("**/report/")

    page.goto("/report/")
    assert page.input_value("[name=content]") == "公园的长椅坏了。"
    page.locator("form[data-report] > button:not([type=button])").click()

    page.wait_for_selector(".receipt")
    assert sum(state_counts(for_user=SYSTEM).values()) == 1


def test_a_busy_networks_browser_does_the_work_by_itself(city, visitor):
    from jiesu.portal.limits import REPORTS

    for _ in range(8):
        REPORTS.count("127.0.0.1")
    shown = visitor()
    page = shown.page
    page.goto("/report/")
    page.wait_for_selector(".challenge [role=status]:has-text('验证已自动完成')")
    page.fill("[name=content]", "公园的长椅坏了。")
    page.locator("form[data-report] > button:not([type=button])").click()

    page.wait_for_selector(".receipt")
    shown.check()


def test_a_photo_keeps_its_place_only_where_that_is_wanted(city, visitor):
    from tests.intake.test_enclosures import photo

    page = visitor().page
    page.goto("/report/")
    plain = bytes(page.evaluate(LARGE_PHOTO))
    notes = photo(turn=1)[2:]
    notes = notes[: notes.index(b"\xff\xfe")]
    told = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": plain[:2] + notes + plain[2:]}
    held = """async () => {
      const [file] = document.querySelector("[name=photos]").files;
      return new TextDecoder("latin1").decode(await file.arrayBuffer());
    }"""
    page.set_input_files("[name=photos]", [told])
    page.wait_for_selector(".photos li")
    assert "N34E119" not in page.evaluate(held)

    page.check("[name=keep_place]")
    page.wait_for_selector("[data-photos] .status", state="hidden")

    kept = page.evaluate(held)
    assert "N34E119" in kept
    assert len(kept) < len(plain)


@pytest.mark.parametrize("size", [PHONE, DESK])
@pytest.mark.parametrize("manner", ["light", "dark", "large"])
def test_every_page_is_readable_for_everybody(city, visitor, published, size, manner):
    from datetime import date

    from jiesu.catalogue.actions import save_notice

    notice = save_notice(
        None, title="今晚停水", body="23点起。", starts_on=date(2026, 1, 1), is_urgent=True, by=SYSTEM
    )
    shown = visitor(size=size, dark=manner == "dark")
    page = shown.page
    if manner == "large":
        page.goto("/")
        page.locator("button:has-text('大字版')").click()
    for address in (
        "/",
        "/report/",
        "/track/",
        "/track/phone/",
        "/cases/",
        f"/cases/{published}/",
        "/notices/",
        f"/notices/{notice.pk}/",
        "/elsewhere/",
    ):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        if manner == "large":
            assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
        shown.check()


def test_what_is_pressed_is_large_enough_for_a_thumb(city, visitor, published):
    page = visitor().page
    small = """() => [...document.querySelectorAll('a, button, input:not([type=hidden]), select, summary')]
      .filter((one) => one.offsetParent && !one.closest('.trap, .skip'))
      .filter((one) => !one.matches('[type=checkbox], [type=radio]'))
      .filter((one) => one.getBoundingClientRect().height < 44 && getComputedStyle(one).display !== 'inline')
      .map((one) => one.outerHTML.slice(0, 120))"""
    for address in ("/", "/report/", "/track/", "/cases/", f"/cases/{published}/"):
        page.goto(address)
        assert page.evaluate(small) == [], address
    assert re.search("12345", page.locator(".dial").inner_text())
