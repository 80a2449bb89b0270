"""The pages' files: found, named by their content, compressed, light."""

import json
import re

import pytest
from django.contrib.staticfiles import finders

from jiesu.config import frontend

FIRST_LOAD = 300_000  # bytes, compressed


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    target = tmp_path_factory.mktemp("static")
    frontend.collect(target)
    return target


def hashed(target, path: str):
    return target / json.loads((target / "staticfiles.json").read_text())["paths"][path]


def test_the_packages_are_installed_and_only_the_listed_files_are_served():
    assert frontend.missing_files() == []
    assert finders.find("vendor/htmx.js").endswith("htmx.org/dist/htmx.min.js")
    assert finders.find("htmx.org/dist/htmx.min.js") is None


def test_a_package_that_is_not_installed_is_named(monkeypatch):
    monkeypatch.setitem(frontend.SERVED, "vendor/none.js", "none/none.js")

    assert frontend.missing_files() == ["vendor/none.js"]
    assert finders.find("vendor/none.js") is None


def test_modules_import_each_other_by_their_hashed_names(collected):
    main = hashed(collected, "jiesu/console/main.js").read_text()

    for name in re.findall(r'"\./([^"]+)"', main):
        assert re.fullmatch(r"\w+\.[0-9a-f]{12}\.js", name)
        assert (collected / "jiesu/console" / name).exists()


def test_every_static_file_that_the_pages_name_is_there(collected):
    from jiesu.config.env import ROOT

    templates = (ROOT / "src" / "jiesu" / "templates").rglob("*.html")
    named = {
        path for template in templates for path in re.findall(r"{% static '([^']+)'", template.read_text())
    }

    assert named
    for path in named:
        assert hashed(collected, path).exists()


def test_a_first_load_is_light(collected):
    own = ["jiesu/console/" + name for name in ("theme", "main", "frame", "keys", "drafts", "stream")]
    paths = [
        "vendor/tabler.css",
        "vendor/htmx.js",
        "jiesu/console/console.css",
        *(f"{name}.js" for name in own),
    ]
    weights = {}
    for path in paths:
        file = hashed(collected, path)
        small = file.with_name(file.name + ".gz")
        weights[path] = (small if small.exists() else file).stat().st_size

    assert sum(weights.values()) < FIRST_LOAD / 2, weights


def test_collecting_again_writes_nothing(collected, monkeypatch):
    monkeypatch.setattr(frontend, "_write", lambda *_: pytest.fail("written again"))

    assert frontend.collect(collected) > 0


def test_a_changed_file_is_collected_again(collected, monkeypatch, tmp_path):
    written = []
    monkeypatch.setattr(frontend, "_write", lambda *_: written.append(1))
    monkeypatch.setattr(frontend, "_facts", lambda _: (0, 0))

    frontend.collect(collected)

    assert written == [1]
