"""The command line ``jiesu``: starts things, hands over to the packages, says plainly what went wrong."""

import signal
import sys


def main() -> None:
    """The program's entry. Asked to end, it first lets go of what it holds, such as the database."""
    from jiesu.cli.commands import jiesu

    signal.signal(signal.SIGTERM, _end)
    jiesu()


def _end(*_: object) -> None:
    signal.signal(
        signal.SIGTERM, signal.SIG_IGN
    )  # asked once is enough: a second time would break the ending off
    sys.exit(128 + signal.SIGTERM)
