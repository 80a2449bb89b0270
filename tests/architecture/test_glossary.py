"""The glossary and the code say the same words."""

import ast
import importlib
import re
from enum import StrEnum

import pytest

from tests.architecture.house import ROOT, sources, tree_of

VOCABULARIES = ("Verb", "OrderState", "Role", "Nature", "ClockKind")


@pytest.fixture(scope="module")
def rows():
    """The rows of the table: Chinese, English, names in the code, source."""
    lines = [
        line for line in (ROOT / "docs" / "glossary.md").read_text().splitlines() if line.startswith("|")
    ]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [row for row in cells if not set(row[0]) <= set("-: ")][1:]


def _names_in(cell):
    return re.findall(r"`([^`]+)`", cell)


def test_every_row_is_complete(rows):
    assert rows
    assert not [row for row in rows if len(row) != 4 or not all((row[0], row[1], row[3]))]


def test_no_term_has_two_rows_for_one_thing(rows):
    seen = [(row[0], row[2]) for row in rows]
    assert not {pair for pair in seen if seen.count(pair) > 1}


def test_every_name_in_the_glossary_is_in_the_code(rows):
    known = set()
    for path in sources():
        for node in ast.walk(tree_of(path)):
            known |= _words_of(node)
    named = {name for row in rows for name in _names_in(row[2])}
    assert not sorted(named - known)


def _words_of(node):
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        return {node.name}
    if isinstance(node, ast.Name):
        return {node.id}
    if isinstance(node, ast.arg):
        return {node.arg}
    if isinstance(node, ast.Attribute):
        return {node.attr}
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and len(node.value) < 60:
        return {node.value}
    return set()


def _vocabularies():
    """The enumerations that the service's people speak in, wherever they are defined."""
    for path in sources():
        for node in tree_of(path).body:
            if isinstance(node, ast.ClassDef) and node.name in VOCABULARIES:
                module = ".".join(path.relative_to(ROOT / "src").with_suffix("").parts)
                yield getattr(importlib.import_module(module), node.name)


def test_all_vocabularies_are_found():
    assert sorted(kind.__name__ for kind in _vocabularies()) == sorted(VOCABULARIES)
    assert all(issubclass(kind, StrEnum) for kind in _vocabularies())


def test_every_word_of_the_service_has_its_row(rows):
    named = {name for row in rows for name in _names_in(row[2])}
    missing = [f"{kind.__name__}.{member.name} `{member}`" for kind in _vocabularies() for member in kind]
    assert not [word for word in missing if word.split("`")[1] not in named]
