"""Runs the benchmarks: all of them, or the one named."""

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ALL = ("registration", "lifecycle", "lists", "pages", "import_rows", "knowledge", "sweep", "triage")
MORE = ("calls",)
"""Run when named: they need SIPp and the telephone switch."""


def main() -> None:
    """Run each in a process of its own."""
    chosen = sys.argv[1:] or ALL
    for name in chosen:
        if name not in ALL + MORE:
            raise SystemExit(f"no benchmark {name!r}; there are {', '.join(ALL + MORE)}")
        subprocess.run([sys.executable, str(HERE / f"{name}.py")], check=True)


if __name__ == "__main__":
    main()
