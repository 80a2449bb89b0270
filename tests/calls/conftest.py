"""A switch of its own for each test, with its connector; skipped with the reason where there is none."""

import importlib.util
import os
import shutil
import wave
from pathlib import Path

import numpy as np
import pytest

from jiesu.telephony.switch_tree import SwitchTree
from tests.architecture.house import ROOT

PROGRAMS = Path(os.environ.get("JIESU_SWITCH_TREE") or ROOT / "var" / "switch" / "programs")


def pytest_collection_modifyitems(items):
    """Without a switch there is nothing to test; in CI that is a failure, elsewhere it is said."""
    missing = []
    if not SwitchTree(PROGRAMS).is_complete:
        missing.append(f"the switch is not in {PROGRAMS}: run `jiesu switch install`")
    if importlib.util.find_spec("pjsua2") is None:
        missing.append("no telephone to test with: pjsua2-python is made for Python 3.11 and 3.12")
    if missing and not os.environ.get("CI"):
        for item in items:
            if Path(__file__).parent in item.path.parents:
                item.add_marker(pytest.mark.skip(reason="; ".join(missing)))


@pytest.fixture(scope="session")
def tones():
    """Two seconds of a tone for each side, so that one can tell who is heard."""
    from django.conf import settings

    directory = Path(settings.VAR)
    directory.mkdir(parents=True, exist_ok=True)
    made = {}
    for side, pitch in (("caller", 440), ("seat", 1000), ("second", 1600)):
        made[side] = directory / f"{side}.wav"
        moments = np.arange(16000) / 8000
        with wave.open(str(made[side]), "wb") as file:
            file.setparams((1, 2, 8000, 0, "NONE", ""))
            file.writeframes((np.sin(2 * np.pi * pitch * moments) * 12000).astype("<i2").tobytes())
    return made


@pytest.fixture(scope="session")
def phone_chromium(tones):
    """A browser whose microphone plays a tone, and whose sound goes over the loopback address."""
    from playwright.sync_api import sync_playwright

    from tests.browser.conftest import QUIET

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert program, "Chromium is missing. On Debian and Ubuntu: apt-get install chromium fonts-noto-cjk"
    given = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-audio-capture={tones['seat']}",
        "--autoplay-policy=no-user-gesture-required",
        "--allow-loopback-in-peer-connection",
    )
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop running in this thread
        browser = playwright.chromium.launch(executable_path=program, args=[*QUIET, *given])
        yield browser
        browser.close()


@pytest.fixture
def exchange(transactional_db):
    """A switch with one queue, one line, two seats and a trunk, and a connector that attends to it."""
    from jiesu.organisations.actors import SYSTEM
    from jiesu.telephony import actions
    from tests.calls.exchange import Exchange

    actions.save_queue("main", name="普通", by=SYSTEM, ring_seconds=4)
    actions.save_line("12345", queue="main", by=SYSTEM)
    for number in ("8001", "8002"):
        actions.save_seat(number, by=SYSTEM, in_browser=False)
    actions.save_seat("8003", by=SYSTEM)
    with pytest.MonkeyPatch.context() as patch:
        made = Exchange(patch)
        actions.save_trunk("carrier", host="127.0.0.3", port=made.trunk, by=SYSTEM)
        try:
            yield made.start()
        finally:
            made.end()


@pytest.fixture
def people(transactional_db):
    """Two operators who may take calls."""

    from jiesu.accounts.models import User
    from jiesu.organisations.actors import Actor

    def person(name):
        user = User.objects.create(username=name)
        return Actor(user_id=user.pk, name=name, permissions=frozenset({"take_calls", "listen_recordings"}))

    return person("lin"), person("he")
