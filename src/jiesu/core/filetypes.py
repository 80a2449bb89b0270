"""What a file is, by its content: pure rules. The sender's name for it is not believed."""

import io
import re
import zipfile
from pathlib import PurePosixPath

TAKEN_TYPES: dict[str, str] = {
    "jpg": "image/jpeg",
    "png": "image/png",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "amr": "audio/amr",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
    "mov": "video/quicktime",
    "txt": "text/plain",
}
"""Kinds of files that are taken, by the name's end that they are stored under."""

_SIGNATURES: tuple[tuple[re.Pattern[bytes], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL), kind)
    for pattern, kind in (
        (rb"\xff\xd8\xff", "jpg"),
        (rb"\x89PNG\r\n\x1a\n", "png"),
        (rb"GIF8[79]a", "gif"),
        (rb"RIFF....WEBP", "webp"),
        (rb"RIFF....WAVE", "wav"),
        (rb"%PDF-", "pdf"),
        (rb"#!AMR", "amr"),
        (rb"ID3|\xff[\xf2\xf3\xfa\xfb]", "mp3"),
        (rb"....ftyp(?:heic|heix|mif1|msf1)", "heic"),
        (rb"....ftypqt  ", "mov"),
        (rb"....ftypM4[AB] ", "m4a"),
        (rb"....ftyp", "mp4"),
    )
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS = (("doc", "WordDocument".encode("utf-16-le")), ("xls", "Workbook".encode("utf-16-le")))
_MACROS = "vbaProject.bin"
_NOT_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")
_UNDECODED = re.compile(r"[\udc80-\udcff]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")
_NAME_LENGTH = 150


def kind_of(body: bytes) -> str | None:
    """The kind that the content shows, as a key of :data:`TAKEN_TYPES`; None when it is not taken.

    Office files with macros are not, nor is anything that is only called a picture.
    """
    for pattern, kind in _SIGNATURES:
        if pattern.match(body):
            return kind
    for sniff in (_ole, _container, _text):
        if found := sniff(body):
            return found
    return None


def safe_name(name: str, kind: str) -> str:
    """A name to show and to save under: no path, nothing invisible, not long, ending as the kind does.

    A name that came in GBK and was kept as undecoded bytes is read.
    """
    last = PurePosixPath(_decoded(name).replace("\\", "/")).name
    stem, dot, end = last.rpartition(".")
    stem = stem if dot and len(end) <= 8 else last
    visible = "".join(ch for ch in stem if ch.isprintable() and ch not in '<>:"|?*').strip(" .")
    return f"{visible[:_NAME_LENGTH] or 'file'}.{kind}"


def _decoded(name: str) -> str:
    """The name with bytes that were no UTF-8 read as GB 18030; what cannot be read is left out."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("gb18030") if _UNDECODED.search(name) else name
    except UnicodeError:
        return _SURROGATES.sub("", name)


def _ole(body: bytes) -> str | None:
    if not body.startswith(_OLE) or "Macros".encode("utf-16-le") in body or b"_VBA_PROJECT" in body:
        return None
    return next((kind for kind, stream in _OLE_STREAMS if stream in body), None)


def _container(body: bytes) -> str | None:
    if not body.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names:
        return "zip"
    if any(name.endswith(_MACROS) for name in names):
        return None
    return next((kind for kind, folder in (("docx", "word/"), ("xlsx", "xl/")) if _has(names, folder)), None)


def _has(names: list[str], folder: str) -> bool:
    return any(name.startswith(folder) for name in names)


def _text(body: bytes) -> str | None:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if _NOT_TEXT.search(text) else "txt"
    return None
