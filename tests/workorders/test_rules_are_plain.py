"""The rules of the heart are plain Python: they can be read, imported and run without Django."""

import subprocess
import sys

RULES = (
    "states", "workflow", "guards", "choosing", "deadlines", "history", "callbacks", "cleaning",
    "registration", "errors", "lamps", "diagram",
)  # fmt: skip


def test_no_rule_reaches_django_not_even_indirectly():
    imports = ", ".join(f"jiesu.workorders.{name}" for name in RULES)
    frameworks = "('django', 'psycopg', 'procrastinate')"
    program = f"import sys, {imports}; print(*(name for name in {frameworks} if name in sys.modules))"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert told.stdout.strip() == ""
