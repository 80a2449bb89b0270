"""``stream``: the process that tells open pages of changes."""

import os
import sys

from jiesu.cli import children, serving
from jiesu.config.trouble import Trouble

_OPTIONS = {
    "--interface": "asginl",
    "--workers": "1",
    "--http": "1",
    "--log-level": "warning",
    "--workers-kill-timeout": "3",
}


def stream(*, host: str, port: int) -> None:
    """The stream alone; replaces this process. Any number of them may run, as each tells everything."""
    children.end_with_parent()
    serving.refuse_taken_port(host, port)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiesu.config.settings")
    flat = [part for pair in _OPTIONS.items() for part in pair]
    command = [sys.executable, "-m", "granian", "--host", host, "--port", str(port), *flat, "--no-ws"]
    os.execv(sys.executable, [*command, "jiesu.config.asgi:application"])  # noqa: S606 - no shell is wanted


def beside(host: str, port: int) -> dict[str, list[str]]:
    """The command of a stream on the port after the pages' own; none when that is taken.

    Pages are told the port by ``JIESU_STREAM_PORT``; without it they ask every so often.
    """
    try:
        serving.refuse_taken_port(host, port + 1)
    except (Trouble, OverflowError):
        return {}
    os.environ.setdefault("JIESU_STREAM_PORT", str(port + 1))
    return {"stream": ["stream", "--host", host, "--port", str(port + 1)]}
