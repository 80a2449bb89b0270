"""A file is what its content says; its name is only for people."""

import io
import zipfile

import pytest

from jiesu.core.filetypes import TAKEN_TYPES, kind_of, safe_name

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def container(*names):
    body = io.BytesIO()
    with zipfile.ZipFile(body, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return body.getvalue()


FILES = {
    "jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF",
    "png": b"\x89PNG\r\n\x1a\n",
    "gif": b"GIF89a",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "wav": b"RIFF\x00\x00\x00\x00WAVEfmt ",
    "heic": b"\x00\x00\x00\x18ftypheic",
    "mov": b"\x00\x00\x00\x14ftypqt  ",
    "m4a": b"\x00\x00\x00\x20ftypM4A ",
    "mp4": b"\x00\x00\x00\x20ftypisom",
    "mp3": b"ID3\x04\x00",
    "amr": b"#!AMR\n",
    "pdf": b"%PDF-1.7",
    "doc": OLE + "WordDocument".encode("utf-16-le"),
    "xls": OLE + "Workbook".encode("utf-16-le"),
    "docx": container("[Content_Types].xml", "word/document.xml"),
    "xlsx": container("[Content_Types].xml", "xl/workbook.xml"),
    "zip": container("照片.jpg"),
    "txt": "路灯不亮".encode("gb18030"),
}


def test_every_kind_that_is_taken_is_known_by_its_content():
    assert {kind: kind_of(body) for kind, body in FILES.items()} == {kind: kind for kind in TAKEN_TYPES}


@pytest.mark.parametrize(
    "body",
    [
        b"MZ\x90\x00\x03\x00\x00\x00",
        b"\x7fELF\x02\x01\x01\x00",
        b"\xca\xfe\xba\xbe\x00\x00\x00\x34",
        b"PK\x03\x04 not an archive",
        OLE + "Root Entry".encode("utf-16-le"),
        OLE + "WordDocument".encode("utf-16-le") + b"_VBA_PROJECT",
        container("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        container("[Content_Types].xml", "ppt/presentation.xml"),
        b"\x00" * 100,
        b"\x1b]0;title\x07",
    ],
    ids=[
        "exe",
        "elf",
        "class",
        "broken zip",
        "ole",
        "doc with macros",
        "docx with macros",
        "pptx",
        "zeros",
        "escapes",
    ],
)
def test_what_is_not_taken(body):
    assert kind_of(body) is None


def test_a_web_page_is_only_text():
    assert kind_of(b"<html><script>alert(1)</script>") == "txt"


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        ("现场照片.JPG", "现场照片.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\li\\照片.png", "照片.jpg"),
        ("/abs/路灯.jpeg", "路灯.jpg"),
        ("photo.jpg\u202egnp.exe", "photo.jpggnp.jpg"),
        ("a\x00b\nc.jpg", "abc.jpg"),
        ("照片.jpg".encode("gbk").decode("utf-8", "surrogateescape"), "照片.jpg"),
        ("坏\ud800名.jpg", "坏名.jpg"),
        ("", "file.jpg"),
        ("...", "file.jpg"),
        ("..", "file.jpg"),
        (".htaccess", "file.jpg"),
        ('a<b>"c|d?e*f:g.jpg', "abcdefg.jpg"),
        ("没有扩展名", "没有扩展名.jpg"),
        ("版本1.2 说明很长很长很长", "版本1.2 说明很长很长很长.jpg"),
        ("长" * 300 + ".jpg", "长" * 150 + ".jpg"),
    ],
)
def test_a_name_is_safe_to_show_and_to_save_under(told, kept):
    assert safe_name(told, "jpg") == kept
