"""The page that says where things are names every package."""

import re

from tests.architecture.house import ROOT, SOURCE


def test_every_package_has_its_line():
    text = (ROOT / "docs" / "where-things-are.md").read_text(encoding="utf-8")
    told = set(re.findall(r"(?<![\w/])([a-z]+)/(?=\s)", text.split("```")[1]))
    packages = {path.parent.name for path in SOURCE.glob("*/__init__.py")}
    assert packages <= told
