"""The operator's guide tells every variable that the program reads, in both languages, and no other."""

import re

import pytest

from tests.architecture.house import ROOT

_READ = re.compile(r'\b(?:text|flag|number|listed|place|get)\(\s*"(JIESU_[A-Z_]+|DATABASE_URL)"')
_TOLD = re.compile(r"^\| (`(?:JIESU_[A-Z_]+|DATABASE_URL)`[^|]*)\|", re.MULTILINE)


def _read():
    """The variables that the command line and the composition root read."""
    files = [path for room in ("cli", "config") for path in (ROOT / "src" / "jiesu" / room).glob("*.py")]
    return {name for path in files for name in _READ.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("name", ["operators-guide.md", "operators-guide.zh-CN.md"])
def test_every_variable_is_told_in_the_operators_guide(name):
    text = (ROOT / "docs" / name).read_text(encoding="utf-8")
    told = {variable for cell in _TOLD.findall(text) for variable in re.findall(r"`(\w+)`", cell)}
    assert told == _read()
