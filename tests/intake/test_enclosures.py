"""What may be sent along with a report, and what a photo forgets."""

import struct

import pytest

from jiesu.intake.enclosures import MOST_BYTES, MOST_FILES, problem_of, without_place

JPEG_REST = b"\xff\xdb\x00\x04ab\xff\xda\x00\x04cd" + b"pixels\xff\xd9"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


def photo(*, turn: int = 6, place: bytes = b"N34E119") -> bytes:
    """A JPEG whose Exif names a turn and a place."""
    tiff = b"II*\0" + struct.pack("<IHHHIHHI", 8, 1, 0x0112, 3, 1, turn, 0, 0) + place
    exif = b"Exif\0\0" + tiff
    comment = b"\xff\xfe" + struct.pack(">H", 9) + b"at home"
    return b"\xff\xd8\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + comment + JPEG_REST


def test_a_photo_forgets_where_it_was_taken_and_keeps_its_turn_and_pixels():
    shown = without_place(photo())

    assert b"N34E119" not in shown
    assert b"at home" not in shown
    assert shown.endswith(JPEG_REST)
    assert struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) in shown
    assert without_place(shown) == shown


def test_an_upright_photo_needs_no_notes():
    assert without_place(photo(turn=1)) == b"\xff\xd8" + JPEG_REST


@pytest.mark.parametrize(
    "body",
    [
        PNG,
        b"",
        b"\xff\xd8\xff",
        b"\xff\xd8\xff\xe1\x00",
        b"\xff\xd8\xff\xe1\xff\xffExif\0\0II*\0\xff\xff\xff\x7f",
    ],
)
def test_other_and_broken_files_do_not_trip_it(body):
    without_place(body)


@pytest.mark.parametrize(
    ("bodies", "why"),
    [
        ([("一.png", PNG)] * MOST_FILES, None),
        ([("一.png", PNG)] * (MOST_FILES + 1), "最多 6 个文件，您选了 7 个。"),
        ([("空.jpg", b"")], "“空.jpg”是空文件。"),
        ([("大.png", PNG + b"\0" * MOST_BYTES)], "“大.png”超过 10 MB。"),
        ([("病毒.jpg", b"MZ\x90\0" + b"\1" * 50)], "“病毒.jpg”不是照片、PDF 或短视频。"),
        ([("网页.jpg", b"<script>alert(1)</script>")], "“网页.jpg”不是照片、PDF 或短视频。"),
        ([("包.zip", b"PK\x05\x06" + b"\0" * 18)], "“包.zip”不是照片、PDF 或短视频。"),
    ],
)
def test_files_are_judged_by_content_size_and_number(bodies, why):
    found = problem_of(bodies)

    assert (found[0] if found else None) == why
