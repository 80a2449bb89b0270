"""``python -m jiesu.cli``: how the program starts its own child processes."""

from jiesu.cli import main

main()
