"""What must not be in any file: hosts of package indexes, paths of a machine, keys, stray bytes."""

import re

import pytest

from tests.architecture.house import files, shown

_ME = "test_files.py"
_HOSTS = re.compile(
    r"pypi\.org|pythonhosted\.org|registry\.npmjs\.org|registry\.yarnpkg\.com|npmmirror\.com|pypi\.tuna|"
    r"mirrors\.(aliyun|cloud\.tencent|ustc|tuna)|deb\.debian\.org|archive\.ubuntu\.com"
)
_PATHS = re.compile(r"(?<![\w.$~])/(root|work|opt/pypi\w*|home/(?!\$)\w+|Users/\w+)/")
_SECRETS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b"
)
_BINARY = {".png", ".jpg", ".gif", ".ico", ".woff2", ".xlsx", ".xls", ".pdf", ".zip"}


@pytest.fixture(scope="module")
def texts():
    """Every text file of the project but this one."""
    return {
        path: path.read_text(encoding="utf-8")
        for path in files()
        if path.suffix not in _BINARY and path.name != _ME
    }


def _places(texts, pattern):
    return [
        f"{shown(path, number)}: {found.group()}"
        for path, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if (found := pattern.search(line))
    ]


def test_no_file_names_the_host_of_a_package_index(texts):
    assert not _places(texts, _HOSTS)


def test_no_file_names_a_path_of_somebodys_machine(texts):
    assert not _places(texts, _PATHS)


def test_no_file_holds_a_key(texts):
    assert not _places(texts, _SECRETS)


def test_every_requirement_is_pinned_with_its_hashes(texts):
    locks = {path: text for path, text in texts.items() if path.suffix == ".lock"}
    assert {path.name for path in locks} == {"main.lock", "dev.lock", "node.lock"}
    for path, text in locks.items():
        requirements = [
            line for line in text.replace("\\\n", " ").splitlines() if line and line.strip()[0] != "#"
        ]
        assert all("==" in line and "--hash=sha256:" in line for line in requirements), shown(path)


def test_what_runs_is_pinned_the_same_for_tests(texts):
    pins = {
        path.name: dict(re.findall(r"^([\w.-]+)==(\S+)", text, re.MULTILINE))
        for path, text in texts.items()
        if path.suffix == ".lock"
    }
    assert pins["main.lock"].items() <= pins["dev.lock"].items()
