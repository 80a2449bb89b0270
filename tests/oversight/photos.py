"""Photos made for tests: real JPEG bytes, with notes (Exif) that say when and where."""

import base64
import io
import struct

_JPEG = base64.b64decode(
    "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDABsSFBcUERsXFhceHBsgKEIrKCUlKFE6PTBCYFVlZF9VXVtqeJmBanGQc1tdhbWGkJ6j"
    "q62rZ4C8ybqmx5moq6T/2wBDARweHigjKE4rK06kbl1upKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSkpKSk"
    "pKSkpKSkpKT/wAARCAB4AKADASIAAhEBAxEB/8QAGQABAQADAQAAAAAAAAAAAAAAAAUCAwQB/8QALxABAAIBAwIEBQIHAQAAAAAA"
    "AAECAxRSoRExBBIhYSJBUXGRE7EzQ1NjgcHR8P/EABYBAQEBAAAAAAAAAAAAAAAAAAABAv/EABURAQEAAAAAAAAAAAAAAAAAAAAR"
    "/9oADAMBAAIRAxEAPwDqAVkAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "Bq1OHfxJqcO/iU8FihqcO/iTU4d/Ep4EUNTh38SanDv4lPAihqcO/iTU4d/Ep4EUNTh38SanDv4lPAihqcO/iTU4d/Ep4EUNTh38"
    "SanDv4lPAihqcO/iTU4d/Ep4EUNTh38SanDv4lPAihqcO/iTU4d/Ep4EAEUAAAALWpjr5sk9Ovasd7f++v7ssVYvlpWe1rRDgy5J"
    "y5LXt3me0do9gb7eMmP4WOtfe3xTz6cMJ8X4iZ9M16+1Z8sfiGkBu1fiP6+SfabTMfhlXxl/5lKXj2r5Zj8f76ucB3UvTLHXHPS3"
    "zpM9Z+/X5vXDEzWYmszEx6xMfJQyetot0iPNWLdI7R1iJBiAAAAAAAAAAAA158H61pyUn459Zrun2/5+Po2AOG9LUtNb1mto7xMd"
    "JeKMZLeWKzMWrHato6xH+JYzGK09bYMcz9fWOInoDgexE2mIrEzM+kRHzd3lwx6xgxxP3tP7yy/UtETFelInvFIivX79Ac+Lwvl+"
    "LPHT+3PWJn7/AEjn92+1ptabT6zM9ZeAAAAAAAAAAAAAAAAAAAAAAAAAAAP/2Q=="
)
"""A street with a broken manhole cover, drawn for these tests."""


def photo(*, taken: str = "", lon: float | None = None, lat: float | None = None, mark: bytes = b"") -> bytes:
    """A JPEG; ``taken`` as cameras write it, ``2026:03:02 09:00:00``; ``mark`` makes it another file."""
    notes = _exif(taken, lon, lat) if taken or lon is not None else b""
    comment = b"\xff\xfe" + struct.pack(">H", len(mark) + 2) + mark if mark else b""
    return _JPEG[:2] + notes + comment + _JPEG[2:]


def _exif(taken: str, lon: float | None, lat: float | None) -> bytes:
    body = io.BytesIO()
    body.write(b"MM\0*" + struct.pack(">I", 8))
    entries, at = [], 8 + 2 + 12 * 2 + 4
    extra = b""
    taken_ifd = b""
    if taken:
        text = taken.encode() + b"\0"
        taken_ifd = struct.pack(">HHHII", 1, 0x9003, 2, len(text), at + 2 + 12 + 4) + b"\0\0\0\0" + text
        entries.append(struct.pack(">HHII", 0x8769, 4, 1, at))
    extra += taken_ifd
    if lon is not None and lat is not None:
        start = at + len(extra)
        values = start + 2 + 12 * 4 + 4
        gps = struct.pack(">H", 4)
        gps += struct.pack(">HHI4s", 1, 2, 2, b"N\0\0\0" if lat >= 0 else b"S\0\0\0")
        gps += struct.pack(">HHII", 2, 5, 3, values)
        gps += struct.pack(">HHI4s", 3, 2, 2, b"E\0\0\0" if lon >= 0 else b"W\0\0\0")
        gps += struct.pack(">HHII", 4, 5, 3, values + 24) + b"\0\0\0\0" + _dms(lat) + _dms(lon)
        entries.append(struct.pack(">HHII", 0x8825, 4, 1, start))
        extra += gps
    while len(entries) < 2:
        entries.append(struct.pack(">HHII", 0x010F, 2, 1, 0))
    body.write(struct.pack(">H", 2) + b"".join(entries) + b"\0\0\0\0" + extra)
    segment = b"Exif\0\0" + body.getvalue()
    return b"\xff\xe1" + struct.pack(">H", len(segment) + 2) + segment


def _dms(degrees: float) -> bytes:
    rest = abs(degrees)
    whole, minutes = int(rest), int(rest * 60) % 60
    seconds = round((rest * 3600 - whole * 3600 - minutes * 60) * 10_000)
    return struct.pack(">6I", whole, 1, minutes, 1, seconds, 10_000)
