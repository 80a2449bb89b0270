"""What fits on a screen can be understood: functions stop at 50 lines, modules at 400."""

import ast

from tests.architecture.house import ROOT, shown, sources, tree_of

LONGEST_FUNCTION = 50
LONGEST_MODULE = 400


def _ours():
    yield from sources()
    yield from sorted((ROOT / "bench").rglob("*.py"))
    yield from sorted((ROOT / "tests").rglob("*.py"))


def test_functions_stop_at_fifty_lines():
    offenders = [
        f"{shown(path, node.lineno)} {node.name}"
        for path in _ours()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines_of(node) > LONGEST_FUNCTION
    ]
    assert not offenders


def _lines_of(function):
    """From ``def`` to the end, the documentation apart."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    documentation = first.end_lineno - first.lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - documentation


def test_modules_stop_at_four_hundred_lines():
    lengths = {shown(path): len(path.read_text().splitlines()) for path in _ours()}
    assert not {place: lines for place, lines in lengths.items() if lines > LONGEST_MODULE}


def test_no_module_is_a_drawer_for_everything():
    drawers = {"utils", "helpers", "common", "services", "misc"}
    assert not [shown(path) for path in _ours() if path.stem in drawers or path.parent.name in drawers]
