from pathlib import Path

import pytest

from jiesu.intake.errors import NoSuchEncoding, UnknownEncoding
from jiesu.intake.tables.encodings import MARK, MARKING, Encoding, encoding_of

TEXT = "编号,诉求内容\r\n1,小区门口的路灯坏了三天，晚上一片漆黑，老人走路很不安全。\r\n" * 40


def written(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "file.csv"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32"),
    ],
)
def test_chinese_text_is_recognised_in_every_usual_encoding(tmp_path, codec, name):
    assert encoding_of(written(tmp_path, TEXT.encode(codec))) == Encoding(name)


def test_plain_ascii_counts_as_utf_8(tmp_path):
    assert encoding_of(written(tmp_path, b"id,content\n1,hello\n")) == Encoding("utf-8")


def test_characters_that_only_gb18030_has_are_read(tmp_path):
    path = written(tmp_path, "姓名,内容\n㐂䶮,街道𠮷田超市\n".encode("gb18030"))
    assert encoding_of(path) == Encoding("gb18030")


def test_a_gbk_file_whose_first_megabytes_are_ascii_is_read_to_its_end(tmp_path):
    data = b"id,content\n" + b"1,nothing to see here\n" * 100_000 + "2,路灯坏了\n".encode("gbk")
    assert encoding_of(written(tmp_path, data)) == Encoding("gb18030")


@pytest.mark.parametrize("codec", ["utf-8", "gbk"])
def test_a_few_broken_bytes_do_not_change_what_the_file_is(tmp_path, codec):
    lines = [line.encode(codec) for line in TEXT.splitlines(keepends=True)]
    lines[3] = lines[3].replace("路".encode(codec), b"\xff")
    found = encoding_of(written(tmp_path, b"".join(lines)))
    assert found == Encoding("utf-8" if codec == "utf-8" else "gb18030", is_damaged=True)


def test_a_short_utf_8_file_cut_within_a_character_is_not_taken_for_gbk(tmp_path):
    found = encoding_of(written(tmp_path, "编号,诉求内容\n1,路灯坏了\n".encode()[:-2]))
    assert found == Encoding("utf-8", is_damaged=True)


def test_a_named_encoding_is_used_even_where_it_does_not_fit(tmp_path):
    assert encoding_of(written(tmp_path, TEXT.encode()), named="GBK").name == "gb18030"
    assert encoding_of(written(tmp_path, "編號".encode("big5")), named="big5") == Encoding("big5hkscs")


@pytest.mark.parametrize("name", ["klingon", "base64", "idna", "rot13", "unicode_escape", "a\0b", ""])
def test_what_is_no_encoding_of_tables_is_refused(tmp_path, name):
    path = written(tmp_path, b"id\n")
    if name:
        with pytest.raises(NoSuchEncoding):
            encoding_of(path, named=name)
    else:
        assert encoding_of(path, named=name) == Encoding("utf-8")


def test_bytes_of_no_encoding_are_refused(tmp_path):
    with pytest.raises(UnknownEncoding) as refused:
        encoding_of(written(tmp_path, bytes(range(128, 256)) * 50))
    assert "--encoding" in refused.value.message()


def test_broken_bytes_are_marked_and_shown_in_hexadecimal():
    assert b"a\xffb".decode("utf-8", MARKING) == f"a{MARK}\\xffb"
