"""The zip archive that a workbook is, opened with suspicion.

Nothing is unpacked to disk, no part may be larger than a real workbook's, and XML with a document type (the
way to entity bombs) is refused.
"""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO
from xml.parsers import expat

from jiesu.intake.errors import NotATable, SuspiciousArchive

Attributes = dict[str, str]

MAX_PART = 2 << 30
"""Bytes of one unpacked part, such as a sheet, that is read as a stream."""

MAX_HELD_PART = 256 << 20
"""Bytes of one unpacked part that is held in memory, such as the shared texts."""

_MAX_PARTS = 10_000
_MAX_RATIO = 500
_RATIO_MATTERS_FROM = 32 << 20
_CHUNK = 1 << 16
_BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError,
)  # fmt: skip


class Package:
    """The parts of a workbook."""

    def __init__(self, path: Path) -> None:
        with _as_refusal():
            self._zip = zipfile.ZipFile(path)
        if len(self._zip.filelist) > _MAX_PARTS:
            raise SuspiciousArchive(what=f"{len(self._zip.filelist):,} 个部件")
        self._parts = {info.filename.lstrip("/").casefold(): info for info in self._zip.filelist}

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._parts

    def size(self, name: str) -> int:
        """Bytes of the unpacked part."""
        return self._part(name).file_size

    @contextmanager
    def open(self, name: str, *, limit: int = MAX_PART) -> Iterator[IO[bytes]]:
        """A part as a stream that ends where the archive says that it does.

        Raises:
            NotATable: there is no such part, or it is broken.
            SuspiciousArchive: it is too large, or unpacks to hundreds of times its size.
        """
        part = self._part(name)
        ratio = part.file_size / max(part.compress_size, 1)
        if (part.file_size > _RATIO_MATTERS_FROM and ratio > _MAX_RATIO) or part.file_size > limit:
            raise SuspiciousArchive(what=f"{name}: {part.file_size:,} 字节")
        with _as_refusal(), self._zip.open(part) as stream:
            yield stream

    def close(self) -> None:
        """Close the file."""
        self._zip.close()

    def _part(self, name: str) -> zipfile.ZipInfo:
        part = self._parts.get(name.casefold())
        if part is None:
            raise NotATable(why_zh=f"压缩包里没有 {name}", why_en=f"the archive has no {name}")
        return part


class Parser:
    """Reads XML without a document type; names come without their namespaces.

    Args:
        begin: called with the name and the attributes of each element that begins.
        end: called with the name of each element that ends.
        text: called with the text between, in pieces.
    """

    def __init__(
        self,
        *,
        begin: Callable[[str, Attributes], None],
        end: Callable[[str], None],
        text: Callable[[str], None],
    ) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = lambda name, attributes: begin(_local(name), attributes)
        parser.EndElementHandler = lambda name: end(_local(name))
        parser.CharacterDataHandler = text
        self._parser = parser

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes; none at the end.

        Raises:
            NotATable: this is not XML.
        """
        try:
            self._parser.Parse(chunk, not chunk)
        except expat.ExpatError as error:
            raise NotATable(why_zh="工作簿内容已损坏", why_en="the workbook is damaged") from error


def parse_part(package: Package, name: str, parser: Parser) -> None:
    """Read a whole part of moderate size."""
    with package.open(name, limit=MAX_HELD_PART) as stream:
        while chunk := stream.read(_CHUNK):
            parser.feed(chunk)
    parser.feed(b"")


def chunks_of(stream: IO[bytes]) -> Iterator[bytes]:
    """The stream in pieces, an empty one at its end."""
    while chunk := stream.read(_CHUNK):
        yield chunk
    yield b""


def attribute(attributes: Attributes, name: str) -> str:
    """An attribute by its name without the namespace; "" where it is missing."""
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if _local(key) == name), "")


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _refuse_doctype(*_: object) -> None:
    raise SuspiciousArchive(what="DOCTYPE")


@contextmanager
def _as_refusal() -> Iterator[None]:
    """What goes wrong inside an archive, as a refusal."""
    try:
        yield
    except _BROKEN as error:
        raise NotATable(
            why_zh=f"工作簿压缩包已损坏或加密（{error}）",
            why_en=f"the archive is damaged or encrypted ({error})",
        ) from error
