"""When and where a photo was taken, by its own notes (Exif in a JPEG): pure reading of bytes.

What a camera writes down can be made up; it is compared with what was claimed and shown to people, it decides
nothing. A photo without notes says nothing.
"""

import struct
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone, tzinfo

from jiesu.core.clock import SHANGHAI

_APP1, _SCAN = 0xE1, 0xDA
_EXIF, _GPS, _TAKEN, _OFFSET = 0x8769, 0x8825, 0x9003, 0x9011
_LAT_REF, _LAT, _LON_REF, _LON = 1, 2, 3, 4
_MOST_ENTRIES = 200
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 7: 1, 9: 4, 10: 8}


@dataclass(frozen=True)
class PhotoNotes:
    """What the photo says of itself; None where it says nothing."""

    taken_at: datetime | None = None
    lon: float | None = None
    lat: float | None = None


def notes_of(body: bytes) -> PhotoNotes:
    """Read a photo's notes; whatever cannot be read is as if it were not there."""
    tiff = _tiff_of(body)
    if tiff is None:
        return PhotoNotes()
    try:
        return _read(tiff)
    except (struct.error, ValueError, ZeroDivisionError, IndexError, OverflowError):
        return PhotoNotes()


def _tiff_of(body: bytes) -> bytes | None:
    """The Exif segment of a JPEG, from its TIFF header on."""
    if not body.startswith(b"\xff\xd8\xff"):
        return None
    position = 2
    while position + 4 <= len(body) and body[position] == 0xFF and body[position + 1] != _SCAN:
        length = int.from_bytes(body[position + 2 : position + 4], "big")
        segment = body[position + 4 : position + 2 + length]
        if body[position + 1] == _APP1 and segment[:6] == b"Exif\0\0":
            return segment[6:]
        position += 2 + max(length, 2)
    return None


def _read(tiff: bytes) -> PhotoNotes:
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return PhotoNotes()
    first = _entries(tiff, order, struct.unpack_from(f"{order}I", tiff, 4)[0])
    taken = _entries(tiff, order, _number(tiff, order, first.get(_EXIF)))
    gps = _entries(tiff, order, _number(tiff, order, first.get(_GPS)))
    lat, lon = _degrees(tiff, order, gps.get(_LAT)), _degrees(tiff, order, gps.get(_LON))
    if lat is None or lon is None or not (abs(lat) <= 90 and abs(lon) <= 180) or (lat == 0 and lon == 0):
        return PhotoNotes(_moment(tiff, order, taken))
    south = _text(tiff, order, gps.get(_LAT_REF)).startswith("S")
    west = _text(tiff, order, gps.get(_LON_REF)).startswith("W")
    return PhotoNotes(_moment(tiff, order, taken), -lon if west else lon, -lat if south else lat)


_Entry = tuple[int, int, int]
"""Type, count, and where the value stands."""


def _entries(tiff: bytes, order: str, start: int | None) -> dict[int, _Entry]:
    if not start:
        return {}
    (count,) = struct.unpack_from(f"{order}H", tiff, start)
    found: dict[int, _Entry] = {}
    for index in range(min(count, _MOST_ENTRIES)):
        place = start + 2 + 12 * index
        tag, kind, amount = struct.unpack_from(f"{order}HHI", tiff, place)
        inside = _SIZES.get(kind, 4) * amount <= 4
        where = place + 8 if inside else struct.unpack_from(f"{order}I", tiff, place + 8)[0]
        found[tag] = (kind, amount, where)
    return found


def _number(tiff: bytes, order: str, entry: _Entry | None) -> int | None:
    if entry is None:
        return None
    return int(struct.unpack_from(f"{order}I", tiff, entry[2])[0])


def _text(tiff: bytes, order: str, entry: _Entry | None) -> str:
    del order
    if entry is None:
        return ""
    raw = tiff[entry[2] : entry[2] + min(entry[1], 64)]
    return raw.split(b"\0")[0].decode("ascii", "replace").strip()


def _degrees(tiff: bytes, order: str, entry: _Entry | None) -> float | None:
    if entry is None or entry[1] < 3:
        return None
    parts = struct.unpack_from(f"{order}6I", tiff, entry[2])
    degrees, minutes, seconds = (parts[i] / parts[i + 1] for i in (0, 2, 4))
    return float(round(degrees + minutes / 60 + seconds / 3600, 6))


def _moment(tiff: bytes, order: str, entries: dict[int, _Entry]) -> datetime | None:
    told = _text(tiff, order, entries.get(_TAKEN))
    if not told:
        return None
    moment = datetime.strptime(told, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - cameras write no zone; ours follows
    return moment.replace(tzinfo=_zone(_text(tiff, order, entries.get(_OFFSET))))


def _zone(offset: str) -> tzinfo:
    if len(offset) == 6 and offset[0] in "+-" and offset[1:3].isdecimal() and offset[4:].isdecimal():
        amount = timedelta(hours=int(offset[1:3]), minutes=int(offset[4:]))
        return timezone(amount if offset[0] == "+" else -amount)
    return SHANGHAI
