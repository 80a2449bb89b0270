"""What a citizen may send along: pictures and the like, judged by their content. Pure rules.

A photograph says where it was taken; unless the citizen wants that, the file's notes about camera and place
(Exif, XMP) are left out, all but the way it is to be turned.
"""

import struct
from collections.abc import Sequence

from jiesu.core.filetypes import kind_of

MOST_FILES = 6
MOST_BYTES = 10 * 1024 * 1024
TAKEN_KINDS = ("jpg", "png", "webp", "heic", "gif", "pdf", "mp4", "mov")

_APP1, _COM, _SCAN = 0xE1, 0xFE, 0xDA
_ORIENTATION = 0x0112


def problem_of(bodies: Sequence[tuple[str, bytes]]) -> tuple[str, str] | None:
    """Why the files cannot be taken, in Chinese and English; None when they can.

    Args:
        bodies: name and content of each file.
    """
    if len(bodies) > MOST_FILES:
        return (
            f"最多 {MOST_FILES} 个文件，您选了 {len(bodies)} 个。",
            f"At most {MOST_FILES} files, not {len(bodies)}.",
        )
    for name, body in bodies:
        if reason := _problem(body):
            return f"“{name}”{reason[0]}", f"“{name}” {reason[1]}"
    return None


def without_place(body: bytes) -> bytes:
    """A JPEG without its notes, the way it is to be turned apart; other files as they are."""
    if not body.startswith(b"\xff\xd8\xff"):
        return body
    kept, position, turn = [b"\xff\xd8"], 2, 0
    while position + 4 <= len(body) and body[position] == 0xFF and body[position + 1] != _SCAN:
        marker, length = body[position + 1], struct.unpack(">H", body[position + 2 : position + 4])[0]
        segment = body[position : position + 2 + length]
        if marker == _APP1:
            turn = turn or _turn_in(segment)
        elif marker != _COM:
            kept.append(segment)
        position += 2 + length
    notes = [_notes_with(turn)] if turn > 1 else []
    return b"".join([kept[0], *notes, *kept[1:], body[position:]])


def _problem(body: bytes) -> tuple[str, str] | None:
    if not body:
        return "是空文件。", "is empty."
    if len(body) > MOST_BYTES:
        most = MOST_BYTES // (1024 * 1024)
        return f"超过 {most} MB。", f"is larger than {most} MB."
    if kind_of(body) not in TAKEN_KINDS:
        return "不是照片、PDF 或短视频。", "is no photo, PDF or short video."
    return None


def _turn_in(segment: bytes) -> int:
    """The orientation that an Exif segment names, 0 for none."""
    tiff = segment[10:]
    if segment[4:10] != b"Exif\0\0" or tiff[:2] not in (b"II", b"MM"):
        return 0
    order = "<" if tiff[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for entry in range(min(count, 100)):
            tag, _, _, value = struct.unpack_from(f"{order}HHIH", tiff, start + 2 + 12 * entry)
            if tag == _ORIENTATION:
                return value if 1 <= value <= 8 else 0
    except struct.error:
        return 0
    return 0


def _notes_with(turn: int) -> bytes:
    tiff = b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, turn, 0, 0)
    body = b"Exif\0\0" + tiff
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
