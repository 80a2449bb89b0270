"""A real browser on a live server: pages as people see them, watched for whatever should never happen."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.test import Client

from tests.api.cast import City, found_city

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESK, PHONE = (1440, 900), (390, 844)
SHIFTS = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
}).observe({ type: "layout-shift", buffered: true });
"""
SETTLE = """
for (const moving of document.getAnimations()) {
  if (moving.effect.getComputedTiming().endTime !== Infinity) moving.finish();
}
"""


@dataclass
class Screen:
    """One person's browser page, and what went wrong on it."""

    page: object
    wrong: list[str] = field(default_factory=list)

    def check(self) -> None:
        """Nothing was complained of, nothing moved by itself, nothing hinders people."""
        assert self.wrong == []
        assert self.page.evaluate("window.shifted") < 0.1
        self.page.evaluate(SETTLE)  # what is fading in or out has no colour to be judged by
        self.page.evaluate(AXE.read_text())
        found = self.page.evaluate("axe.run(document, { resultTypes: ['violations'] })")
        serious = [
            (item["id"], [node["html"][:200] for node in item["nodes"]])
            for item in found["violations"]
            if item["impact"] in ("serious", "critical")
        ]
        assert serious == []


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """Debian's Chromium, driven by Playwright."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "Chromium is missing. On Debian and Ubuntu: apt-get install chromium fonts-noto-cjk"
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop running in this thread
        browser = playwright.chromium.launch(executable_path=program, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture
def city(live_server) -> City:
    """Units and people in a database that the live server sees."""
    return found_city()


@pytest.fixture
def screen(chromium, live_server) -> Iterator[Callable[..., Screen]]:
    """Call it with a person to get their page, signed in; without one it is a citizen's."""
    contexts = []

    def open_screen(user=None, *, size: tuple[int, int] = DESK, dark: bool = False) -> Screen:
        context = chromium.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            locale="zh-CN",
            base_url=live_server.url,
        )
        contexts.append(context)
        if user is not None:
            context.add_cookies([_session(user, live_server.url)])
        context.add_init_script(SHIFTS)
        shown = Screen(context.new_page())
        _watch(shown, live_server.url)
        return shown

    yield open_screen
    for context in contexts:
        context.close()


def _session(user, url: str) -> dict[str, str]:
    from django.conf import settings

    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return {"name": name, "value": client.cookies[name].value, "url": url}


def _watch(shown: Screen, home: str) -> None:
    page = shown.page
    page.on(
        "console", lambda said: shown.wrong.append(said.text) if said.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: shown.wrong.append(str(error)))
    page.on(
        "request", lambda sent: None if sent.url.startswith((home, "data:")) else shown.wrong.append(sent.url)
    )
