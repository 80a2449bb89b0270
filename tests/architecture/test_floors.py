"""The house: down is a call, up is an event, sideways is a stranger; rules are plain Python."""

import ast
import subprocess
import sys

import grimp
import pytest
from django.apps import apps

from tests.architecture.house import ROOT, contract, floors, package_of, shown, sources, tree_of

FRAMEWORKS = ("django", "psycopg", "procrastinate", "ninja")
ROOMS = {
    *("models", "actions", "selectors", "events", "subscribers", "tasks"),
    *("adapters", "admin", "apps", "backends", "command", "management", "migrations"),
}
# Few and named: parts of a room too small to be one, and the tools of the core. All else is a rule.
BESIDE_THE_ROOMS = {
    "jiesu.accounts.checking",
    "jiesu.accounts.checks",
    "jiesu.accounts.configuring",
    "jiesu.accounts.sessions",
    "jiesu.catalogue.configured",
    "jiesu.catalogue.notices",
    "jiesu.core.audit",
    "jiesu.core.auditing",
    "jiesu.core.fields",
    "jiesu.core.limits",
    "jiesu.core.numbering",
    "jiesu.core.paging",
    "jiesu.core.resealing",
    "jiesu.core.statements",
    "jiesu.core.taking",
    "jiesu.intake.lookups",
    "jiesu.intake.reporting",
    "jiesu.places.choices",
    "jiesu.workorders.answers",
    "jiesu.workorders.audience",
    "jiesu.workorders.batching",
    "jiesu.workorders.filters",
    "jiesu.workorders.finding",
    "jiesu.workorders.foresight",
    "jiesu.workorders.listing",
    "jiesu.workorders.queues",
    "jiesu.workorders.records",
    "jiesu.workorders.related",
    "jiesu.workorders.stories",
}
# The command line, delivery and the composition root translate; what rules there are belongs below them.
NO_RULES = ("cli", "config", "console", "portal", "api", "demo")


def test_imports_obey_the_contracts():
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph("jiesu", include_external_packages=True, cache_dir=None)


def test_whatever_lies_in_no_room_is_a_rule_and_reaches_no_framework(graph):
    reaching = set().union(*(graph.find_downstream_modules(framework) for framework in FRAMEWORKS))
    offenders = {
        module
        for module in reaching & graph.find_descendants("jiesu")
        if module.count(".") >= 2
        and module.split(".")[1] not in NO_RULES
        and not ROOMS & set(module.split(".")[2:])
    }
    assert offenders == BESIDE_THE_ROOMS, "a rule takes what it needs as parameters; see tests/architecture"


def test_the_rules_named_in_the_contract_exist(graph):
    assert set(contract("Rules are plain Python")["source_modules"]) <= graph.modules


def _foreign_models(path):
    """Imports of another package's models that happen at run time."""
    own = package_of(path)
    tree = tree_of(path)
    naming = {
        id(node)
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and "TYPE_CHECKING" in ast.unparse(block.test)
        for statement in block.body
        for node in ast.walk(statement)
    }
    for node in ast.walk(tree):
        if id(node) in naming:
            continue
        for module in _modules_of(node):
            parts = module.split(".")
            if parts[0] == "jiesu" and parts[2:3] == ["models"] and parts[1] != own:
                yield shown(path, node.lineno)


def _modules_of(node):
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module:
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def test_nobody_imports_the_models_of_another_package():
    offenders = [place for path in sources() for place in _foreign_models(path)]
    assert not offenders, "read through selectors, write through actions, name a type under TYPE_CHECKING"


def test_nobody_fetches_the_models_of_another_package_by_name():
    offenders = [
        shown(path, node.lineno)
        for path in sources()
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr == "get_model"
    ]
    assert not offenders


def test_foreign_keys_obey_the_floors():
    offenders = []
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            target = field.related_model
            if field.auto_created or not isinstance(target, type):
                continue
            own, other = _package(model), _package(target)
            if own and other and own != other and floors()[own] >= floors()[other]:
                offenders.append(f"{model.__name__}.{field.name} reaches up from {own} to {other}")
    assert not offenders


def _package(model):
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "jiesu" else None


def test_delivery_fetches_through_the_doors_that_check():
    offenders = [
        shown(path, node.lineno)
        for path in sources("console", "portal", "api")
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Attribute) and node.attr in ("objects", "_default_manager", "_base_manager")
    ]
    assert not offenders, "fetch through selectors, which check who asks"
