"""The written tables of the fictional city, shipped as JSON beside this package."""

import json
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> Any:  # noqa: ANN401 - each table has its own form; its reader gives it a type
    """The parsed ``data/<name>.json``; callers must not change what they get."""
    return json.loads((files("jiesu.demo") / "data" / f"{name}.json").read_text(encoding="utf-8"))


def stories_on_file() -> list[dict[str, Any]]:
    """Every story of ``data/stories``, in the order of the files' names."""
    folder = files("jiesu.demo") / "data" / "stories"
    names = sorted(
        entry.name.removesuffix(".json") for entry in folder.iterdir() if entry.name.endswith(".json")
    )
    return [story for name in names for story in table(f"stories/{name}")]
