"""Which encoding a text file is in, decided by decoding all of it.

Files of Chinese offices come as UTF-8 with or without a mark, GBK (read as its superset GB18030) and UTF-16.
Each candidate has to decode the whole file strictly. A file with a few broken bytes, as old systems leave
them by cutting texts at a byte length, is still taken for what nearly all of it is; the bytes that do not
belong are marked, so that only the rows they stand in are turned away.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from jiesu.intake.errors import NoSuchEncoding, UnknownEncoding

MARK = "\udcff"
"""Stands before each byte that could not be decoded; no strict decoding can produce it."""

MARKING = "jiesu_mark_broken_bytes"
"""Name of the decoding error handler that writes the marks."""

_CHUNK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# The share of broken characters up to which a file is still taken for this encoding. Text in another encoding
# is hardly ever valid UTF-8 by chance; in GB18030 it often is.
_TOLERATED = {"utf-8": 0.2, "gb18030": 0.02}
_WIDE_ENDS = (
    (b"\n\0", "utf-16-le"), (b"\0\n", "utf-16-be"), (b"\r\0", "utf-16-le"), (b"\0\r", "utf-16-be"),
)  # fmt: skip
_NAMED = {
    "utf-8": "utf-8-sig", "utf-8-sig": "utf-8-sig", "utf-16": "utf-16", "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be", "utf-32": "utf-32", "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030",
    "hz": "hz", "big5": "big5hkscs", "big5hkscs": "big5hkscs", "cp950": "cp950", "ascii": "ascii",
    "iso8859-1": "latin-1", "cp1252": "cp1252",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file.

    Attributes:
        name: the codec.
        is_damaged: whether some bytes do not belong; rows may then carry :data:`MARK`.
    """

    name: str
    is_damaged: bool = False


def encoding_of(path: Path, *, named: str | None = None) -> Encoding:
    """The encoding of a text file.

    Raises:
        UnknownEncoding: it is in none of those tried.
        NoSuchEncoding: ``named`` is not an encoding that tables are read in.
    """
    candidates = (_codec(named),) if named else _candidates(path)
    for name in candidates:
        if _decodes(path, name):
            return Encoding(name)
        if name in _TOLERATED and _is_nearly(path, name):
            return Encoding(name, is_damaged=True)
    if named:
        return Encoding(candidates[0], is_damaged=True)
    raise UnknownEncoding(tried="、".join(dict.fromkeys((*candidates, "utf-16"))))


def mark_broken(error: UnicodeError) -> tuple[str, int]:
    """Decoding error handler: the broken bytes in hexadecimal, each behind a mark."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    broken = error.object[error.start : error.end]
    return "".join(f"{MARK}\\x{byte:02x}" for byte in broken), error.end


codecs.register_error(MARKING, mark_broken)


def _codec(named: str) -> str:
    try:
        return _NAMED[codecs.lookup(named).name]
    except (LookupError, UnicodeError, ValueError) as error:
        raise NoSuchEncoding(field="encoding", name=named, known="、".join(_NAMED)) from error


def _candidates(path: Path) -> tuple[str, ...]:
    with path.open("rb") as file:
        head = file.read(1 << 16)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return (name,) if name != "utf-8-sig" else ("utf-8-sig", "utf-8")
    return (*_wide(head), "utf-8", "gb18030")


def _wide(head: bytes) -> Iterator[str]:
    """UTF-16 without a mark shows in its line ends: two bytes, one of them zero, at an even place."""
    for end, name in _WIDE_ENDS:
        if (place := head.find(end)) >= 0 and place % 2 == 0:
            yield name
            return


def _decodes(path: Path, name: str) -> bool:
    try:
        for _ in _decoded(path, name, errors="strict"):
            pass
    except UnicodeError:
        return False
    return True


def _is_nearly(path: Path, name: str) -> bool:
    """Whether the share of broken characters, of all that are not ASCII, is tolerable."""
    good = broken = 0
    for text in _decoded(path, name, errors=MARKING):
        marks = text.count(MARK)
        broken += marks
        good += len(text) - len(text.encode("ascii", "ignore")) - marks
        if broken > 1000 and _share(broken, good) > _TOLERATED[name]:
            return False
    return _share(broken, good) <= _TOLERATED[name]


def _share(broken: int, good: int) -> float:
    return broken / (broken + good) if broken else 0.0


def _decoded(path: Path, name: str, *, errors: str) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder(name)(errors)
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield decoder.decode(chunk)
    yield decoder.decode(b"", final=True)
