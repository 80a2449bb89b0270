"""Takes the readme's pictures from a served demo city: `make demo`, then `make pictures` beside it.

Every page is opened in a real Chromium by the member of staff whose page it is, at the width it is made for.
"""

import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
DESK, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True)
class Picture:
    """One page to be shown.

    Attributes:
        name: of the file.
        who: user name; empty for a citizen.
        path: where it begins.
        steps: selectors that are clicked one after the other; one that begins with ``wait:`` is waited for,
            and ``type:`` types what stands after the equals sign.
        size: of the window.
    """

    name: str
    who: str
    path: str
    steps: tuple[str, ...] = ()
    size: tuple[int, int] = DESK


PICTURES = (
    Picture("work", "dispatcher", "/console/", ("[data-row] [data-open]", "wait:#panel #order")),
    Picture(
        "register",
        "operator",
        "/console/register/",
        (
            "type:[name=content]=澄湖区湖滨街道解放路12号小区昨晚起停水，家里有老人，希望尽快恢复供水。",
            "wait:[data-take]",
        ),
    ),
    Picture("order", "shui-clerk", "/console/", ("[data-row] [data-open]", "wait:#panel #order")),
    Picture("lists", "duty-chief", "/console/orders/"),
    Picture("citizen", "", "/", size=PHONE),
    Picture("report", "", "/report/", size=PHONE),
)


def main() -> None:
    """Take them all, or those named on the command line."""
    address = os.environ.get("ADDRESS", "http://127.0.0.1:8000")
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if not program:
        sys.exit("Chromium is missing. On Debian and Ubuntu: apt-get install chromium fonts-noto-cjk")
    wanted = [picture for picture in PICTURES if picture.name in sys.argv[1:] or not sys.argv[1:]]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        for picture in wanted:
            _take(browser, picture, address)
        browser.close()


def _take(browser: Any, picture: Picture, address: str) -> None:  # noqa: ANN401 - Playwright's
    width, height = picture.size
    context = browser.new_context(
        viewport={"width": width, "height": height}, locale="zh-CN", base_url=address, reduced_motion="reduce"
    )
    page = context.new_page()
    if picture.who:
        _sign_in(page, picture.who)
    page.goto(picture.path)
    for step in picture.steps:
        _carry_out(page, step)
    page.wait_for_load_state("networkidle")
    target = HERE / "images" / f"{picture.name}.png"
    page.screenshot(path=target)
    print(f"{target.name}: {target.stat().st_size // 1024} KB")
    context.close()


def _carry_out(page: Any, step: str) -> None:  # noqa: ANN401 - Playwright's
    kind, _, rest = step.partition(":")
    if kind == "wait":
        page.wait_for_selector(rest)
    elif kind == "type":
        field, _, words = rest.partition("]=")
        page.locator(f"{field}]").press_sequentially(words, delay=10)
    else:
        page.locator(step).first.click()


def _sign_in(page: Any, who: str) -> None:  # noqa: ANN401 - Playwright's
    var = Path(os.environ.get("JIESU_VAR") or HERE.parent / "var")
    page.goto("/login/")
    page.fill("[name=username]", who)
    page.fill("[name=password]", (var / "demo" / "password").read_text().strip())
    page.keyboard.press("Enter")
    page.wait_for_url("**/console/**")


if __name__ == "__main__":
    main()
