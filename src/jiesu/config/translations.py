"""Translations made ready to use: ``.po`` files, which people edit, into the ``.mo`` files of gettext.

The files lie under ``src/jiesu/locale``; their compiled form is derived and lies under ``var/locale``, so no
tool of gettext has to be installed anywhere.
"""

import ast
import os
import struct
from collections.abc import Iterator
from pathlib import Path

_MAGIC = 0x950412DE
_HEADER = 7 * 4


def compiled(source: Path, *, into: Path) -> Path:
    """Compile what is new under ``source``; returns ``into``, the directory for ``LOCALE_PATHS``."""
    for po in sorted(source.glob("*/LC_MESSAGES/django.po")):
        mo = into / po.relative_to(source).with_suffix(".mo")
        if not mo.exists() or mo.stat().st_mtime < po.stat().st_mtime:
            mo.parent.mkdir(parents=True, exist_ok=True)
            draft = mo.with_suffix(f".{os.getpid()}")
            draft.write_bytes(catalogue_bytes(messages_in(po.read_text(encoding="utf-8"))))
            draft.replace(mo)
    return into


def messages_in(text: str) -> dict[str, str]:
    """The translated messages of a ``.po`` file, its header under the empty key.

    Knows what our files use: ``msgctxt``, ``msgid`` and ``msgstr`` over any number of lines, and comments. A
    message with a context has the key that gettext gives it: the context, the character 4, the message.
    """
    messages: dict[str, str] = {}
    key = context = ""
    for keyword, value in _entries(text):
        if keyword == "msgctxt":
            context = f"{value}\x04"
        elif keyword == "msgid":
            key, context = context + value, ""
        elif value:
            messages[key] = value
    return messages


def catalogue_bytes(messages: dict[str, str]) -> bytes:
    """The messages in gettext's binary form."""
    pairs = sorted((key.encode(), value.encode()) for key, value in messages.items())
    keys_at, values_at = _HEADER, _HEADER + 8 * len(pairs)
    offset = _HEADER + 16 * len(pairs)
    table: list[int] = []
    body = b""
    for texts in ([key for key, _ in pairs], [value for _, value in pairs]):
        for text in texts:
            table += [len(text), offset + len(body)]
            body += text + b"\0"
    head = struct.pack("<7I", _MAGIC, 0, len(pairs), keys_at, values_at, 0, offset)
    return head + struct.pack(f"<{len(table)}I", *table) + body


def _entries(text: str) -> Iterator[tuple[str, str]]:
    keyword, value = "", ""
    for line in text.splitlines():
        if line.startswith('"'):
            value += ast.literal_eval(line)
        elif line.startswith(("msgctxt ", "msgid ", "msgstr ")):
            if keyword:
                yield keyword, value
            keyword, _, quoted = line.partition(" ")
            value = ast.literal_eval(quoted)
    if keyword:
        yield keyword, value
